#if defined(__x86_64__)
#include <immintrin.h>

#include <atomic>
#include <cstring>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "pattern/walk.h"

#if defined(__clang__)
#pragma clang attribute push(__attribute__((target("avx2,pclmul,bmi,bmi2,popcnt,lzcnt"))), \
                             apply_to = function)
#else
#pragma GCC push_options
#pragma GCC target("avx2,pclmul,bmi,bmi2,popcnt,lzcnt")
#endif

#include "pattern/carryless.h"
#include "pattern/walk_kernel.h"

namespace angarium::pattern {
namespace {

struct Avx2 {
  static kernel::Masks classify_tail(const char* block, size_t size) {
    return kernel::classify_copy<Avx2>(block, size);
  }
  static kernel::Masks classify(const char* block) {
    const auto* halves = reinterpret_cast<const __m256i*>(block);
    const __m256i low = _mm256_loadu_si256(halves);
    const __m256i high = _mm256_loadu_si256(halves + 1);
    // [ and {, ] and } differ in one bit.
    const __m256i bit = _mm256_set1_epi8(0x20);
    const __m256i low_lowered = _mm256_or_si256(low, bit);
    const __m256i high_lowered = _mm256_or_si256(high, bit);
    const __m256i last_control = _mm256_set1_epi8(0x1f);
    return {.quote = equal(low, high, '"'),
            .backslash = equal(low, high, '\\'),
            .comma = equal(low, high, ','),
            .open = equal(low_lowered, high_lowered, '{'),
            .close = equal(low_lowered, high_lowered, '}'),
            .colon = equal(low, high, ':'),
            .space = equal(low, high, ' ') | equal(low, high, '\n') | equal(low, high, '\t') |
                     equal(low, high, '\r'),
            .control = both(_mm256_cmpeq_epi8(_mm256_min_epu8(low, last_control), low),
                            _mm256_cmpeq_epi8(_mm256_min_epu8(high, last_control), high)),
            .high = both(low, high)};
  }

  static uint64_t prefix_xor(uint64_t bits) { return kernel::carryless_prefix_xor(bits); }

  static uint32_t digits(const char* text) {
    const __m256i bytes = _mm256_sub_epi8(
        _mm256_loadu_si256(reinterpret_cast<const __m256i*>(text)), _mm256_set1_epi8('0'));
    const __m256i nine = _mm256_set1_epi8(9);
    return static_cast<uint32_t>(
        _mm256_movemask_epi8(_mm256_cmpeq_epi8(_mm256_min_epu8(bytes, nine), bytes)));
  }

 private:
  static uint64_t equal(__m256i low, __m256i high, char wanted) {
    const __m256i all = _mm256_set1_epi8(wanted);
    return both(_mm256_cmpeq_epi8(low, all), _mm256_cmpeq_epi8(high, all));
  }
  // The top bit of each byte.
  static uint64_t both(__m256i low, __m256i high) {
    return static_cast<uint32_t>(_mm256_movemask_epi8(low)) |
           static_cast<uint64_t>(static_cast<uint32_t>(_mm256_movemask_epi8(high))) << 32;
  }
};

}  // namespace

bool walk_avx2(Walk& walk, WalkRequest& request) { return kernel::walk<Avx2>(walk, request); }

}  // namespace angarium::pattern

#if defined(__clang__)
#pragma clang attribute pop
#else
#pragma GCC pop_options
#endif
#endif
