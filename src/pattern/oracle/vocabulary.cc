#include "pattern/oracle/vocabulary.h"

#include <fmt/format.h>

#include <bit>
#include <cmath>

#include "pattern/oracle/letters.h"
#include "pattern/oracle/number.h"
#include "pattern/oracle/spelling.h"
#include "pattern/oracle/text.h"

namespace angarium::pattern::oracle {
namespace {

char32_t random_character(base::Random& random) {
  static constexpr std::u32string_view kSpecial =
      U"\"\\*/{}[]:, \t\n\0\x1f\x7f\u0080\u07ff\u0800\ue000\ufffd\uffff\U00010000\U0010ffff"
      U"\u0301\ufeff\U0001f600";
  static constexpr char32_t kSurrogates[] = {0xd800, 0xd83d, 0xdbff, 0xdc00, 0xde00, 0xdfff};
  switch (random.below(20)) {
    case 0:
    case 1: return one_of(kSpecial, random);
    case 2:
    case 3: return one_of(letters(), random).letter;
    case 4: return one_of(kSurrogates, random);
    case 5: return static_cast<char32_t>(random.below(0x110000));
    case 6: return static_cast<char32_t>(random.below(0x800));
    default: return U"aaabbABcxyzss1"[random.below(14)];
  }
}

std::u32string wide(std::string_view text) { return {text.begin(), text.end()}; }

// Texts that look like something else.
std::u32string random_lookalike(base::Random& random) {
  static constexpr std::string_view kTexts[] = {"true",
                                                "null",
                                                "false",
                                                "1",
                                                "1.0",
                                                "5",
                                                "10.7.0",
                                                "10.7.0.1.2",
                                                "1.2.3.999",
                                                "256.1.1.1",
                                                "12:30",
                                                "12:30:45",
                                                "1.2.3.4000",
                                                "::",
                                                ":",
                                                ":::",
                                                "1::2::3",
                                                "[::1]",
                                                "fe80::1%1",
                                                "::ffff:1.2.3.4",
                                                "10.7.0.1 ",
                                                " 10.7.0.1",
                                                "10.0.0.0/8",
                                                "1:2:3:4:5:6:7:8:",
                                                "1:2:3:4:5:6:7::",
                                                "::2:3:4:5:6:7:8",
                                                "1:2:3:4::5:6:7:8",
                                                ":1:2:3:4:5:6:7",
                                                "{\"a\":\"b\"}",
                                                "[1]",
                                                "..",
                                                "1..2.3",
                                                "0.0.0.0",
                                                "-1.2.3.4",
                                                "g::1"};
  return wide(one_of(kTexts, random));
}

std::u32string random_string(const Vocabulary& so_far, base::Random& random) {
  if (!so_far.strings.empty() && random.chance(0.5)) {
    std::u32string related = one_of(so_far.strings, random);
    return random.chance(0.2) ? related + one_of(so_far.strings, random) : varied(related, random);
  }
  if (random.chance(0.1)) return random_lookalike(random);
  static constexpr size_t kLengths[] = {0, 1, 2, 3, 4, 7, 8, 9, 15, 16, 17, 31, 33, 63, 65, 130};
  return random_characters(random, random.chance(0.7) ? random.below(5) : one_of(kLengths, random));
}

std::u32string random_name(base::Random& random) {
  static constexpr std::string_view kNames[] = {"",
                                                "a.b",
                                                "b.c",
                                                "a.",
                                                ".a",
                                                ".",
                                                "..",
                                                "a..b",
                                                "ab",
                                                "detail",
                                                "detail-type",
                                                "$OR",
                                                "A",
                                                "\"",
                                                "\\",
                                                "prefix",
                                                "12345678",
                                                "123456789",
                                                "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
                                                "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab"};
  switch (random.below(6)) {
    case 0: return random_characters(random, 1 + random.below(3));
    case 1:
      return {one_of(std::u32string_view(U"\uff41\U0001f600\ue000\uffff\ud7ff\U0010ffff"), random)};
    default: return wide(one_of(kNames, random));
  }
}

// Numbers where doubles, integers and decimals part ways.
std::string random_number(base::Random& random) {
  static constexpr std::string_view kNumbers[] = {"0",
                                                  "1",
                                                  "2",
                                                  "10",
                                                  "40",
                                                  "100",
                                                  "-1",
                                                  "0.1",
                                                  "0.3",
                                                  "0.30000000000000004",
                                                  "1e22",
                                                  "1e23",
                                                  "2e23",
                                                  "8.41e21",
                                                  "5e-324",
                                                  "3e-324",
                                                  "4.9e-324",
                                                  "1e-323",
                                                  "2.2250738585072014e-308",
                                                  "1.7976931348623157e308",
                                                  "1.7976931348623159e308",
                                                  "1e400",
                                                  "-1e400",
                                                  "1E400",
                                                  "1e-400",
                                                  "9007199254740991",
                                                  "9007199254740992",
                                                  "9007199254740993",
                                                  "9007199254740994",
                                                  "9223372036854775807",
                                                  "9223372036854775808",
                                                  "18446744073709551615",
                                                  "18446744073709551616",
                                                  "1.0000000000000001",
                                                  "1.0000000000000002",
                                                  "123456789012345678901",
                                                  "0.1000000000000000055511151231257827",
                                                  "1e99999999999999999999",
                                                  "1e-99999999999999999999",
                                                  "99999999999999999999999",
                                                  "999999999999999999",
                                                  "4503599627370496.5",
                                                  "1e15",
                                                  "1e16",
                                                  "1e17"};
  double value = 0;
  switch (random.below(9)) {
    case 0:
    case 1: return fmt::format("{}", random.below(6));
    case 2: value = static_cast<double>(random.below(10'000)) / 100; break;
    case 3: value = std::ldexp(1.0, static_cast<int>(random.below(2098)) - 1074); break;
    case 4: value = std::bit_cast<double>(random.next()); break;
    case 5: value = static_cast<double>(random.next() >> random.below(64)); break;
    case 6:  // alike, or nearly, in their first seven digits
      return fmt::format("{}122.443{}{:0{}}", random.chance(0.2) ? "-" : "", 8 + random.below(2),
                         random.below(100), random.below(14));
    default: return std::string(one_of(kNumbers, random));
  }
  if (!std::isfinite(value)) value = 7;
  if (random.chance(0.3)) value = std::nextafter(value, 0);
  // As many digits as a shortest spelling can have, or one less or more.
  return random.chance(0.6) ? fmt::format("{}", value)
                            : fmt::format("{:.{}e}", value, 14 + random.below(4));
}

std::string random_address(const Vocabulary& so_far, base::Random& random) {
  std::string bytes;
  if (!so_far.addresses.empty() && random.chance(0.7)) {
    bytes = one_of(so_far.addresses, random);
    if (random.chance(0.3)) {  // the same bits at the beginning in the other family
      bytes.resize(bytes.size() == 4 ? 16 : 4);
      return bytes;
    }
    size_t bit = random.below(bytes.size() * 8);
    bytes[bit / 8] = static_cast<char>(bytes[bit / 8] ^ (0x80 >> bit % 8));
    return bytes;
  }
  bytes.resize(random.chance(0.5) ? 4 : 16);
  for (char& c : bytes) {
    if (random.chance(0.5)) c = static_cast<char>(random.below(256));
  }
  return bytes;
}

}  // namespace

std::u32string paired(const std::u32string& text) { return to_code_points(to_units(text)); }

std::u32string random_characters(base::Random& random, size_t count) {
  std::u32string text;
  for (size_t i = 0; i < count; ++i) text += random_character(random);
  return paired(text);
}

std::u32string varied(std::u32string text, base::Random& random) {
  size_t at = random.below(text.size() + 1);
  switch (random.below(6)) {
    case 0: text.insert(at, random_characters(random, 1)); break;
    case 1: text.erase(at, 1); break;
    case 2: text.resize(at); break;
    case 3: text.erase(0, at); break;
    case 4: text.insert(at, text.substr(random.below(text.size() + 1), 5)); break;
    default: {
      if (at == text.size()) break;
      std::optional<Cases> cases = cases_of(text[at]);
      if (cases) text.replace(at, 1, random.chance(0.5) ? cases->lower : cases->upper);
    }
  }
  return paired(text);
}

Vocabulary Vocabulary::random(base::Random& random) {
  Vocabulary made;
  made.names = {U"a", U"b", U"c"};
  for (size_t more = random.below(5); more > 0; --more) made.names.push_back(random_name(random));
  for (int i = 0; i < 4; ++i) made.addresses.push_back(random_address(made, random));
  // Some are all about addresses, some all about absence.
  size_t strings = random.chance(0.15) ? 2 : 12;
  if (random.chance(0.15)) made.exists_chance = 0.4;
  for (size_t i = 0; i < strings; ++i) made.strings.push_back(random_string(made, random));
  for (const std::string& bytes : made.addresses) {
    made.strings.push_back(wide(spell_address(bytes, random)));
  }
  for (int i = 0; i < 8; ++i) made.numbers.push_back(random_number(random));
  for (int i = 0; i < 4; ++i) {
    made.numbers.push_back(spell_number(read_number(one_of(made.numbers, random)), random));
  }
  return made;
}

}  // namespace angarium::pattern::oracle
