#pragma once

#include <string>
#include <vector>

#include "base/random.h"

namespace angarium::pattern::oracle {

// The few names and values that the patterns and events of one round are made of: few, so that they
// meet; different each round, so that everything comes up.
struct Vocabulary {
  std::vector<std::u32string> names;    // of members; some hold dots, some are empty
  std::vector<std::u32string> strings;  // many related to each other
  std::vector<std::string> numbers;     // JSON texts
  std::vector<std::string> addresses;   // bytes
  double exists_chance = 0.06;          // of a matcher that asks for presence or absence alone

  static Vocabulary random(base::Random& random);
};

template <class List>
const auto& one_of(const List& list, base::Random& random) {
  return list[random.below(std::size(list))];
}

// Characters of every kind; lone surrogates as well.
std::u32string random_characters(base::Random& random, size_t count);

// The same with one thing changed: a character, the length, the case of a letter.
std::u32string varied(std::u32string text, base::Random& random);

// Without neighbours that would be one character above U+FFFF when written one after the other.
std::u32string paired(const std::u32string& text);

}  // namespace angarium::pattern::oracle
