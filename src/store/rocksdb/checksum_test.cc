#include "store/rocksdb/checksum.h"

#include <gtest/gtest.h>

#include <string>

#include "base/random.h"

// NOLINTNEXTLINE(bugprone-reserved-identifier,readability-identifier-naming): RocksDB's own
extern "C" uint32_t __real__ZN7rocksdb6crc32c6ExtendEjPKcm(uint32_t, const char*, size_t);

namespace angarium::store::rocksdb {
namespace {

// RFC 3720, B.4.
TEST(Checksum, KnownValues) {
  EXPECT_EQ(extend_checksum(0, "", 0), 0u);
  EXPECT_EQ(extend_checksum(0, std::string(32, '\0').data(), 32), 0x8a9136aau);
  EXPECT_EQ(extend_checksum(0, std::string(32, '\xff').data(), 32), 0x62a8ab43u);
  EXPECT_EQ(extend_checksum(0, "123456789", 9), 0xe3069283u);
}

TEST(Checksum, IsRocksdbsOwn) {
  base::SeededRandom random(7);
  std::string bytes;
  for (int i = 0; i < 300; ++i) bytes.push_back(static_cast<char>(random.below(256)));
  for (size_t from = 0; from < 9; ++from) {
    uint32_t checksum = 0;
    for (size_t size = 0; from + size <= bytes.size(); ++size) {
      const uint32_t next = extend_checksum(checksum, bytes.data() + from, size);
      EXPECT_EQ(next, __real__ZN7rocksdb6crc32c6ExtendEjPKcm(checksum, bytes.data() + from, size));
      checksum = next;
    }
  }
}

}  // namespace
}  // namespace angarium::store::rocksdb
