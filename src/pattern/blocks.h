#pragma once

#include <cstdint>
#include <cstring>
#include <string_view>

// A text in blocks of 64 bytes, each turned into masks of one bit per byte. Part of walk_kernel.h,
// which says what `Isa` is. After "Parsing Gigabytes of JSON per Second" (Langdale, Lemire 2019);
// passing over a container by counting its brackets is JSONSki's (Jiang, Zhao 2022).
namespace angarium::pattern::kernel {

inline constexpr size_t kBlock = 64;
inline constexpr size_t kEnd = SIZE_MAX;
// How far ahead of the masks memory is asked for. The processor's own look-ahead begins anew at
// each event and page, and the walk waits too often for branches to have many reads under way. Far
// enough to reach from one event into the next: most lie behind each other, lines of a file or
// entries of a request.
inline constexpr size_t kAskedAhead = 1024;

// One bit per byte of a block.
struct Masks {
  uint64_t quote, backslash, comma;
  uint64_t open, close;  // { [ and } ]
  uint64_t colon;
  uint64_t space;    // JSON's white space
  uint64_t control;  // below 0x20
  uint64_t high;     // from 0x80
};

// The bytes that a backslash before them escapes. `carry`: whether the block begins with one.
[[gnu::always_inline]] inline uint64_t escaped_bytes(uint64_t backslash, uint64_t& carry) {
  // Backslashes that are escaped themselves do not escape. A run of them that begins at an odd
  // place is told from one at an even place by the carries of an addition.
  constexpr uint64_t kEven = 0x5555555555555555;
  backslash &= ~carry;
  const uint64_t follows = backslash << 1 | carry;
  const uint64_t odd_starts = backslash & ~kEven & ~follows;
  uint64_t sequences = 0;
  carry = __builtin_add_overflow(odd_starts, backslash, &sequences) ? 1 : 0;
  return (kEven ^ (sequences << 1)) & follows;
}

// What is left of a text, filled up with spaces.
template <class Isa>
[[gnu::always_inline]] inline Masks classify_copy(const char* block, size_t size) {
  char copy[kBlock];
  std::memset(copy, ' ', sizeof copy);
  std::memcpy(copy, block, size);
  return Isa::classify(copy);
}

// Moves over the text block by block and keeps the masks of the current one, without the bits that
// the walk is past.
template <class Isa, bool kFull>
class Blocks {
 public:
  explicit Blocks(std::string_view text) : text_(text.data()), size_(text.size()) {}

  // The next string, by where its characters begin and end; false when there is none.
  bool next_string(size_t& begin, size_t& end) {
    const uint64_t closing = quotes_ & (quotes_ - 1);
    if (closing != 0) [[likely]] {
      begin = base_ + static_cast<size_t>(__builtin_ctzll(quotes_)) + 1;
      end = base_ + static_cast<size_t>(__builtin_ctzll(closing));
      quotes_ = closing & (closing - 1);
      return true;
    }
    begin = next(quotes_) + 1;
    end = next(quotes_);
    return end != kEnd;
  }
  // These by their offset; kEnd when there is none.
  //
  // The next bracket or comma outside strings (kFull: colon too). Passes over the quotes before it.
  size_t next_structural() {
    const size_t at = next(structurals_);
    if (at != kEnd) quotes_ &= ~upto(at);
    return at;
  }
  // kFull: the next of those, or quote, or first byte of anything else that is not white space.
  size_t next_token() { return next(tokens_); }

  // After an opening bracket: past the closing one that belongs to it.
  bool skip_container();

  bool any_backslash() const { return any_backslash_; }
  bool bad() const { return bad_; }
  bool any_high() const { return any_high_; }

 private:
  // Goes on to the next block; false at the end of the text.
  bool advance();
  [[gnu::noinline]] bool refill() { return advance(); }
  bool closes(uint64_t& depth);
  void classify_full(const Masks& masks, uint64_t strings, uint64_t escaped);
  bool check_escapes(uint64_t escaped);
  Masks classify() const;
  uint64_t upto(size_t at) const { return (uint64_t{2} << (at - base_)) - 1; }
  size_t next(uint64_t& mask) {
    while (mask == 0) {
      if (!refill()) return kEnd;
    }
    const size_t at = base_ + static_cast<size_t>(__builtin_ctzll(mask));
    mask &= mask - 1;
    return at;
  }

  const char* text_;
  size_t size_;
  size_t base_ = 0 - kBlock;
  uint64_t quotes_ = 0;       // not escaped
  uint64_t structurals_ = 0;  // outside strings
  uint64_t tokens_ = 0;       // kFull only
  uint64_t open_ = 0;
  uint64_t close_ = 0;
  uint64_t escape_carry_ = 0;
  uint64_t string_carry_ = 0;  // all ones inside a string
  uint64_t scalar_carry_ = 0;
  bool any_backslash_ = false;
  bool any_high_ = false;
  bool bad_ = false;
};

template <class Isa, bool kFull>
[[gnu::always_inline]] inline Masks Blocks<Isa, kFull>::classify() const {
  if (size_ - base_ >= kBlock) return Isa::classify(text_ + base_);
  return Isa::classify_tail(text_ + base_, size_ - base_);
}

template <class Isa, bool kFull>
[[gnu::always_inline]] inline bool Blocks<Isa, kFull>::advance() {
  if (base_ + kBlock >= size_ && base_ + kBlock != 0) return false;
  if (size_ == 0 || (kFull && bad_)) return false;
  base_ += kBlock;
  __builtin_prefetch(text_ + base_ + kAskedAhead);
  const Masks masks = classify();
  uint64_t quotes = masks.quote;
  uint64_t escaped = 0;
  if ((masks.backslash | escape_carry_) != 0) [[unlikely]] {
    escaped = escaped_bytes(masks.backslash, escape_carry_);
    quotes &= ~escaped;
    any_backslash_ = true;
  }
  const uint64_t strings = Isa::prefix_xor(quotes) ^ string_carry_;
  string_carry_ = static_cast<uint64_t>(static_cast<int64_t>(strings) >> 63);
  quotes_ = quotes;
  open_ = masks.open & ~strings;
  close_ = masks.close & ~strings;
  structurals_ = open_ | close_ | (masks.comma & ~strings);
  if constexpr (kFull) classify_full(masks, strings, escaped);
  return true;
}

template <class Isa, bool kFull>
void Blocks<Isa, kFull>::classify_full(const Masks& masks, uint64_t strings, uint64_t escaped) {
  structurals_ |= masks.colon & ~strings;
  const uint64_t scalars = ~(strings | structurals_ | quotes_ | masks.space);
  const uint64_t starts = scalars & ~(scalars << 1 | scalar_carry_);
  scalar_carry_ = scalars >> 63;
  tokens_ = structurals_ | quotes_ | starts;
  any_high_ |= masks.high != 0;
  if ((masks.control & strings) != 0) bad_ = true;
  if ((escaped & strings) != 0 && !check_escapes(escaped & strings)) bad_ = true;
}

// The characters after backslashes inside strings.
template <class Isa, bool kFull>
bool Blocks<Isa, kFull>::check_escapes(uint64_t escaped) {
  for (; escaped != 0; escaped &= escaped - 1) {
    const size_t at = base_ + static_cast<size_t>(__builtin_ctzll(escaped));
    if (at >= size_) return false;  // the text ends with a backslash
    switch (text_[at]) {
      case '"':
      case '\\':
      case '/':
      case 'b':
      case 'f':
      case 'n':
      case 'r':
      case 't': continue;
      case 'u': break;
      default: return false;
    }
    if (size_ - at < 5) return false;
    for (size_t i = 1; i <= 4; ++i) {
      const char c = text_[at + i];
      const char letter = static_cast<char>(c | 0x20);
      if (!(c >= '0' && c <= '9') && !(letter >= 'a' && letter <= 'f')) return false;
    }
  }
  return true;
}

template <class Isa, bool kFull>
bool Blocks<Isa, kFull>::skip_container() {
  uint64_t depth = 1;
  if (closes(depth)) return true;
  Blocks ahead = *this;  // a copy of its own stays in registers
  while (ahead.advance()) {
    if (!ahead.closes(depth)) continue;
    *this = ahead;
    return true;
  }
  *this = ahead;
  return false;
}

// Counts the brackets of this block that are not behind; true when they bring the depth to zero,
// and then passes all up to there.
template <class Isa, bool kFull>
[[gnu::always_inline]] inline bool Blocks<Isa, kFull>::closes(uint64_t& depth) {
  const uint64_t open = open_ & structurals_;
  uint64_t close = close_ & structurals_;
  const auto closing = static_cast<uint64_t>(__builtin_popcountll(close));
  if (closing >= depth) {
    for (uint64_t closed = 1; close != 0; close &= close - 1, ++closed) {
      const uint64_t passed = close ^ (close - 1);  // this bit and those below
      const auto opened = static_cast<uint64_t>(__builtin_popcountll(open & passed));
      if (depth + opened != closed) continue;
      structurals_ &= ~passed;
      quotes_ &= ~passed;
      return true;
    }
  }
  depth += static_cast<uint64_t>(__builtin_popcountll(open)) - closing;
  return false;
}

}  // namespace angarium::pattern::kernel
