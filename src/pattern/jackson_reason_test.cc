#include "pattern/jackson_reason.h"

#include <gtest/gtest.h>

#include <vector>

#include "base/random.h"
#include "json/scanner.h"

namespace angarium::pattern {
namespace {

std::string reason(std::string_view text) { return jackson_reason(text, 1000); }

constexpr std::string_view kValid =
    "(JSON String, Number, Array, Object or token 'null', 'true' or 'false')";

struct Case {
  std::string_view text;
  std::string_view reason;
};

void expect(const std::vector<Case>& cases) {
  for (const Case& tested : cases) EXPECT_EQ(reason(tested.text), tested.reason) << tested.text;
}

// All expected texts are what Jackson 2.14.1 said. The common ones stand in
// tests/conformance/pattern/refused.txt.
TEST(JacksonReason, Characters) {
  expect({
      {"{\"a\":[\x01]}",
       "Illegal character ((CTRL-CHAR, code 1)): only regular white space (\\r, \\n, \\t) is "
       "allowed between tokens"},
      {"{\"a\"\x01:[1]}",
       "Illegal character ((CTRL-CHAR, code 1)): only regular white space (\\r, \\n, \\t) is "
       "allowed between tokens"},
      {"{\"a\":[\"a\tb\"]}",
       "Illegal unquoted character ((CTRL-CHAR, code 9)): has to be escaped using backslash to be "
       "included in string value"},
      {"{\"a\t\":[1]}",
       "Illegal unquoted character ((CTRL-CHAR, code 9)): has to be escaped using backslash to be "
       "included in name"},
      {"{é:[1]}",
       "Unexpected character ('é' (code 233)): was expecting double-quote to start field name"},
      {"{𝄞:[1]}",
       "Unexpected character ('?' (code 55348 / 0xd834)): was expecting double-quote to start "
       "field name"},
      {"{\"a\":[\"x\";\"y\"]}",
       "Unexpected character (';' (code 59)): was expecting comma to separate Array entries"},
      {"{#\"a\":[1]}",
       "Unexpected character ('#' (code 35)): was expecting double-quote to start field name"},
  });
}

TEST(JacksonReason, Numbers) {
  constexpr std::string_view kNoExponent =
      "Unexpected end-of-inputexpected a digit for number exponent";
  constexpr std::string_view kNoFraction =
      "Unexpected character ('.' (code 46)) in numeric value: Decimal point not followed by a "
      "digit";
  expect({
      {R"({"a":[-)", "Unexpected end-of-inputNo digit following minus sign"},
      {R"({"a":[1.)", kNoFraction},
      {R"({"a":[0.)", kNoFraction},
      {R"({"a":[1e)", kNoExponent},
      {R"({"a":[1.5e+)", kNoExponent},
      {R"({"a":[+)", "Unexpected end-of-input in a Number value"},
      {R"({"a":[-I)", "Unexpected end-of-input in a Number value"},
      {R"({"a":[-I]})",
       "Unexpected character (']' (code 93)) in numeric value: expected digit (0-9) to follow "
       "minus sign, for valid numeric value"},
      {R"({"a":[-INF]})",
       "Non-standard token '-INF': enable `JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS` to allow"},
      {R"({"a":[0x1]})",
       "Unexpected character ('x' (code 120)): was expecting comma to separate Array entries"},
      {R"({"a":[1.2.3]})",
       "Unexpected character ('.' (code 46)): was expecting comma to separate Array entries"},
      {R"({"a":[-01]})", "Invalid numeric value: Leading zeroes not allowed"},
  });
}

TEST(JacksonReason, Words) {
  auto unrecognized = [](std::string_view word) {
    return "Unrecognized token '" + std::string(word) + "': was expecting " + std::string(kValid);
  };
  EXPECT_EQ(reason(R"({"a":[nul)"), unrecognized("nul"));
  EXPECT_EQ(reason(R"({"a":[truex]})"), unrecognized("truex"));
  EXPECT_EQ(reason(R"({"a":[nullx]})"), unrecognized("nullx"));
  EXPECT_EQ(reason(R"({"a":[falsE]})"), unrecognized("falsE"));
  EXPECT_EQ(reason(R"({"a":[tr€e]})"), unrecognized("tr€e"));
  EXPECT_EQ(reason(R"({"a":[é–x]})"), unrecognized("é"));
  EXPECT_EQ(reason(R"({"a":[$x]})"), unrecognized("$x"));
  EXPECT_EQ(reason(R"({"a":[NaNx]})"), unrecognized("NaNx"));
  EXPECT_EQ(reason(R"({"a":[-Inf]})"), unrecognized("-Inf"));
  EXPECT_EQ(reason(R"({"a":[)" + std::string(255, 'w')), unrecognized(std::string(255, 'w')));
  EXPECT_EQ(reason(R"({"a":[)" + std::string(300, 'w')),
            unrecognized(std::string(256, 'w') + "..."));
}

TEST(JacksonReason, Locations) {
  expect({
      {"{\"a\":\n[\"x\"",
       "Unexpected end-of-input: expected close marker for Array (start marker at [Source: "
       "(String)\"{\"a\":\n[\"x\"\"; line: 2, column: 1])"},
      {"{\"a\":[\t\"x\"}",
       "Unexpected close marker '}': expected ']' (for Array starting at [Source: "
       "(String)\"{\"a\":[\\u0009\"x\"}\"; line: 1, column: 6])"},
      {"{\"é𝄞\":[\"x\"}",
       "Unexpected close marker '}': expected ']' (for Array starting at [Source: "
       "(String)\"{\"é𝄞\":[\"x\"}\"; line: 1, column: 8])"},
  });
  std::string text = R"({"b":[")" + std::string(600, 'x') + "\"}";
  EXPECT_EQ(reason(text),
            "Unexpected close marker '}': expected ']' (for Array starting at [Source: (String)\"" +
                text.substr(0, 500) + "\"[truncated 109 chars]; line: 1, column: 6])");
}

TEST(JacksonReason, NothingToSay) {
  EXPECT_EQ(reason(R"({"a":[1]})"), "");
  EXPECT_EQ(reason(R"({"a":[1]} 5)"), "");
}

// Whatever the scanner refuses has a reason; none reads beyond the text.
TEST(JacksonReason, EveryDamageHasOne) {
  const std::string sound =
      R"({"a":["x\u00e9\n",1,-2.5e+3,true,false,null,{"prefix":"q"}],"b":{"c":[[]],"d":{}}})";
  const std::string inserted = "{}[]\",:\\ 019+-.eEtrufalsn/#'\t\x01x$_NI";
  base::SeededRandom random(5);
  for (int round = 0; round < 20'000; ++round) {
    std::string text = sound;
    for (size_t change = 1 + random.below(2); change > 0; --change) {
      size_t at = 1 + random.below(text.size() - 1);
      switch (random.below(3)) {
        case 0: text.resize(at + 1); break;
        case 1: text.insert(at, 1, inserted[random.below(inserted.size())]); break;
        default: text[at] = inserted[random.below(inserted.size())];
      }
    }
    if (json::validate_object(text, 1000).ok()) continue;
    // Behind the end of the root, Jackson doesn't look.
    json::Scanner scanner(text, 1000);
    bool root_is_whole = scanner.next().ok() && scanner.skip_value().ok();
    EXPECT_EQ(reason(text).empty(), root_is_whole) << text;
  }
}

}  // namespace
}  // namespace angarium::pattern
