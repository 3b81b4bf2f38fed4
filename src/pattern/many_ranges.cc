#include "pattern/many_ranges.h"

#include <algorithm>
#include <array>

namespace angarium::pattern {
namespace {

// How many ranges hold, by leaf: a leaf leaves the set with its last one.
class Holding {
 public:
  void change(const Who& who, bool begins) {
    change(who.listed, begins, listed_, now_.listed);
    change(who.excepted, begins, excepted_, now_.excepted);
  }
  const Who& now() const { return now_; }

 private:
  using Counts = std::array<uint32_t, Many::kMax>;
  static void change(const Many& leaves, bool begins, Counts& counts, Many& now) {
    leaves.each([&](size_t leaf) {
      counts[leaf] += begins ? 1 : UINT32_MAX;
      if (counts[leaf] == 0) now -= Many::one(leaf);
      if (counts[leaf] == 1) now |= Many::one(leaf);
    });
  }

  Counts listed_{};
  Counts excepted_{};
  Who now_;
};

}  // namespace

void ManyRanges::begin() {
  ranges_.clear();
  bounds_.clear();
  borders_.clear();
  pieces_.clear();
}

void ManyRanges::add(const Range& range, const Who& who) {
  ranges_.push_back({range, who});
  bounds_.push_back(range.low);
  bounds_.push_back(range.high);
}

void ManyRanges::ready() {
  if (ranges_.empty()) return;
  std::sort(bounds_.begin(), bounds_.end());
  bounds_.erase(std::unique(bounds_.begin(), bounds_.end()), bounds_.end());
  for (uint32_t i = 0; i < ranges_.size(); ++i) {
    const Range& range = ranges_[i].range;
    const size_t first = piece_of(range.low) + (range.low_included ? 0 : 1);
    const size_t end = piece_of(range.high) + (range.high_included ? 1 : 0);
    if (first >= end) continue;
    borders_.push_back({first, i, true});
    borders_.push_back({end, i, false});
  }
  std::sort(borders_.begin(), borders_.end(),
            [](const Border& a, const Border& b) { return a.piece < b.piece; });
  Holding holding;
  auto border = borders_.begin();
  for (size_t piece = 0; piece <= 2 * bounds_.size(); ++piece) {
    for (; border != borders_.end() && border->piece == piece; ++border) {
      holding.change(ranges_[border->filed].who, border->begins);
    }
    pieces_.push_back(holding.now());
  }
}

size_t ManyRanges::piece_of(double number) const {
  const auto bound = std::lower_bound(bounds_.begin(), bounds_.end(), number);
  const auto before = static_cast<size_t>(bound - bounds_.begin());
  return 2 * before + (bound != bounds_.end() && *bound == number ? 1 : 0);
}

Who ManyRanges::holding(NumberMemo& number, std::string_view spelling) const {
  double low = 0;
  double high = 0;
  if (!number.bounds(low, high, spelling)) return {};
  size_t piece = piece_of(low);
  const bool certain = piece == piece_of(high);
  if (certain && pieces_[piece].empty()) return {};
  if (!number.exact(low, spelling)) return {};
  if (!certain) piece = piece_of(low);
  return pieces_[piece];
}

}  // namespace angarium::pattern
