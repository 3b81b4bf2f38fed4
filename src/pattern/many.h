#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "pattern/hash.h"

namespace angarium::pattern {

// A set of conjunctions, or of their leaves, by number: what one event costs many rules is paid
// once for all of them (together.h). A plain value; the loops become vector instructions.
class Many {
 public:
  static constexpr size_t kWords = 8;
  static constexpr size_t kMax = 64 * kWords;

  static Many one(size_t number) {
    Many many;
    many.words_[number / 64] = uint64_t{1} << (number % 64);
    return many;
  }
  static Many first(size_t count) {
    Many many;
    for (size_t i = 0; i < count / 64; ++i) many.words_[i] = ~uint64_t{0};
    if (count % 64 != 0) many.words_[count / 64] = (uint64_t{1} << (count % 64)) - 1;
    return many;
  }

  bool has(size_t number) const { return (words_[number / 64] >> (number % 64) & 1) != 0; }
  bool empty() const {
    uint64_t any = 0;
    for (const uint64_t word : words_) any |= word;
    return any == 0;
  }
  uint64_t word(size_t i) const { return words_[i]; }
  uint64_t& word(size_t i) { return words_[i]; }

  Many& operator|=(const Many& other) {
    for (size_t i = 0; i < kWords; ++i) words_[i] |= other.words_[i];
    return *this;
  }
  Many& operator&=(const Many& other) {
    for (size_t i = 0; i < kWords; ++i) words_[i] &= other.words_[i];
    return *this;
  }
  Many& operator-=(const Many& other) {
    for (size_t i = 0; i < kWords; ++i) words_[i] &= ~other.words_[i];
    return *this;
  }
  friend Many operator|(Many a, const Many& b) { return a |= b; }
  friend Many operator&(Many a, const Many& b) { return a &= b; }
  friend Many operator-(Many a, const Many& b) { return a -= b; }
  friend bool operator==(const Many&, const Many&) = default;

  // Calls `visit` with each number, in ascending order.
  template <class Visit>
  void each(const Visit& visit) const {
    for (size_t i = 0; i < kWords; ++i) {
      for (uint64_t rest = words_[i]; rest != 0; rest &= rest - 1) {
        visit(i * 64 + static_cast<size_t>(__builtin_ctzll(rest)));
      }
    }
  }

  uint64_t hash() const {
    uint64_t hash = kHashEnd;
    for (const uint64_t word : words_) hash = mix(hash ^ word, kHashStep);
    return hash;
  }

 private:
  std::array<uint64_t, kWords> words_{};
};

// Each set that comes up, once: an event has many values, but few sets of leaves that accept one.
class ManySets {
 public:
  using Id = uint32_t;

  void clear();
  Id id_of(const Many& many);
  const Many& operator[](Id id) const { return sets_[id]; }
  Id unite(Id a, Id b) { return a == b ? a : id_of(sets_[a] | sets_[b]); }

 private:
  static constexpr Id kNone = UINT32_MAX;

  std::vector<Many> sets_;
  std::vector<Id> slots_;  // open addressing; kNone: empty
};

}  // namespace angarium::pattern
