#include "base/nearest.h"

#include <algorithm>
#include <array>

namespace angarium::base {
namespace {

constexpr size_t kNameBytesMax = 128;
using Row = std::array<size_t, kNameBytesMax + 1>;

char fold(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

size_t distance(std::string_view a, std::string_view b) {
  Row before_last{}, last{}, row{};
  for (size_t j = 0; j <= b.size(); ++j) last[j] = j;
  for (size_t i = 1; i <= a.size(); ++i) {
    row[0] = i;
    for (size_t j = 1; j <= b.size(); ++j) {
      size_t replace = last[j - 1] + (fold(a[i - 1]) == fold(b[j - 1]) ? 0 : 1);
      row[j] = std::min({replace, last[j] + 1, row[j - 1] + 1});
      bool swapped =
          i > 1 && j > 1 && fold(a[i - 1]) == fold(b[j - 2]) && fold(a[i - 2]) == fold(b[j - 1]);
      if (swapped) row[j] = std::min(row[j], before_last[j - 2] + 1);
    }
    before_last = last;
    last = row;
  }
  return last[b.size()];
}

}  // namespace

std::optional<std::string> nearest(std::string_view text, std::span<const std::string> candidates) {
  if (text.empty() || text.size() > kNameBytesMax) return std::nullopt;
  std::optional<std::string> best;
  size_t best_distance = 0;
  for (const std::string& candidate : candidates) {
    if (candidate.size() > kNameBytesMax) continue;
    size_t d = distance(text, candidate);
    if (d * 3 > std::max(text.size(), candidate.size())) continue;
    if (!best || d < best_distance) best = candidate, best_distance = d;
  }
  return best;
}

}  // namespace angarium::base
