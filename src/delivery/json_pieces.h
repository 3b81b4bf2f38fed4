#pragma once

#include <string>
#include <string_view>

namespace angarium::delivery {

// Pieces of JSON that is known to be valid, put into another text.

// Appends a value without white space between its tokens. Spellings stay.
void append_minified(std::string_view value, std::string& out);

// Appends the characters that a value shows: those of a string without its quotes and escapes;
// nothing of `null`; the spelling of all others, minified. Half a surrogate pair, which UTF-8 can't
// hold, becomes U+FFFD.
void append_characters(std::string_view value, std::string& out);

// Appends a value minified and without any quote, so that it may stand inside a pair of them:
// {"a":"x"} becomes {a:x}.
void append_without_quotes(std::string_view value, std::string& out);

// Whether the characters may stand inside a JSON string as they are.
bool needs_no_escape(std::string_view characters);

}  // namespace angarium::delivery
