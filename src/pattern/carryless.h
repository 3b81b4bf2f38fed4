#pragma once

#include <immintrin.h>

#include <cstdint>

namespace angarium::pattern::kernel {

// Bit i: the parity of bits 0..i, by a carry-less multiplication with all ones. Included where the
// compiler has been told of that instruction, and always inlined: nothing else may come out of
// there (walk_kernel.h).
[[gnu::always_inline]] inline uint64_t carryless_prefix_xor(uint64_t bits) {
  const __m128i product =
      _mm_clmulepi64_si128(_mm_set_epi64x(0, static_cast<int64_t>(bits)), _mm_set1_epi8(-1), 0);
  return static_cast<uint64_t>(_mm_cvtsi128_si64(product));
}

}  // namespace angarium::pattern::kernel
