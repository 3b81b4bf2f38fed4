#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "pattern/compiled_rule.h"
#include "pattern/names.h"
#include "pattern/number.h"

namespace angarium::pattern {

// The ways in which a scalar finds the conjunctions that may want it. Each is a look-up by some
// bytes made of the scalar; a wildcard, say, is found by its literal beginning.
enum class Family : uint8_t {
  kEquals,         // the first seven as the operators of that name: the whole operand
  kNumber,         //
  kSpelledNumber,  //
  kAddress,        //
  kTrue,           //
  kFalse,          //
  kNull,           //
  kPrefix,         // the first bytes of a string
  kSuffix,         // the last ones
  kFolded,         // these three on the folded string (ignore_case.h)
  kFoldedPrefix,   //
  kFoldedSuffix,   //
  kGram,           // one to four bytes anywhere in a string
  kRange,          // the smallest binary interval that holds the range (ordered_bits below)
  kCidr,           // a masked address and the bits of the mask
  kPresent,        // no bytes: any scalar at all
};
inline constexpr size_t kGramBytesMax = 4;

constexpr uint32_t bit(Family family) { return uint32_t{1} << static_cast<uint32_t>(family); }

// What conjunctions are filed under.
struct KeyName {
  Family family;
  std::string bytes;

  friend bool operator==(const KeyName&, const KeyName&) = default;
};

// Its bytes stand behind it in the same piece of memory.
struct Key {
  Path* path;
  uint64_t hash;
  PostingList postings;
  uint32_t index;  // unique within the RuleIndex while it lives, small: for marks in a Scratch
  uint32_t posting_count = 0;  // writer only
  uint32_t size;               // of bytes()
  Family family;

  std::string_view bytes() const { return {reinterpret_cast<const char*>(this + 1), size}; }

  static Key* create(Path& path, const KeyName& name, uint64_t hash, uint32_t index);
  struct Destroy {
    void operator()(Key* key) const;
  };
};

// A set of small numbers that readers walk through while the writer replaces it.
class NumberSet {
 public:
  NumberSet() = default;
  ~NumberSet() { delete numbers_.load(std::memory_order_relaxed); }
  NumberSet(const NumberSet&) = delete;
  NumberSet& operator=(const NumberSet&) = delete;

  // Ascending; null for the empty set.
  const std::vector<uint32_t>* load() const { return numbers_.load(std::memory_order_acquire); }

  // Writer only: counts how often each number is wanted.
  void add(uint32_t number, Reclaimer& reclaimer, uint64_t version);
  void remove(uint32_t number, Reclaimer& reclaimer, uint64_t version);

 private:
  void publish(Reclaimer& reclaimer, uint64_t version);

  std::atomic<const std::vector<uint32_t>*> numbers_{nullptr};
  std::map<uint32_t, uint32_t> uses_;
};

// Which sizes of bytes there are among the keys of one path, for the families that have several:
// lengths of prefixes, suffixes and grams, levels of ranges, network_size() of networks.
class KeySizes {
 public:
  static bool has(Family family) { return slot(family) != kNoSlot; }
  NumberSet& of(Family family) { return sets_[slot(family)]; }

 private:
  static constexpr size_t kSlots = 7;
  static constexpr size_t kNoSlot = kSlots;
  static size_t slot(Family family);

  std::array<NumberSet, kSlots> sets_;
};

// A path that some rule tests. Readers come to it through the trie of names.
struct Path {
  Path(NameNode* at, uint32_t number) : node(at), index(number) {}
  ~Path() { delete sizes.load(std::memory_order_relaxed); }

  uint64_t seed(Family family) const {
    return mix(kHashStep ^ index, kHashEnd ^ static_cast<uint64_t>(family));
  }
  bool has(Family family) const {
    return (families.load(std::memory_order_acquire) & bit(family)) != 0;
  }

  // False when no kNumber key is that of a number with these digits.
  bool may_have(const LeadingDigits& leading) const {
    return (numbers.load(std::memory_order_acquire) & leading.bit()) != 0;
  }

  // The sizes of that family's keys, ascending; they come and go while readers walk through them.
  std::span<const uint32_t> sizes_of(Family family) const {
    KeySizes* all = has(family) ? sizes.load(std::memory_order_acquire) : nullptr;
    const std::vector<uint32_t>* numbers = all == nullptr ? nullptr : all->of(family).load();
    return numbers == nullptr ? std::span<const uint32_t>() : *numbers;
  }

  NameNode* const node;
  const uint32_t index;               // unique within the RuleIndex while it lives, small
  std::atomic<uint32_t> families{0};  // bit() of those that have or had keys
  std::atomic<uint64_t> numbers{0};   // LeadingDigits::bit() of those that kNumber keys have or had
  std::atomic<KeySizes*> sizes{nullptr};  // none yet: no family with several sizes
  uint32_t leaf_count = 0;                // leaves of rules that test it; writer only
};

// By what readers look it up in Index::keys.
uint64_t key_hash(const Path& path, const KeyName& name);
// Which of the sizes of its family a key has.
uint32_t key_size(Family family, std::string_view bytes);

// Maps doubles to integers in the same order.
uint64_t ordered_bits(double number);

// The bytes of a kRange key: the `level` leading bits that all numbers of the interval share.
class RangeKey {
 public:
  RangeKey(uint64_t ordered, uint32_t level);
  std::string_view bytes() const { return {bytes_.data(), bytes_.size()}; }

 private:
  std::array<char, 9> bytes_;
};

// Tells networks of both families of addresses apart.
constexpr uint32_t network_size(size_t address_bytes, uint32_t bits) {
  return static_cast<uint32_t>(address_bytes) * 64 + bits;
}

}  // namespace angarium::pattern
