#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "pattern/rule_index.h"

namespace angarium::bench {

// How the engine is entered.
enum class Entrance : uint8_t { kValidated, kIngest };
std::string_view name(Entrance entrance);

// The pattern of rule i, as text.
using PatternText = std::function<std::string(uint32_t)>;

// A parsed pattern. A text that isn't one is a mistake in this program, and ends it.
std::shared_ptr<const pattern::Pattern> parse(std::string_view text);

// An index of rules and what one thread needs to match with it.
class Engine {
 public:
  // Rules 0 to rules - 1. The patterns are gone when this returns.
  Engine(uint32_t rules, const PatternText& text);

  // Rules that match; an event too complex to decide counts in `refused`. Any other error ends the
  // process: all events here are JSON objects.
  uint64_t match(Entrance entrance, std::string_view event);

  uint64_t refused() const { return refused_; }
  size_t rules() const { return index_->size(); }
  size_t memory_bytes() const { return memory_bytes_; }  // of heap, by all the rules

 private:
  std::unique_ptr<pattern::RuleIndex> index_;
  std::shared_ptr<const pattern::RuleSet> rules_;
  pattern::Scratch scratch_;
  size_t memory_bytes_ = 0;
  uint64_t refused_ = 0;
};

}  // namespace angarium::bench
