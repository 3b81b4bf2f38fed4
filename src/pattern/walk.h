#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "pattern/array_join.h"
#include "pattern/instruction_set.h"
#include "pattern/matcher.h"
#include "pattern/names.h"
#include "pattern/number.h"

namespace angarium::pattern {

inline constexpr uint32_t kNone = UINT32_MAX;

// A scalar of the event at a path that some rule tests.
struct Found {
  const char* text;  // a string's raw characters, between its quotes; else the spelling
  uint32_t size;
  ScalarKind kind;
  bool maybe_escaped;  // text may hold backslashes
  bool is_known;       // a number of which Walk::memo_of() knows something
  uint32_t place;      // see array_join.h
  uint32_t next;       // the next one at the same path, by number; kNone at the end
};

// What was found at one path.
struct FoundAt {
  uint32_t epoch = 0;  // of another event: nothing was
  bool placed;         // some of it in an array's element
  const Path* path;
  uint32_t first;
  uint32_t last;
  uint64_t work;  // what testing all of it costs, roughly: bytes, and kWorkOfValue for each value

  static constexpr uint64_t kWorkOfValue = 16;
};

// A plain array that grows and never shrinks or initialises: what the hot loop writes to.
template <class T>
class Room {
 public:
  T* data() const { return items_.get(); }
  size_t capacity() const { return capacity_; }
  T& operator[](size_t at) const { return items_[at]; }

  // Keeps the first `kept` items.
  void grow(size_t kept, size_t capacity) {
    std::unique_ptr<T[]> items(new T[capacity]);
    for (size_t i = 0; i < kept; ++i) items[i] = items_[i];
    items_ = std::move(items);
    capacity_ = capacity;
  }

 private:
  std::unique_ptr<T[]> items_;
  size_t capacity_ = 0;
};

// What walking through one event finds: every scalar at a path of the trie, with its place. Reused
// from event to event; what another epoch wrote counts as absent, so nothing is cleared between.
//
// The walk itself is compiled for several instruction sets (walk_kernel.h).
class Walk {
 public:
  // A container the walk is inside of.
  struct Frame {
    const NameNode* node;  // null: nothing in here is wanted
    uint32_t element;      // the place of the scalars directly in here
    uint32_t array;        // kNone for an object
    bool owns_element;     // closing it ends `element`
  };

  Walk();

  // Starts with an event of rules whose paths have indices below `paths_end`.
  void begin(uint32_t paths_end);

  // For walk_kernel.h.
  //
  // Where a name as it is written in an object leads. Most lead nowhere, and their length tells so.
  const NameNode* descend(const NameNode* node, std::string_view raw, bool maybe_escaped) {
    const uint64_t names = node->names_below();
    if (maybe_escaped) return descend_special(*node, raw);
    if ((names & NameNode::length_bit(raw.size())) != 0) {
      if (const NameNode* child = node->find(raw)) return child;
    }
    // Only where there are steps below the next ones can a dotted name lead anywhere.
    if ((names & NameNode::kDeep) == 0 || !has_dot(raw)) return nullptr;
    return descend_special(*node, raw);
  }
  void scalar(const NameNode* node, ScalarKind kind, const char* text, size_t size,
              bool maybe_escaped) {
    const Path* path = node->path.load(std::memory_order_acquire);
    if (path != nullptr) add(*path, kind, text, size, maybe_escaped);
  }
  bool push(const NameNode* node, bool is_array);  // false: too deep
  void pop();
  const Frame& top() const { return frames_[depth_]; }
  uint32_t depth() const { return depth_; }

  // Results.
  uint32_t epoch() const { return epoch_; }
  uint32_t found_count() const { return found_count_; }
  Found& found(uint32_t number) { return found_[number]; }
  NumberMemo* memo_of(Found& found) {  // null for what is no number
    if (found.kind != ScalarKind::kNumber) return nullptr;
    NumberMemo& memo = memos_[static_cast<size_t>(&found - found_.data())];
    if (!found.is_known) memo = {};
    found.is_known = true;
    return &memo;
  }
  const FoundAt* at(uint32_t path) const {
    return path < paths_end_ && at_[path].epoch == epoch_ ? &at_[path] : nullptr;
  }
  std::span<const uint32_t> touched() const { return {touched_.data(), touched_count_}; }
  std::span<const Element> elements();

 private:
  static bool has_dot(std::string_view name);
  const NameNode* descend_special(const NameNode& node, std::string_view raw);
  void add(const Path& path, ScalarKind kind, const char* text, size_t size, bool maybe_escaped);

  uint32_t epoch_ = 0;
  uint32_t paths_end_ = 0;
  uint32_t depth_ = 0;
  uint32_t found_count_ = 0;
  uint32_t touched_count_ = 0;
  uint32_t element_count_ = 0;
  uint32_t array_count_ = 0;
  Room<Frame> frames_;  // the first stands for what is around the document
  Room<Found> found_;
  Room<NumberMemo> memos_;  // of each of those, apart because few are asked for
  Room<FoundAt> at_;        // by path index
  Room<uint32_t> touched_;
  Room<Element> elements_;
  std::string decoded_;
};

inline bool Walk::has_dot(std::string_view name) {
  // Eight bytes at a time: a byte of x is zero where the name has a dot, and then borrows.
  constexpr uint64_t kOnes = 0x0101010101010101;
  const auto dots = [](uint64_t bytes) {
    const uint64_t x = bytes ^ (kOnes * '.');
    return ((x - kOnes) & ~x & (kOnes * 0x80)) != 0;
  };
  size_t at = 0;
  for (; at + 8 <= name.size(); at += 8) {
    if (dots(load8(name.data() + at))) return true;
  }
  if (name.size() >= 8) return at < name.size() && dots(load8(name.data() + name.size() - 8));
  return dots(load_short(name.data(), name.size()));
}

// How a walk treats the text.
enum class Trust : uint8_t {
  kValidated,  // JSON for sure; what no rule mentions is skipped
  kUnknown,    // every byte is checked
};

// Walks through the one JSON value of `text`, wanted as `node` says. False: it is not valid JSON
// (kUnknown only), or too deep. With kUnknown, `needs_utf8_check` tells whether there were bytes
// that are not ASCII: those are left to check.
struct WalkRequest {
  std::string_view text;
  const NameNode* node;
  Trust trust;
  bool only_object;  // kUnknown: anything else is not valid
  bool needs_utf8_check = false;
};
using WalkFunction = bool (*)(Walk& walk, WalkRequest& request);
WalkFunction walk_function(InstructionSet instructions);
bool walk_portable(Walk& walk, WalkRequest& request);
bool walk_avx2(Walk& walk, WalkRequest& request);
bool walk_avx512(Walk& walk, WalkRequest& request);

}  // namespace angarium::pattern
