#include "base/random.h"

#include <sys/random.h>

#include <bit>
#include <cstring>
#include <utility>

#include "base/assert.h"

namespace angarium::base {
namespace {

uint64_t splitmix(uint64_t& state) {
  uint64_t z = (state += 0x9e3779b97f4a7c15);
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
  z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
  return z ^ (z >> 31);
}

// One system call serves many numbers: a request needs several ids.
struct SystemPool {
  std::array<uint64_t, 64> words;
  size_t left = 0;
};

}  // namespace

uint64_t Random::below(uint64_t bound) {
  AG_ASSERT(bound > 0);
  // Rejection keeps it uniform: the words below 2^64 mod bound would favour small results.
  uint64_t reject_below = (0 - bound) % bound;
  uint64_t word = next();
  while (word < reject_below) word = next();
  return word % bound;
}

bool Random::chance(double probability) {
  return static_cast<double>(next() >> 11) * 0x1.0p-53 < probability;
}

void Random::fill(std::span<uint8_t> bytes) {
  while (!bytes.empty()) {
    uint64_t word = next();
    size_t count = std::min(bytes.size(), sizeof word);
    std::memcpy(bytes.data(), &word, count);
    bytes = bytes.subspan(count);
  }
}

uint64_t SystemRandom::next() {
  static thread_local SystemPool pool;
  if (pool.left == 0) {
    ssize_t got = getrandom(pool.words.data(), sizeof pool.words, 0);
    AG_ASSERT(got == static_cast<ssize_t>(sizeof pool.words));
    pool.left = pool.words.size();
  }
  return std::exchange(pool.words[--pool.left], 0);
}

SeededRandom::SeededRandom(uint64_t seed) {
  for (uint64_t& word : state_) word = splitmix(seed);
}

uint64_t SeededRandom::next() {
  MutexLock lock(mutex_);
  uint64_t result = std::rotl(state_[1] * 5, 7) * 9;
  uint64_t shifted = state_[1] << 17;
  state_[2] ^= state_[0];
  state_[3] ^= state_[1];
  state_[1] ^= state_[2];
  state_[0] ^= state_[3];
  state_[2] ^= shifted;
  state_[3] = std::rotl(state_[3], 45);
  return result;
}

}  // namespace angarium::base
