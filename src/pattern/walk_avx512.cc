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
#pragma clang attribute push(                                                          \
    __attribute__((target("avx512f,avx512bw,avx512vl,pclmul,bmi,bmi2,popcnt,lzcnt"))), \
    apply_to = function)
#else
#pragma GCC push_options
#pragma GCC target("avx512f,avx512bw,avx512vl,pclmul,bmi,bmi2,popcnt,lzcnt")
#endif

#include "pattern/carryless.h"
#include "pattern/walk_kernel.h"

namespace angarium::pattern {
namespace {

struct Avx512 {
  static kernel::Masks classify(const char* block) { return classify(_mm512_loadu_si512(block)); }
  static kernel::Masks classify_tail(const char* block, size_t size) {
    const __mmask64 present = _bzhi_u64(UINT64_MAX, static_cast<uint32_t>(size));
    return classify(_mm512_mask_loadu_epi8(_mm512_set1_epi8(' '), present, block));
  }

  static uint64_t prefix_xor(uint64_t bits) { return kernel::carryless_prefix_xor(bits); }

  static uint32_t digits(const char* text) {
    const __m256i bytes = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(text));
    return _mm256_cmplt_epu8_mask(_mm256_sub_epi8(bytes, _mm256_set1_epi8('0')),
                                  _mm256_set1_epi8(10));
  }

 private:
  static kernel::Masks classify(__m512i bytes) {
    // [ and {, ] and } differ in one bit.
    const __m512i lowered = _mm512_or_si512(bytes, _mm512_set1_epi8(0x20));
    return {
        .quote = equal(bytes, '"'),
        .backslash = equal(bytes, '\\'),
        .comma = equal(bytes, ','),
        .open = equal(lowered, '{'),
        .close = equal(lowered, '}'),
        .colon = equal(bytes, ':'),
        .space = equal(bytes, ' ') | equal(bytes, '\n') | equal(bytes, '\t') | equal(bytes, '\r'),
        .control = _mm512_cmplt_epu8_mask(bytes, _mm512_set1_epi8(0x20)),
        .high = _mm512_movepi8_mask(bytes)};
  }
  static uint64_t equal(__m512i bytes, char wanted) {
    return _mm512_cmpeq_epi8_mask(bytes, _mm512_set1_epi8(wanted));
  }
};

}  // namespace

bool walk_avx512(Walk& walk, WalkRequest& request) { return kernel::walk<Avx512>(walk, request); }

}  // namespace angarium::pattern

#if defined(__clang__)
#pragma clang attribute pop
#else
#pragma GCC pop_options
#endif
#endif
