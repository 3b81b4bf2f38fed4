#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace angarium::pattern {

class NumberMemo;

// What a matcher tests. The comment says what its operand holds; the parser brings every operand
// into this one form, so that equal matchers are equal bytes.
enum class Operator : uint8_t {
  kEquals,            // decoded characters
  kNumber,            // number_key(): every spelling of a comparable number (number.h)
  kSpelledNumber,     // a number that is not comparable: its spelling
  kAddress,           // four or sixteen bytes: every spelling of an IP address (address.h)
  kTrue,              //
  kFalse,             //
  kNull,              //
  kPrefix,            // decoded characters; may be empty
  kSuffix,            // likewise
  kEqualsIgnoreCase,  // decoded characters, as the pattern spells them: the test is not symmetric
  kPrefixIgnoreCase,  // likewise
  kSuffixIgnoreCase,  // likewise
  kWildcard,          // decoded characters; `*` any run, `\*` and `\\` escaped, checked
  kRange,             // a packed Range (number.h)
  kCidr,              // Network::bytes() (address.h)
  kExists,            // any scalar
  kAnythingBut,       // any scalar that none of `except` accepts
};

// One test on one scalar of an event. predicate.h says what it accepts.
struct Matcher {
  Operator op;
  std::string operand = {};
  std::vector<Matcher> except = {};  // kAnythingBut only; sorted, unique, never empty there

  friend bool operator==(const Matcher&, const Matcher&) = default;
};

enum class ScalarKind : uint8_t { kString, kNumber, kTrue, kFalse, kNull };

// One scalar of an event.
struct Scalar {
  ScalarKind kind;
  std::string_view text;       // a string's decoded characters, else the spelling
  NumberMemo* memo = nullptr;  // for a number that is tested more than once
};

}  // namespace angarium::pattern
