#include "policy/match.h"

#include <algorithm>

namespace angarium::policy {
namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; }

}  // namespace

// Greedy with one step back: when a byte does not fit, the last '*' takes one byte more. Going back
// to an earlier '*' could not help, since the last one can take whatever that would have left over.
bool matches_wildcards(std::string_view pattern, std::string_view text) {
  constexpr size_t kNone = std::string_view::npos;
  size_t p = 0;
  size_t t = 0;
  size_t star = kNone;
  size_t taken = 0;  // where in the text the last '*' ends
  while (t < text.size()) {
    if (p < pattern.size() && pattern[p] == '*') {
      star = p++;
      taken = t;
    } else if (p < pattern.size() && (pattern[p] == '?' || pattern[p] == text[t])) {
      ++p;
      ++t;
    } else if (star != kNone) {
      p = star + 1;
      t = ++taken;
    } else {
      return false;
    }
  }
  while (p < pattern.size() && pattern[p] == '*') ++p;
  return p == pattern.size();
}

bool equals_ignoring_case(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](char x, char y) { return lower(x) == lower(y); });
}

std::optional<ArnPattern> ArnPattern::parse(std::string_view text) {
  ArnPattern pattern;
  while (pattern.count_ < 5) {
    size_t colon = text.find(':');
    if (colon == std::string_view::npos) break;
    pattern.fields_[pattern.count_++] = text.substr(0, colon);
    text.remove_prefix(colon + 1);
  }
  pattern.fields_[pattern.count_++] = text;
  if (pattern.count_ < 2 || pattern.fields_[0] != "arn") return std::nullopt;
  if (pattern.count_ < 6 && !text.ends_with('*')) return std::nullopt;
  return pattern;
}

bool ArnPattern::matches(std::string_view arn) const {
  for (size_t i = 0; i + 1 < count_; ++i) {
    size_t colon = arn.find(':');
    if (colon == std::string_view::npos) return false;
    if (!matches_wildcards(fields_[i], arn.substr(0, colon))) return false;
    arn.remove_prefix(colon + 1);
  }
  return matches_wildcards(fields_[count_ - 1], arn);
}

}  // namespace angarium::policy
