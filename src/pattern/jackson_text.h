#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace angarium::pattern {

// How Jackson shows pieces of the text it complains of.

// A place: the beginning of the source, the line and the column in UTF-16 units.
std::string jackson_location(std::string_view text, size_t offset);

// The first character of `rest`, a UTF-8 text.
std::string describe_character(std::string_view rest);

// The letters and digits, in Java's sense, that `rest` begins with; may be none.
std::string_view leading_word(std::string_view rest);
inline bool starts_with_word(std::string_view rest) { return !leading_word(rest).empty(); }

// A word, cut where Jackson cuts it.
std::string shortened_word(std::string_view word);

std::string nested_too_deep(uint32_t depth_max);

}  // namespace angarium::pattern
