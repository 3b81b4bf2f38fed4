#include "bench/pattern/engine.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <vector>

#include "bench/pattern/memory.h"

namespace angarium::bench {
namespace {

constexpr uint32_t kRulesPerChange = 10'000;

[[noreturn]] void give_up(std::string_view what, const base::Error& error) {
  fmt::print(stderr, "bench: {}: {}\n", what, error.message());
  std::abort();
}

}  // namespace

std::string_view name(Entrance entrance) {
  return entrance == Entrance::kValidated ? "validated" : "ingest";
}

std::shared_ptr<const pattern::Pattern> parse(std::string_view text) {
  base::Result<pattern::Pattern> parsed = pattern::Pattern::parse(text);
  if (!parsed.ok()) give_up(text, parsed.error());
  return std::make_shared<const pattern::Pattern>(std::move(*parsed));
}

Engine::Engine(uint32_t rules, const PatternText& text) {
  size_t before = heap_bytes();
  index_ = std::make_unique<pattern::RuleIndex>();
  for (uint32_t first = 0; first < rules; first += kRulesPerChange) {
    std::vector<pattern::Rule> added;
    for (uint32_t id = first; id < std::min(rules, first + kRulesPerChange); ++id) {
      added.push_back({id, parse(text(id))});
    }
    rules_ = index_->change({}, added);
  }
  memory_bytes_ = heap_bytes() - std::min(before, heap_bytes());
}

uint64_t Engine::match(Entrance entrance, std::string_view event) {
  base::Result<pattern::RuleSet::Matches> matches = entrance == Entrance::kValidated
                                                        ? rules_->match_validated(event, scratch_)
                                                        : rules_->match(event, scratch_);
  if (matches.ok()) return matches->size();
  if (!matches.error().is(pattern::ErrorCode::kEventTooComplex)) {
    give_up("an event was refused", matches.error());
  }
  ++refused_;
  return 0;
}

}  // namespace angarium::bench
