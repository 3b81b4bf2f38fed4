#pragma once

#include <string_view>

#include "pattern/blocks.h"
#include "pattern/json_text.h"
#include "pattern/walk.h"

namespace angarium::pattern::kernel {

// Reads text of unknown origin: every token is checked, wanted or not.
template <class Isa>
class CheckingReader {
 public:
  CheckingReader(Walk& walk, std::string_view text)
      : walk_(walk), blocks_(text), text_(text.data()), size_(text.size()) {}

  bool value(const NameNode* node, bool only_object);
  bool any_high() const { return blocks_.any_high(); }

 private:
  enum class Next : uint8_t { kInside, kEntered, kClosed, kBad };

  Next rest_of_container(bool just_entered);
  bool key(size_t& at, const NameNode*& node);
  Next value_at(size_t at, const NameNode* node);
  size_t word_end(size_t at) const;
  size_t literal_end(size_t at, std::string_view word) const {
    return std::string_view(text_ + at, size_ - at).starts_with(word) ? at + word.size() : kEnd;
  }
  size_t number_end(size_t at) const;
  size_t number_end_slowly(size_t at) const;
  size_t digits_end(size_t at) const {
    while (at < size_ && text_[at] >= '0' && text_[at] <= '9') ++at;
    return at;
  }

  Walk& walk_;
  Blocks<Isa, true> blocks_;
  const char* text_;
  size_t size_;
};

template <class Isa>
bool CheckingReader<Isa>::value(const NameNode* node, bool only_object) {
  const size_t at = blocks_.next_token();
  if (at == kEnd || (only_object && text_[at] != '{')) return false;
  const uint32_t outside = walk_.depth();
  Next next = value_at(at, node);
  while (next != Next::kBad && walk_.depth() > outside) {
    next = rest_of_container(next == Next::kEntered);
  }
  return next != Next::kBad && blocks_.next_token() == kEnd && !blocks_.bad();
}

// Reads on in the innermost container until it ends or another one begins inside it.
template <class Isa>
typename CheckingReader<Isa>::Next CheckingReader<Isa>::rest_of_container(bool just_entered) {
  const Walk::Frame frame = walk_.top();
  const bool is_array = frame.array != kNone;
  const char closing = is_array ? ']' : '}';
  for (bool first = just_entered;; first = false) {
    size_t at = blocks_.next_token();
    if (at == kEnd) return Next::kBad;
    if (text_[at] == closing) {
      walk_.pop();
      return Next::kClosed;
    }
    if (!first) {
      if (text_[at] != ',') return Next::kBad;
      at = blocks_.next_token();
      if (at == kEnd) return Next::kBad;
    }
    const NameNode* node = frame.node;
    if (!is_array && !key(at, node)) return Next::kBad;
    const Next next = value_at(at, node);
    if (next != Next::kInside) return next;
  }
}

// From a member's name on to its value.
template <class Isa>
bool CheckingReader<Isa>::key(size_t& at, const NameNode*& node) {
  if (text_[at] != '"') return false;
  const size_t name = at + 1;
  const size_t name_end = blocks_.next_token();  // inside a string nothing else is a token
  if (name_end == kEnd) return false;
  if (node != nullptr) {
    node = walk_.descend(node, {text_ + name, name_end - name}, blocks_.any_backslash());
  }
  const size_t colon = blocks_.next_token();
  if (colon == kEnd || text_[colon] != ':') return false;
  at = blocks_.next_token();
  return at != kEnd;
}

template <class Isa>
typename CheckingReader<Isa>::Next CheckingReader<Isa>::value_at(size_t at, const NameNode* node) {
  const char c = text_[at];
  if (c == '{' || c == '[') return walk_.push(node, c == '[') ? Next::kEntered : Next::kBad;
  if (c == '"') {
    const size_t end = blocks_.next_token();
    if (end == kEnd) return Next::kBad;
    if (node != nullptr) {
      walk_.scalar(node, ScalarKind::kString, text_ + at + 1, end - at - 1,
                   blocks_.any_backslash());
    }
    return Next::kInside;
  }
  const size_t end = word_end(at);
  if (end == kEnd || (end < size_ && !ends_word(text_[end]))) return Next::kBad;
  if (node != nullptr) walk_.scalar(node, kind_of(c), text_ + at, end - at, false);
  return Next::kInside;
}

template <class Isa>
size_t CheckingReader<Isa>::word_end(size_t at) const {
  switch (text_[at]) {
    case 't': return literal_end(at, "true");
    case 'f': return literal_end(at, "false");
    case 'n': return literal_end(at, "null");
    default: return number_end(at);
  }
}

// kEnd when there is no number. The usual ones are looked at 32 bytes at once.
template <class Isa>
size_t CheckingReader<Isa>::number_end(size_t at) const {
  if (size_ - at < 32) return number_end_slowly(at);
  const uint64_t others = ~uint64_t{Isa::digits(text_ + at)};  // bits from 32 on are set
  size_t start = text_[at] == '-' ? 1 : 0;
  size_t end = start + static_cast<size_t>(__builtin_ctzll(others >> start));
  if (end == start || (text_[at + start] == '0' && end > start + 1)) return kEnd;
  if (end < 31 && text_[at + end] == '.') {
    start = end + 1;
    end = start + static_cast<size_t>(__builtin_ctzll(others >> start));
    if (end == start) return kEnd;
  }
  if (end >= 31 || (text_[at + end] | 0x20) == 'e') return number_end_slowly(at);
  return at + end;
}

template <class Isa>
size_t CheckingReader<Isa>::number_end_slowly(size_t at) const {
  if (text_[at] == '-') ++at;
  size_t end = digits_end(at);
  if (end == at || (text_[at] == '0' && end > at + 1)) return kEnd;
  if (end < size_ && text_[end] == '.') {
    at = end + 1;
    end = digits_end(at);
    if (end == at) return kEnd;
  }
  if (end < size_ && (text_[end] | 0x20) == 'e') {
    at = end + 1;
    if (at < size_ && (text_[at] == '+' || text_[at] == '-')) ++at;
    end = digits_end(at);
    if (end == at) return kEnd;
  }
  return end;
}

}  // namespace angarium::pattern::kernel
