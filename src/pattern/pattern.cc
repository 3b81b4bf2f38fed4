#include "pattern/pattern.h"

#include <fmt/format.h>

#include <algorithm>

#include "json/scanner.h"
#include "pattern/pattern_reader.h"
#include "pattern/rule_complexity.h"

namespace angarium::pattern {
namespace {

size_t count_characters(std::string_view text) {
  return static_cast<size_t>(std::count_if(
      text.begin(), text.end(), [](char c) { return (static_cast<uint8_t>(c) & 0xc0) != 0x80; }));
}

base::Result<void> check_text(std::string_view text, const Limits& limits) {
  if (!json::is_utf8(text)) return refused("the text is not UTF-8");
  if (text.size() > limits.characters_max && count_characters(text) > limits.characters_max) {
    return base::Error(
        ErrorCode::kPatternTooLong,
        fmt::format("the pattern is longer than {} characters", limits.characters_max));
  }
  // Nothing at all, or a string, which AWS doesn't read to its end.
  size_t begin = text.find_first_not_of(" \t\r\n");
  if (begin == std::string_view::npos || text[begin] == '"') {
    return refused("Filter is not an object");
  }
  return {};
}

}  // namespace

base::Result<Pattern> Pattern::parse(std::string_view text, const Options& options) {
  AG_CHECK(check_text(text, options.limits));
  AG_TRY(formula, PatternReader(text, options).read());
  AG_TRY(alternatives, std::move(formula).multiply_out(options.limits));
  AG_CHECK(check_wildcards(alternatives, options.limits));
  return Pattern(std::move(alternatives));
}

}  // namespace angarium::pattern
