#include "pattern/wildcard.h"

#include <algorithm>
#include <cstring>

#include "pattern/hash.h"

namespace angarium::pattern {
namespace {

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
