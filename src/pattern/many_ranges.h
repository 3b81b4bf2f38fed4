#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "pattern/many.h"
#include "pattern/number.h"

namespace angarium::pattern {

// The leaves that a test concerns: those that list it, and those that list it under their
// anything-but.
struct Who {
  Many listed;
  Many excepted;

  void add(const Who& other) {
    listed |= other.listed;
    excepted |= other.excepted;
  }
  bool empty() const { return listed.empty() && excepted.empty(); }
};

// Many ranges of numbers. Their bounds cut the line into pieces, each of which lies in certain
// ranges; a number is found among the bounds by binary search:
//
//      piece 0    1   2    3   4        a piece for every bound, and one between two bounds
//      -----------|--------|-------
class ManyRanges {
 public:
  void begin();
  void add(const Range& range, const Who& who);
  void ready();
  bool empty() const { return ranges_.empty(); }

  // Who has a range that holds the number. As precise as NumberMemo::in(), and as reluctant to find
  // out more about the number than is needed.
  Who holding(NumberMemo& number, std::string_view spelling) const;

 private:
  struct Filed {
    Range range;
    Who who;
  };
  // From this piece on, or no longer, a range holds.
  struct Border {
    size_t piece;
    uint32_t filed;
    bool begins;
  };

  size_t piece_of(double number) const;

  std::vector<Filed> ranges_;
  std::vector<double> bounds_;
  std::vector<Border> borders_;
  std::vector<Who> pieces_;
};

}  // namespace angarium::pattern
