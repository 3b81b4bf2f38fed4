#include "pattern/walk.h"

#include <algorithm>

#include "json/scanner.h"
#include "pattern/key.h"
#include "pattern/rule_set.h"

namespace angarium::pattern {
namespace {

// Makes room for one more item.
template <class T>
void make_room(Room<T>& room, uint32_t count) {
  if (count == room.capacity()) room.grow(count, std::max<size_t>(64, 2 * room.capacity()));
}

}  // namespace

Walk::Walk() { frames_.grow(0, kEventDepthMax + 1); }

void Walk::begin(uint32_t paths_end) {
  if (at_.capacity() < paths_end) {
    at_.grow(at_.capacity(), std::max<size_t>(paths_end, 2 * at_.capacity()));
    touched_.grow(0, at_.capacity());
  }
  if (++epoch_ == 0) {  // after four billion events, old marks would count again
    for (size_t i = 0; i < at_.capacity(); ++i) at_[i].epoch = 0;
    epoch_ = 1;
  }
  paths_end_ = paths_end;
  depth_ = 0;
  found_count_ = 0;
  touched_count_ = 0;
  array_count_ = 0;
  element_count_ = 1;
  if (elements_.capacity() == 0) elements_.grow(0, 64);
  elements_[0] = {.parent = kNone, .array = kNone, .end = kNone};
  frames_[0] = {.node = nullptr, .element = 0, .array = kNone, .owns_element = false};
}

const NameNode* Walk::descend_special(const NameNode& from, std::string_view raw) {
  if (raw.find('\\') != std::string_view::npos) {
    decoded_.clear();
    json::unescape(raw, decoded_);
    raw = decoded_;
  }
  const NameNode* node = &from;
  while (true) {
    const size_t dot = raw.find('.');
    node = node->find(raw.substr(0, dot));
    if (node == nullptr || dot == std::string_view::npos) return node;
    raw.remove_prefix(dot + 1);
  }
}

bool Walk::push(const NameNode* node, bool is_array) {
  if (depth_ == kEventDepthMax) return false;
  const Frame& around = frames_[depth_++];
  Frame& frame = frames_[depth_];
  frame = {.node = node, .element = around.element, .array = kNone, .owns_element = false};
  if (is_array) frame.array = array_count_++;
  if (around.array != kNone && node != nullptr) {
    make_room(elements_, element_count_);
    elements_[element_count_] = {.parent = around.element, .array = around.array, .end = kNone};
    frame.element = element_count_++;
    frame.owns_element = true;
  }
  return true;
}

void Walk::pop() {
  const Frame& frame = frames_[depth_--];
  if (frame.owns_element) elements_[frame.element].end = element_count_;
}

void Walk::add(const Path& path, ScalarKind kind, const char* text, size_t size,
               bool maybe_escaped) {
  const uint32_t index = path.index;
  if (index >= paths_end_) return;  // of a rule too new for any view of ours
  make_room(found_, found_count_);
  if (memos_.capacity() != found_.capacity()) memos_.grow(0, found_.capacity());
  const uint32_t number = found_count_++;
  const uint32_t place = frames_[depth_].element;
  found_[number] = {.text = text,
                    .size = static_cast<uint32_t>(size),
                    .kind = kind,
                    .maybe_escaped = maybe_escaped,
                    .is_known = false,
                    .place = place,
                    .next = kNone};
  FoundAt& at = at_[index];
  if (at.epoch != epoch_) {
    at = {.epoch = epoch_,
          .placed = place != 0,
          .path = &path,
          .first = number,
          .last = number,
          .work = size + FoundAt::kWorkOfValue};
    touched_[touched_count_++] = index;
    return;
  }
  found_[at.last].next = number;
  at.last = number;
  at.placed |= place != 0;
  at.work += size + FoundAt::kWorkOfValue;
}

std::span<const Element> Walk::elements() {
  elements_[0].end = element_count_;
  return {elements_.data(), element_count_};
}

WalkFunction walk_function(InstructionSet instructions) {
  switch (instructions) {
#if defined(__x86_64__)
    case InstructionSet::kAvx512: return walk_avx512;
    case InstructionSet::kAvx2: return walk_avx2;
#endif
    default: return walk_portable;
  }
}

}  // namespace angarium::pattern
