#include "pattern/compiled_rule.h"

#include <cstring>
#include <new>

namespace angarium::pattern {
namespace {

// Places arrays one behind the other.
class Layout {
 public:
  template <class T>
  size_t add(size_t count) {
    size_ = (size_ + alignof(T) - 1) / alignof(T) * alignof(T);
    const size_t at = size_;
    size_ += count * sizeof(T);
    return at;
  }
  size_t size() const { return size_; }

 private:
  size_t size_ = 0;
};

template <class T>
T* construct(char* memory, size_t count) {
  for (size_t i = 0; i < count; ++i) new (memory + i * sizeof(T)) T{};
  return std::launder(reinterpret_cast<T*>(memory));
}

}  // namespace

void PostingList::append(Posting& posting) {
  posting.previous = last_link;
  last_link->store(&posting, std::memory_order_release);
  last_link = &posting.next;
}

void PostingList::take_out(Posting& posting) {
  Posting* next = posting.next.load(std::memory_order_relaxed);
  if (next != nullptr) {
    next->previous = posting.previous;
  } else {
    last_link = posting.previous;
  }
  posting.previous->store(next, std::memory_order_release);
}

CompiledRule* CompiledRule::create(const Sizes& sizes, char*& matchers) {
  Layout layout;
  layout.add<CompiledRule>(1);
  const size_t postings_at = layout.add<Posting>(sizes.postings);
  const size_t leaves_at = layout.add<CompiledLeaf>(sizes.leaves);
  const size_t conjunctions_at = layout.add<CompiledConjunction>(sizes.conjunctions);
  const size_t matchers_at = layout.add<char>(sizes.matcher_bytes);
  char* memory = static_cast<char*>(::operator new(layout.size()));
  CompiledRule* rule = construct<CompiledRule>(memory, 1);
  rule->posting_count = static_cast<uint32_t>(sizes.postings);
  rule->leaf_count = static_cast<uint32_t>(sizes.leaves);
  rule->conjunction_count = static_cast<uint32_t>(sizes.conjunctions);
  rule->postings = construct<Posting>(memory + postings_at, sizes.postings);
  rule->leaves = construct<CompiledLeaf>(memory + leaves_at, sizes.leaves);
  rule->conjunctions = construct<CompiledConjunction>(memory + conjunctions_at, sizes.conjunctions);
  matchers = memory + matchers_at;
  return rule;
}

void CompiledRule::Destroy::operator()(CompiledRule* rule) const {
  if (rule == nullptr) return;
  // All that is in there is trivial to destroy but what the leaves own.
  for (uint32_t i = 0; i < rule->leaf_count; ++i) delete rule->leaves[i].sets;
  ::operator delete(static_cast<void*>(rule));
}

}  // namespace angarium::pattern
