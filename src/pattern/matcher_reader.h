#pragma once

#include "base/result.h"
#include "pattern/pattern.h"
#include "pattern/token_reader.h"

namespace angarium::pattern {

// Reads one element of a leaf's array, whose first token is `token`, and adds what it tests to the
// leaf. Errors: kInvalidPattern.
base::Result<void> read_matcher(TokenReader& reader, const json::Token& token,
                                const Dialect& dialect, Leaf& leaf);

// Likewise the argument of `numeric` or `anything-but`, up to its end.
base::Result<Matcher> read_numeric(TokenReader& reader);
base::Result<Matcher> read_anything_but(TokenReader& reader, const Dialect& dialect);

// kNumber; the error that it can't be compared when the number isn't comparable.
base::Result<Matcher> comparable_matcher(std::string_view spelling);

// Some order of matchers, of no meaning.
bool is_before(const Matcher& left, const Matcher& right);

// Keeps the first of equal matchers, and their order.
void remove_repeated(std::vector<Matcher>& matchers);

// The end of a matcher object; `problem` is what a further member means.
base::Result<void> end_object(TokenReader& reader, std::string_view problem);

inline constexpr std::string_view kOneKeyAllowed = "Only one key allowed in match expression";
// AWS says this of numbers and of anything-but, and of numbers inside anything-but.
inline constexpr std::string_view kTooManyElements = "Too many elements in numeric expression";

}  // namespace angarium::pattern
