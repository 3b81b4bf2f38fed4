#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace angarium::pattern::oracle {

// What one letter becomes in the root locale, alone; several characters for some.
struct Letter {
  char32_t letter;
  std::u32string_view lower, upper;
};

// The letters beyond ASCII that the oracle knows.
std::span<const Letter> letters();

struct Cases {
  std::u32string lower, upper;
};
// None for characters of which the oracle doesn't know whether they have cases.
std::optional<Cases> cases_of(char32_t c);

}  // namespace angarium::pattern::oracle
