#include <cstdint>
#include <string_view>

#include "json/scanner.h"
#include "pattern/rule_set.h"

namespace ag = angarium;

// Input: a pattern, a newline, an event. Neither is trusted; a pattern that parses must match or
// not match whatever event comes.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  std::string_view input(reinterpret_cast<const char*>(data), size);
  size_t line = input.find('\n');
  ag::base::Result<ag::pattern::Pattern> parsed =
      ag::pattern::Pattern::parse(input.substr(0, line));
  if (!parsed.ok() || line == std::string_view::npos) return 0;
  std::string_view event = input.substr(line + 1);
  if (!ag::json::is_utf8(event)) return 0;
  auto shared = std::make_shared<const ag::pattern::Pattern>(*std::move(parsed));
  auto rules = ag::pattern::RuleSet::build({{1, shared}, {2, shared}});
  ag::pattern::Scratch scratch;
  auto ids = rules->match(event, scratch);
  if (ids.ok() && !ids->empty() && ids->size() != 2) __builtin_trap();
  return 0;
}
