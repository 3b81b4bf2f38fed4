#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace angarium::pattern {

// Hashing of text in steps of eight bytes, from either end, such that the hashes of all prefixes
// (suffixes) of a text of n bytes cost O(n) together: that is how prefix rules of many lengths are
// looked up in one walk. 64-bit multiply-and-fold mixing, as wyhash does it
// (github.com/wangyi-fudan/wyhash). Not for untrusted use across processes: fixed constants, so
// that runs repeat.

inline constexpr uint64_t kHashStep = 0xa0761d6478bd642f;
inline constexpr uint64_t kHashEnd = 0xe7037ed1a0b428db;

inline uint64_t mix(uint64_t a, uint64_t b) {
  const auto product = static_cast<unsigned __int128>(a) * b;
  return static_cast<uint64_t>(product) ^ static_cast<uint64_t>(product >> 64);
}

inline uint64_t load8(const char* at) {
  uint64_t value;
  std::memcpy(&value, at, sizeof value);
  return value;
}

// Up to seven bytes as a number, the first in its lowest byte; reads nothing beyond them.
inline uint64_t load_short(const char* at, size_t length) {
  if (std::endian::native == std::endian::little && length >= 4) {
    uint32_t low, high;  // where they overlap they are the same
    std::memcpy(&low, at, 4);
    std::memcpy(&high, at + length - 4, 4);
    return low | static_cast<uint64_t>(high) << (8 * (length - 4));
  }
  auto byte = [at](size_t i) {
    return static_cast<uint64_t>(static_cast<uint8_t>(at[i])) << (8 * i);
  };
  if (length > 3) {
    uint64_t value = 0;
    for (size_t i = 0; i < length; ++i) value |= byte(i);
    return value;
  }
  if (length == 0) return 0;
  return byte(0) | byte(length / 2) | byte(length - 1);
}

// As std::string_view compares, but inlined: names and keys are short.
inline bool equal_bytes(std::string_view a, std::string_view b) {
  const size_t size = a.size();
  if (size != b.size()) return false;
  if (size > 32) return std::memcmp(a.data(), b.data(), size) == 0;
  if (size >= 8) {
    for (size_t at = 0; at + 8 < size; at += 8) {
      if (load8(a.data() + at) != load8(b.data() + at)) return false;
    }
    return load8(a.data() + size - 8) == load8(b.data() + size - 8);
  }
  return load_short(a.data(), size) == load_short(b.data(), size);
}

inline uint64_t hash_end(uint64_t state, uint64_t rest, size_t length) {
  return mix(state ^ rest, kHashEnd ^ length);
}

// Hashes of the prefixes of one text, for lengths asked for in ascending order.
class PrefixHasher {
 public:
  PrefixHasher(uint64_t seed, std::string_view text) : state_(seed), text_(text) {}

  uint64_t upto(size_t length) {
    for (; at_ + 8 <= length; at_ += 8) state_ = mix(state_ ^ load8(text_.data() + at_), kHashStep);
    return hash_end(state_, load_short(text_.data() + at_, length - at_), length);
  }

 private:
  uint64_t state_;
  std::string_view text_;
  size_t at_ = 0;
};

// Likewise for suffixes.
class SuffixHasher {
 public:
  SuffixHasher(uint64_t seed, std::string_view text) : state_(seed), text_(text) {}

  uint64_t last(size_t length) {
    for (; at_ + 8 <= length; at_ += 8) {
      state_ = mix(state_ ^ load8(text_.data() + text_.size() - at_ - 8), kHashStep);
    }
    const char* rest = text_.data() + text_.size() - length;
    return hash_end(state_, load_short(rest, length - at_), length);
  }

 private:
  uint64_t state_;
  std::string_view text_;
  size_t at_ = 0;
};

inline uint64_t hash_text(uint64_t seed, std::string_view text) {
  return PrefixHasher(seed, text).upto(text.size());
}

}  // namespace angarium::pattern
