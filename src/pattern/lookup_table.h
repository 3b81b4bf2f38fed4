#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>

#include "pattern/reclaim.h"

namespace angarium::pattern {

// A hash table of pointers that one writer changes while others look things up without a lock. Open
// addressing, linear probing, at most five eighths full.
//
// A reader is promised to find what was in the table before it got its view and is not taken out
// while that view lives. Of what changes meanwhile it may see either state; it decides for itself
// whether an entry is what it looks for, so a slot's hash is only a first sieve.
template <class T>
class LookupTable {
 public:
  LookupTable() : slots_(new Slots(kSlotsMin)) {}
  ~LookupTable() { delete slots_.load(std::memory_order_relaxed); }
  LookupTable(const LookupTable&) = delete;
  LookupTable& operator=(const LookupTable&) = delete;

  // The entry of that hash for which `equal(entry)` holds; null when there is none.
  template <class Equal>
  T* find(uint64_t hash, const Equal& equal) const {
    const Slots& slots = *slots_.load(std::memory_order_acquire);
    for (size_t at = hash & slots.mask;; at = (at + 1) & slots.mask) {
      T* entry = slots.slot[at].entry.load(std::memory_order_acquire);
      if (entry == nullptr) return nullptr;
      if (slots.slot[at].hash.load(std::memory_order_relaxed) == hash && entry != removed() &&
          equal(*entry)) {
        return entry;
      }
    }
  }

  // Writer only. The entry must not be in the table. What a larger table leaves behind is retired.
  void insert(uint64_t hash, T* entry, Reclaimer& reclaimer, uint64_t version) {
    Slots* slots = slots_.load(std::memory_order_relaxed);
    if ((used_ + 1) * 8 > (slots->mask + 1) * 5) {
      slots = rebuild(*slots);
      reclaimer.retire(version, slots_.exchange(slots, std::memory_order_acq_rel));
    }
    place(*slots, hash, entry);
    ++used_;
    ++size_;
  }

  // Writer only. The slot stays marked until the table is rebuilt, so that probing goes on past it.
  void erase(uint64_t hash, const T* entry) {
    Slots& slots = *slots_.load(std::memory_order_relaxed);
    size_t at = hash & slots.mask;
    while (slots.slot[at].entry.load(std::memory_order_relaxed) != entry) {
      at = (at + 1) & slots.mask;
    }
    slots.slot[at].entry.store(removed(), std::memory_order_release);
    --size_;
  }

  size_t size() const { return size_; }  // writer only

 private:
  static constexpr size_t kSlotsMin = 4;

  struct Slot {
    std::atomic<uint64_t> hash{0};
    std::atomic<T*> entry{nullptr};
  };
  struct Slots {
    explicit Slots(size_t count) : mask(count - 1), slot(new Slot[count]) {}
    size_t mask;
    std::unique_ptr<Slot[]> slot;
  };

  // Never dereferenced; no object has this address.
  static T* removed() {
    // NOLINTNEXTLINE(performance-no-int-to-ptr): nothing is ever read through it
    return reinterpret_cast<T*>(uintptr_t{1});
  }

  // The hash first: who sees the entry sees its hash.
  static void place(Slots& slots, uint64_t hash, T* entry) {
    size_t at = hash & slots.mask;
    while (slots.slot[at].entry.load(std::memory_order_relaxed) != nullptr) {
      at = (at + 1) & slots.mask;
    }
    slots.slot[at].hash.store(hash, std::memory_order_relaxed);
    slots.slot[at].entry.store(entry, std::memory_order_release);
  }

  Slots* rebuild(const Slots& old) {
    size_t count = kSlotsMin;
    while (count < 2 * (size_ + 1)) count *= 2;
    auto* slots = new Slots(count);
    for (size_t at = 0; at <= old.mask; ++at) {
      T* entry = old.slot[at].entry.load(std::memory_order_relaxed);
      if (entry == nullptr || entry == removed()) continue;
      place(*slots, old.slot[at].hash.load(std::memory_order_relaxed), entry);
    }
    used_ = size_;
    return slots;
  }

  std::atomic<Slots*> slots_;
  size_t used_ = 0;  // slots not empty, those of removed entries included
  size_t size_ = 0;
};

}  // namespace angarium::pattern
