#pragma once

#include <cstdint>
#include <vector>

#include "pattern/key.h"
#include "pattern/pattern.h"

namespace angarium::pattern {

// How one matcher's conjunctions can be found: every scalar that the matcher accepts comes across
// one of the keys. (One matcher, one key, but for anything-but and the like, which have none.)
struct FiledMatcher {
  KeyName key;
  bool decides = false;     // coming across the key means that the matcher accepts
  uint32_t commonness = 0;  // guessed before any event was seen: 0 for one certain value
};

// False when only "some scalar is there" can be looked up.
bool file_matcher(const Matcher& matcher, FiledMatcher& filed);

// The literal pieces of a wildcard, between its stars, escapes decoded. One more than stars.
std::vector<std::string> wildcard_pieces(std::string_view wildcard);

}  // namespace angarium::pattern
