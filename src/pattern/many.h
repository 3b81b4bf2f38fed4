#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "pattern/hash.h"

namespace angarium::pattern {

// As many bits as a few machine instructions work on at once, in any instruction set.
class Lanes {
 public:
  static constexpr size_t kWords = 4;
  static constexpr size_t kBits = 64 * kWords;

  uint64_t operator[](size_t word) const { return words_[word]; }
  void set(size_t number) { words_[number / 64] |= uint64_t{1} << (number % 64); }
  bool any() const { return (words_[0] | words_[1] | words_[2] | words_[3]) != 0; }

  // Loops over so few words become vector instructions.
  Lanes& operator|=(const Lanes& other) {
    for (size_t i = 0; i < kWords; ++i) words_[i] |= other.words_[i];
    return *this;
  }
  Lanes& operator&=(const Lanes& other) {
    for (size_t i = 0; i < kWords; ++i) words_[i] &= other.words_[i];
    return *this;
  }
  Lanes& operator^=(const Lanes& other) {
    for (size_t i = 0; i < kWords; ++i) words_[i] ^= other.words_[i];
    return *this;
  }
  friend Lanes operator|(Lanes a, const Lanes& b) { return a |= b; }
  friend Lanes operator&(Lanes a, const Lanes& b) { return a &= b; }
  friend Lanes operator^(Lanes a, const Lanes& b) { return a ^= b; }
  friend Lanes operator~(Lanes a) {
    for (uint64_t& word : a.words_) word = ~word;
    return a;
  }

 private:
  std::array<uint64_t, kWords> words_{};
};

// A set of conjunctions, or of their leaves, by number: what one event costs many rules is paid
// once for all of them (together.h). A plain value.
class Many {
 public:
  static constexpr size_t kMax = 512;

  static Many one(size_t number) {
    Many many;
    many.lanes_[number / Lanes::kBits].set(number % Lanes::kBits);
    return many;
  }
  static Many first(size_t count) {
    Many many;
    for (size_t number = 0; number < count; ++number) many |= one(number);
    return many;
  }

  bool has(size_t number) const { return (word(number / 64) >> (number % 64) & 1) != 0; }
  bool empty() const {
    Lanes any;
    for (const Lanes& lanes : lanes_) any |= lanes;
    return !any.any();
  }
  // Numbers from part * Lanes::kBits on.
  const Lanes& lanes(size_t part) const { return lanes_[part]; }
  Lanes& lanes(size_t part) { return lanes_[part]; }

  Many& operator|=(const Many& other) {
    for (size_t i = 0; i < kParts; ++i) lanes_[i] |= other.lanes_[i];
    return *this;
  }
  Many& operator&=(const Many& other) {
    for (size_t i = 0; i < kParts; ++i) lanes_[i] &= other.lanes_[i];
    return *this;
  }
  Many& operator-=(const Many& other) {
    for (size_t i = 0; i < kParts; ++i) lanes_[i] &= ~other.lanes_[i];
    return *this;
  }
  friend Many operator|(Many a, const Many& b) { return a |= b; }
  friend Many operator&(Many a, const Many& b) { return a &= b; }
  friend Many operator-(Many a, const Many& b) { return a -= b; }
  friend bool operator==(const Many& a, const Many& b) {
    Lanes different;
    for (size_t i = 0; i < kParts; ++i) different |= a.lanes_[i] ^ b.lanes_[i];
    return !different.any();
  }

  // Calls `visit` with each number, in ascending order.
  template <class Visit>
  void each(const Visit& visit) const {
    for (size_t i = 0; i < kWords; ++i) {
      for (uint64_t rest = word(i); rest != 0; rest &= rest - 1) {
        visit(i * 64 + static_cast<size_t>(__builtin_ctzll(rest)));
      }
    }
  }

  uint64_t hash() const {
    uint64_t hash = kHashEnd;
    for (size_t i = 0; i < kWords; ++i) hash = mix(hash ^ word(i), kHashStep);
    return hash;
  }

 private:
  static constexpr size_t kParts = kMax / Lanes::kBits;
  static constexpr size_t kWords = kMax / 64;

  uint64_t word(size_t i) const { return lanes_[i / Lanes::kWords][i % Lanes::kWords]; }

  std::array<Lanes, kParts> lanes_{};
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
