#pragma once

#include <string>
#include <string_view>

namespace angarium::pattern::oracle {

// What a JSON string stands for, as Java's strings hold it: UTF-16 units. Paths are ordered by
// them. `raw` is the text between the quotes, known to be valid.
std::u16string decode(std::string_view raw);

// Surrogates that have no partner stay what they are.
std::u32string to_code_points(std::u16string_view units);
std::u16string to_units(std::u32string_view code_points);

// The UTF-8 of one code point that is no surrogate.
std::string to_utf8(char32_t c);

}  // namespace angarium::pattern::oracle
