#pragma once

#include <cstdint>
#include <cstring>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "pattern/hash.h"
#include "pattern/matcher.h"

namespace angarium::pattern {

// A matcher inside packed ones, as it is read.
struct PackedMatcher {
  Operator op;
  std::string_view operand;  // kAnythingBut: the packed matchers that it excepts
};

// Matchers one after the other in few bytes: operator, length of the operand, operand.
class PackedMatchers {
 public:
  explicit PackedMatchers(std::string_view bytes)
      : at_(bytes.data()), end_(bytes.data() + bytes.size()) {}

  bool next(PackedMatcher& matcher) {
    if (at_ == end_) return false;
    uint32_t length;
    std::memcpy(&length, at_ + 1, sizeof length);
    matcher = {static_cast<Operator>(*at_), {at_ + kHeader, length}};
    at_ += kHeader + length;
    return true;
  }

  static void append(Operator op, std::string_view operand, std::string& out);
  static void append(const Matcher& matcher, std::string& out);

 private:
  static constexpr size_t kHeader = 5;
  const char* at_;
  const char* end_;
};

// Operators that ask for one certain value.
constexpr bool is_exact(Operator op) { return op <= Operator::kNull; }

// The many exact values of one leaf (or of one anything-but), found by hash instead of one by one,
// so that a list of a thousand values costs no more per scalar than one of ten.
class ValueSet {
 public:
  static constexpr size_t kWorthwhile = 9;  // fewer are compared faster than they are hashed

  // `matchers`: packed, exact ones, which must outlive the set; others are passed over.
  explicit ValueSet(std::string_view matchers);

  bool accepts(const Scalar& scalar) const;

 private:
  bool contains(Operator op, std::string_view operand) const;

  std::vector<PackedMatcher> slots_;  // open addressing; an operand without data: an empty slot
  bool has_addresses_ = false;
};

// The sets of a leaf with long lists. `own`: of its exact values; then of its anything-buts, each
// with the operand it stands for.
struct ValueSets {
  struct Excepted {
    const char* operand;
    ValueSet values;
  };
  std::unique_ptr<const ValueSet> own;
  std::vector<Excepted> excepted;

  // None when no list of `matchers` is long.
  static std::unique_ptr<const ValueSets> build(std::string_view matchers);
};

// Whether any of the packed matchers accepts the scalar. `sets`: what ValueSets::build gave.
bool accepts_any(std::string_view matchers, const Scalar& scalar);
bool accepts_any(std::string_view matchers, const ValueSets& sets, const Scalar& scalar);

}  // namespace angarium::pattern
