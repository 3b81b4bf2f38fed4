#include "store/rocksdb/checksum.h"

#include <cstring>

#if defined(__x86_64__)
#include <nmmintrin.h>
#endif

// The linker's names, made of the mangled one of rocksdb::crc32c::Extend, which takes the same.
//
// NOLINTBEGIN(bugprone-reserved-identifier,readability-identifier-naming)
extern "C" uint32_t __real__ZN7rocksdb6crc32c6ExtendEjPKcm(uint32_t, const char*, size_t);
extern "C" uint32_t __wrap__ZN7rocksdb6crc32c6ExtendEjPKcm(uint32_t checksum, const char* bytes,
                                                           size_t size) {
  return angarium::store::rocksdb::extend_checksum(checksum, bytes, size);
}
// NOLINTEND(bugprone-reserved-identifier,readability-identifier-naming)

namespace angarium::store::rocksdb {

namespace {

#if defined(__x86_64__)
__attribute__((target("sse4.2"))) uint32_t extend_by_instruction(uint32_t checksum,
                                                                 const char* bytes, size_t size) {
  uint64_t state = ~checksum;  // a CRC is kept inverted between its parts
  for (; size >= sizeof(uint64_t); size -= sizeof(uint64_t), bytes += sizeof(uint64_t)) {
    uint64_t word = 0;
    std::memcpy(&word, bytes, sizeof(word));
    state = _mm_crc32_u64(state, word);
  }
  auto rest = static_cast<uint32_t>(state);
  for (; size > 0; --size, ++bytes) rest = _mm_crc32_u8(rest, static_cast<uint8_t>(*bytes));
  return ~rest;
}
#endif

}  // namespace

uint32_t extend_checksum(uint32_t checksum, const char* bytes, size_t size) {
#if defined(__x86_64__)
  if (__builtin_cpu_supports("sse4.2")) return extend_by_instruction(checksum, bytes, size);
#endif
  return __real__ZN7rocksdb6crc32c6ExtendEjPKcm(checksum, bytes, size);
}

}  // namespace angarium::store::rocksdb
