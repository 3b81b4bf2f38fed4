#pragma once

#include <array>
#include <cstdint>
#include <span>

#include "base/mutex.h"

namespace angarium::base {

// A source of random bits. Injected everywhere, so that one seed decides a whole simulated run.
// Implementations are thread safe.
class Random {
 public:
  virtual ~Random() = default;
  virtual uint64_t next() = 0;

  // Uniform in [0, bound); bound > 0.
  uint64_t below(uint64_t bound);
  // True with the given probability in [0, 1].
  bool chance(double probability);
  void fill(std::span<uint8_t> bytes);
};

// The operating system's generator: unpredictable, fit for keys and ids.
class SystemRandom final : public Random {
 public:
  uint64_t next() override;
};

// xoshiro256** seeded through splitmix64 (Blackman and Vigna, prng.di.unimi.it): the same seed
// gives the same bits on every machine. Not for secrets.
class SeededRandom final : public Random {
 public:
  explicit SeededRandom(uint64_t seed);
  uint64_t next() override;

 private:
  Mutex mutex_;
  std::array<uint64_t, 4> state_ AG_GUARDED_BY(mutex_);
};

}  // namespace angarium::base
