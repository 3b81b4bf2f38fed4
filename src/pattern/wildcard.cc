#include "pattern/wildcard.h"

#include <algorithm>
#include <bit>
#include <cstring>

#include "pattern/hash.h"

namespace angarium::pattern {
namespace {

constexpr uint64_t kOnes = 0x0101010101010101;

// Whether some byte is zero.
constexpr bool any_zero_byte(uint64_t word) { return ((word - kOnes) & ~word & (kOnes << 7)) != 0; }

// False when the first two bytes of `wanted` stand nowhere in the text, next to each other, as in
// most texts that don't hold the whole. Eight places at once.
bool may_have_pair(std::string_view text, std::string_view wanted) {
  if constexpr (std::endian::native != std::endian::little) return true;
  const uint64_t first = kOnes * static_cast<uint8_t>(wanted[0]);
  const uint64_t second = kOnes * static_cast<uint8_t>(wanted[1]);
  if (text.size() < 9) {
    const uint64_t word =
        text.size() == 8 ? load8(text.data()) : load_short(text.data(), text.size());
    return any_zero_byte((word ^ first) | ((word >> 8) ^ second));
  }
  const auto at = [&](const char* place) {
    return any_zero_byte((load8(place) ^ first) | (load8(place + 1) ^ second));
  };
  const char* last = text.data() + text.size() - 9;
  for (const char* place = text.data(); place < last; place += 8) {
    if (at(place)) return true;
  }
  return at(last);
}

// What stands between two stars, escapes as written.
struct Piece {
  std::string_view raw;
  bool escaped = false;  // holds a backslash

  size_t length() const {  // without the backslashes
    if (!escaped) return raw.size();
    size_t length = 0;
    for (size_t at = 0; at < raw.size(); ++at) {
      at += raw[at] == '\\';
      ++length;
    }
    return length;
  }

  bool begins(std::string_view text) const {
    if (!escaped) return text.starts_with(raw);
    size_t at = 0;
    for (char c : text) {
      if (at == raw.size()) return true;
      at += raw[at] == '\\';
      if (raw[at++] != c) return false;
    }
    return at == raw.size();
  }

  // A call to memmem costs more than this.
  static constexpr size_t kShortText = 32;
  size_t find_in_short(std::string_view text) const {
    if (raw.empty()) return 0;
    if (raw.size() >= 2 && !may_have_pair(text, raw)) return std::string_view::npos;
    for (size_t at = 0; at + raw.size() <= text.size(); ++at) {
      if (text[at] == raw[0] && equal_bytes(text.substr(at, raw.size()), raw)) return at;
    }
    return std::string_view::npos;
  }

  size_t find_in(std::string_view text) const {
    if (!escaped && text.size() <= kShortText) return find_in_short(text);
    if (!escaped) {
      // Unlike std::string_view::find, memmem does not slow down on repeated beginnings.
      const void* found = memmem(text.data(), text.size(), raw.data(), raw.size());
      if (found == nullptr) return std::string_view::npos;
      return static_cast<size_t>(static_cast<const char*>(found) - text.data());
    }
    for (size_t at = 0; at <= text.size(); ++at) {
      if (begins(text.substr(at))) return at;
    }
    return std::string_view::npos;
  }
};

// Takes the piece up to the next star (or the end) off `pattern`.
Piece take_piece(std::string_view& pattern) {
  size_t end = 0;
  bool escaped = false;
  while (end < pattern.size() && pattern[end] != '*') {
    escaped |= pattern[end] == '\\';
    end += pattern[end] == '\\' ? 2 : 1;
  }
  Piece piece{pattern.substr(0, end), escaped};
  pattern.remove_prefix(piece.raw.size());
  return piece;
}

// Whether the last character, where it is no star, is another: it tells most texts apart.
bool ends_otherwise(std::string_view pattern, std::string_view text) {
  if (pattern.empty() || pattern.back() == '*') return false;
  return text.empty() || text.back() != pattern.back();
}

}  // namespace

bool matches_wildcard(std::string_view pattern, std::string_view text) {
  if (ends_otherwise(pattern, text)) return false;
  Piece piece = take_piece(pattern);
  if (!piece.begins(text)) return false;
  text.remove_prefix(piece.length());
  if (pattern.empty()) return text.empty();
  while (true) {
    pattern.remove_prefix(1);  // the star
    piece = take_piece(pattern);
    size_t length = piece.length();
    if (pattern.empty()) {
      return text.size() >= length && piece.begins(text.substr(text.size() - length));
    }
    size_t found = piece.find_in(text);
    if (found == std::string_view::npos) return false;
    text.remove_prefix(found + length);
  }
}

}  // namespace angarium::pattern
