#pragma once

#include "pattern/blocks.h"
#include "pattern/json_text.h"
#include "pattern/walk.h"

namespace angarium::pattern::kernel {

// Reads validated text: looks at the members of wanted objects and the elements of wanted arrays,
// and passes over the rest. On text that isn't JSON it finds anything, but stays inside the text.
template <class Isa>
class WantedReader {
 public:
  WantedReader(Walk& walk, std::string_view text)
      : walk_(walk),
        outside_(walk.depth()),
        blocks_(text),
        text_(text.data()),
        size_(text.size()) {}

  bool value(const NameNode* node);

 private:
  enum class Next : uint8_t { kMember, kElement, kAfter, kDone, kTooDeep };

  Next members();
  Next value_at(size_t at, const NameNode* node);
  Next string(const NameNode* node);
  Next container(bool is_array, const NameNode* node);
  Next word_at(size_t at, const NameNode* node);
  Next follow(size_t at);
  size_t skip_spaces(size_t at) const {
    while (at < size_ && is_space(text_[at])) ++at;
    return at;
  }

  Walk& walk_;
  const uint32_t outside_;  // the depth that ends the reading
  Blocks<Isa, false> blocks_;
  const char* text_;
  size_t size_;
  size_t at_ = 0;  // the bracket or comma that was read last
};

template <class Isa>
bool WantedReader<Isa>::value(const NameNode* node) {
  Next next = value_at(skip_spaces(0), node);
  while (walk_.depth() > outside_) {
    switch (next) {
      case Next::kMember: next = members(); break;
      case Next::kElement: next = value_at(skip_spaces(at_ + 1), walk_.top().node); break;
      case Next::kAfter: next = follow(blocks_.next_structural()); break;
      case Next::kTooDeep: return false;
      case Next::kDone: return true;  // the text ended early
    }
  }
  return next != Next::kTooDeep;
}

// After the opening bracket or a comma of an object: reads on as long as it stays in there.
template <class Isa>
typename WantedReader<Isa>::Next WantedReader<Isa>::members() {
  const NameNode* node = walk_.top().node;
  while (true) {
    size_t name = 0;
    size_t name_end = 0;
    if (!blocks_.next_string(name, name_end)) return Next::kDone;
    const NameNode* child =
        walk_.descend(node, {text_ + name, name_end - name}, blocks_.any_backslash());
    Next next{};
    if (child != nullptr) {
      const size_t colon = skip_spaces(name_end + 1);
      next = value_at(skip_spaces(colon + 1), child);
      if (next == Next::kAfter) next = follow(blocks_.next_structural());
    } else {
      size_t at = blocks_.next_structural();
      if (at != kEnd && (text_[at] == '{' || text_[at] == '[')) {
        if (!blocks_.skip_container()) return Next::kDone;
        at = blocks_.next_structural();
      }
      if (at != kEnd && text_[at] == ',') continue;
      next = follow(at);
    }
    if (next != Next::kMember || walk_.top().node != node) return next;
  }
}

template <class Isa>
typename WantedReader<Isa>::Next WantedReader<Isa>::value_at(size_t at, const NameNode* node) {
  if (at >= size_) return Next::kDone;
  switch (text_[at]) {
    case '"': return string(node);
    case '{': return container(false, node);
    case '[': return container(true, node);
    default: return word_at(at, node);
  }
}

template <class Isa>
typename WantedReader<Isa>::Next WantedReader<Isa>::string(const NameNode* node) {
  size_t begin = 0;
  size_t end = 0;
  if (!blocks_.next_string(begin, end)) return Next::kDone;
  walk_.scalar(node, ScalarKind::kString, text_ + begin, end - begin, blocks_.any_backslash());
  return Next::kAfter;
}

template <class Isa>
typename WantedReader<Isa>::Next WantedReader<Isa>::container(bool is_array, const NameNode* node) {
  at_ = blocks_.next_structural();
  if (at_ == kEnd) return Next::kDone;
  // An object is worth entering for its members only.
  if (!is_array && !node->has_children()) {
    return blocks_.skip_container() ? Next::kAfter : Next::kDone;
  }
  if (!walk_.push(node, is_array)) return Next::kTooDeep;
  const size_t first = skip_spaces(at_ + 1);
  const bool is_empty = first < size_ && text_[first] == (is_array ? ']' : '}');
  if (is_empty) return Next::kAfter;
  return is_array ? Next::kElement : Next::kMember;
}

// A number or literal.
template <class Isa>
typename WantedReader<Isa>::Next WantedReader<Isa>::word_at(size_t at, const NameNode* node) {
  const size_t limit = blocks_.next_structural();
  size_t end = limit == kEnd ? size_ : limit;
  while (end > at && is_space(text_[end - 1])) --end;
  if (end > at) walk_.scalar(node, kind_of(text_[at]), text_ + at, end - at, false);
  return follow(limit);
}

// With the structural that comes after a value.
template <class Isa>
typename WantedReader<Isa>::Next WantedReader<Isa>::follow(size_t at) {
  if (at == kEnd || walk_.depth() == outside_) return Next::kDone;
  at_ = at;
  if (text_[at] == ',') return walk_.top().array == kNone ? Next::kMember : Next::kElement;
  walk_.pop();
  return Next::kAfter;
}

}  // namespace angarium::pattern::kernel
