#include "pattern/oracle/letters.h"

namespace angarium::pattern::oracle {
namespace {

// From UnicodeData.txt and SpecialCasing.txt: some of every kind of letter there is.
constexpr Letter kLetters[] = {
    {U'\u00b5', U"\u00b5", U"\u039c"},
    {U'\u00c5', U"\u00e5", U"\u00c5"},
    {U'\u00c9', U"\u00e9", U"\u00c9"},
    {U'\u00df', U"\u00df", U"SS"},
    {U'\u00e0', U"\u00e0", U"\u00c0"},
    {U'\u00e5', U"\u00e5", U"\u00c5"},
    {U'\u00e9', U"\u00e9", U"\u00c9"},
    {U'\u00ff', U"\u00ff", U"\u0178"},
    {U'\u0130', U"i\u0307", U"\u0130"},
    {U'\u0131', U"\u0131", U"I"},
    {U'\u0149', U"\u0149", U"\u02bcN"},
    {U'\u0178', U"\u00ff", U"\u0178"},
    {U'\u017f', U"\u017f", U"S"},
    {U'\u01c4', U"\u01c6", U"\u01c4"},
    {U'\u01c5', U"\u01c6", U"\u01c4"},
    {U'\u01c6', U"\u01c6", U"\u01c4"},
    {U'\u01c7', U"\u01c9", U"\u01c7"},
    {U'\u01c8', U"\u01c9", U"\u01c7"},
    {U'\u01c9', U"\u01c9", U"\u01c7"},
    {U'\u01f0', U"\u01f0", U"J\u030c"},
    {U'\u023a', U"\u2c65", U"\u023a"},
    {U'\u023e', U"\u2c66", U"\u023e"},
    {U'\u0250', U"\u0250", U"\u2c6f"},
    {U'\u0345', U"\u0345", U"\u0399"},
    {U'\u0386', U"\u03ac", U"\u0386"},
    {U'\u0390', U"\u0390", U"\u0399\u0308\u0301"},
    {U'\u0391', U"\u03b1", U"\u0391"},
    {U'\u0399', U"\u03b9", U"\u0399"},
    {U'\u039c', U"\u03bc", U"\u039c"},
    {U'\u03a3', U"\u03c3", U"\u03a3"},
    {U'\u03a9', U"\u03c9", U"\u03a9"},
    {U'\u03ac', U"\u03ac", U"\u0386"},
    {U'\u03b0', U"\u03b0", U"\u03a5\u0308\u0301"},
    {U'\u03b1', U"\u03b1", U"\u0391"},
    {U'\u03b9', U"\u03b9", U"\u0399"},
    {U'\u03bc', U"\u03bc", U"\u039c"},
    {U'\u03c2', U"\u03c2", U"\u03a3"},
    {U'\u03c3', U"\u03c3", U"\u03a3"},
    {U'\u03c9', U"\u03c9", U"\u03a9"},
    {U'\u0410', U"\u0430", U"\u0410"},
    {U'\u0412', U"\u0432", U"\u0412"},
    {U'\u0416', U"\u0436", U"\u0416"},
    {U'\u042f', U"\u044f", U"\u042f"},
    {U'\u0430', U"\u0430", U"\u0410"},
    {U'\u0432', U"\u0432", U"\u0412"},
    {U'\u0436', U"\u0436", U"\u0416"},
    {U'\u044f', U"\u044f", U"\u042f"},
    {U'\u0535', U"\u0565", U"\u0535"},
    {U'\u0552', U"\u0582", U"\u0552"},
    {U'\u0565', U"\u0565", U"\u0535"},
    {U'\u0582', U"\u0582", U"\u0552"},
    {U'\u0587', U"\u0587", U"\u0535\u0552"},
    {U'\u10d0', U"\u10d0", U"\u1c90"},
    {U'\u13a0', U"\uab70", U"\u13a0"},
    {U'\u13f0', U"\u13f8", U"\u13f0"},
    {U'\u13f8', U"\u13f8", U"\u13f0"},
    {U'\u1c80', U"\u1c80", U"\u0412"},
    {U'\u1c88', U"\u1c88", U"\ua64a"},
    {U'\u1c90', U"\u10d0", U"\u1c90"},
    {U'\u1d79', U"\u1d79", U"\ua77d"},
    {U'\u1e96', U"\u1e96", U"H\u0331"},
    {U'\u1e9e', U"\u00df", U"\u1e9e"},
    {U'\u1f50', U"\u1f50", U"\u03a5\u0313"},
    {U'\u1fb3', U"\u1fb3", U"\u0391\u0399"},
    {U'\u1fbc', U"\u1fb3", U"\u0391\u0399"},
    {U'\u1fbe', U"\u1fbe", U"\u0399"},
    {U'\u1fc7', U"\u1fc7", U"\u0397\u0342\u0399"},
    {U'\u1fd2', U"\u1fd2", U"\u0399\u0308\u0300"},
    {U'\u2126', U"\u03c9", U"\u2126"},
    {U'\u212a', U"k", U"\u212a"},
    {U'\u212b', U"\u00e5", U"\u212b"},
    {U'\u2160', U"\u2170", U"\u2160"},
    {U'\u2170', U"\u2170", U"\u2160"},
    {U'\u24b6', U"\u24d0", U"\u24b6"},
    {U'\u24d0', U"\u24d0", U"\u24b6"},
    {U'\u2c00', U"\u2c30", U"\u2c00"},
    {U'\u2c30', U"\u2c30", U"\u2c00"},
    {U'\u2c65', U"\u2c65", U"\u023a"},
    {U'\u2c66', U"\u2c66", U"\u023e"},
    {U'\u2c6f', U"\u0250", U"\u2c6f"},
    {U'\ua64a', U"\ua64b", U"\ua64a"},
    {U'\ua64b', U"\ua64b", U"\ua64a"},
    {U'\ua77d', U"\u1d79", U"\ua77d"},
    {U'\uab70', U"\uab70", U"\u13a0"},
    {U'\ufb00', U"\ufb00", U"FF"},
    {U'\ufb01', U"\ufb01", U"FI"},
    {U'\ufb03', U"\ufb03", U"FFI"},
    {U'\ufb05', U"\ufb05", U"ST"},
    {U'\ufb06', U"\ufb06", U"ST"},
    {U'\uff21', U"\uff41", U"\uff21"},
    {U'\uff41', U"\uff41", U"\uff21"},
    {U'\U00010400', U"\U00010428", U"\U00010400"},
    {U'\U00010428', U"\U00010428", U"\U00010400"},
    {U'\U000118a0', U"\U000118c0", U"\U000118a0"},
    {U'\U000118c0', U"\U000118c0", U"\U000118a0"},
    {U'\U0001e900', U"\U0001e922", U"\U0001e900"},
    {U'\U0001e922', U"\U0001e922", U"\U0001e900"},
};

struct Span {
  char32_t first, last;
};
// No letter among these has another case.
constexpr Span kCaseless[] = {
    {0x00, 0x40},     {0x5b, 0x60},       {0x7b, 0xb4},       {0x300, 0x344},      {0x5d0, 0x5ea},
    {0x2000, 0x206f}, {0x3041, 0x3096},   {0x4e00, 0x9fff},   {0xac00, 0xd7a3},    {0xd800, 0xf8ff},
    {0xfff0, 0xffff}, {0x1f300, 0x1faff}, {0x20000, 0x2ffff}, {0xf0000, 0x10ffff},
};

}  // namespace

std::span<const Letter> letters() { return kLetters; }

std::optional<Cases> cases_of(char32_t c) {
  bool small = c >= 'a' && c <= 'z', capital = c >= 'A' && c <= 'Z';
  if (small || capital) {
    return Cases{{capital ? c + 32 : c}, {small ? c - 32 : c}};
  }
  for (const Letter& known : kLetters) {
    if (known.letter == c) return Cases{std::u32string(known.lower), std::u32string(known.upper)};
  }
  for (auto [first, last] : kCaseless) {
    if (c >= first && c <= last) return Cases{{c}, {c}};
  }
  return std::nullopt;
}

}  // namespace angarium::pattern::oracle
