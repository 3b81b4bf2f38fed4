#include <cstdint>
#include <memory>
#include <string_view>

#include "json/scanner.h"
#include "pattern/explain.h"
#include "pattern/rule_index.h"

namespace ag = angarium;
namespace pattern = angarium::pattern;

namespace {

// Which of the two gives up first on an event made for it is not settled.
template <class T>
bool is_too_complex(const ag::base::Result<T>& result) {
  return !result.ok() && result.error().is(pattern::ErrorCode::kEventTooComplex);
}

}  // namespace

// Input: a pattern, a newline, an event. The explanation's verdict is that of matching, and what it
// says is one JSON object and UTF-8.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  std::string_view text(reinterpret_cast<const char*>(data), size);
  size_t newline = text.find('\n');
  if (newline == std::string_view::npos) return 0;
  ag::base::Result<pattern::Pattern> parsed = pattern::Pattern::parse(text.substr(0, newline));
  if (!parsed.ok()) return 0;
  std::string_view event = text.substr(newline + 1);
  pattern::Rule rule{1, std::make_shared<const pattern::Pattern>(std::move(*parsed))};
  pattern::RuleIndex index;
  pattern::Scratch scratch;
  auto matches = index.change({}, {&rule, 1})->match(event, scratch);
  auto explanation = pattern::explain(*rule.pattern, event);
  if (is_too_complex(matches) || is_too_complex(explanation)) return 0;
  if (matches.ok() != explanation.ok()) __builtin_trap();
  if (!matches.ok()) return 0;
  if (explanation->matches == matches->empty()) __builtin_trap();
  if (!ag::json::is_utf8(pattern::to_text(*explanation))) __builtin_trap();
  if (!ag::json::validate_object(pattern::to_json(*explanation), 20).ok()) __builtin_trap();
  return 0;
}
