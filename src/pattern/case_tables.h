#pragma once

#include <array>
#include <cstdint>
#include <span>

namespace angarium::pattern {

// Characters that follow each other in Unicode and have the same kind of cases, as differences to
// the character. All three zero: pairs, at an even distance to the first a capital that is followed
// by its small letter.
struct CaseRun {
  // In `lower`: the cases are texts. `upper` is where those of the first are in special_cases().
  static constexpr int32_t kSpecial = INT32_MAX;

  char32_t first, last;
  int32_t lower, upper, fold;
};

// Up to three characters, then zeros.
struct SpecialCases {
  std::array<char32_t, 3> lower, upper, fold;
};

// All characters that have cases, ascending; see ignore_case.h for what the cases are.
std::span<const CaseRun> case_runs();
std::span<const SpecialCases> special_cases();

}  // namespace angarium::pattern
