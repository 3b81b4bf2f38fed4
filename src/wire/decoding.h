#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "wire/error.h"
#include "wire/patterns.h"
#include "wire/shape.h"
#include "wire/violations.h"

// What the decoders of all protocols share.

namespace angarium::wire {

// Where in a request a value lies; linked frames on the stack, turned into text only for a message.
struct Path {
  const Path* parent = nullptr;
  std::string_view name = {};  // a member's name or a map's key; empty for a list element
  size_t index = 0;            // of a list element, from 1
  bool is_key = false;

  std::string text() const;  // "targets.1.member.id"
};

// The state of decoding one request.
struct Decoding {
  // Bounds what a small body can make us allocate ("[{},{},{}..."): a list element or map entry
  // costs one, a structure ten more. PutEvents with 10 entries and 9,000 resources each passes.
  static constexpr int64_t kBudget = 100'000;

  const Patterns& patterns;
  Violations& violations;
  int64_t budget = kBudget;
  // What this server wrote itself: nothing is checked, for a limit may have become narrower since.
  bool is_own = false;

  // Pays for one element; an error when the budget is spent.
  Result<void> spend(const TypeInfo& element);
};

// A body that can't be read as the shape says: SerializationException, in query MalformedInput.
Error serialization_error(std::string message);

// Adds what a decoded value violates: the member's own constraint, and those on the elements of a
// list or the keys and values of a map.
void check_value(Decoding& decoding, const Member& member, const void* value, const Path& path);

// What a required member's absence, or an unsupported one's presence, amounts to.
void add_missing(Decoding& decoding, const Member& member, const Path& path);
void add_unsupported(Decoding& decoding, const Member& member, const Path& path);

// Whether a list or map of that many elements is already too long to be worth decoding. If so the
// violation has been added.
bool is_too_long(Decoding& decoding, const Member& member, size_t size, const Path& path);

}  // namespace angarium::wire
