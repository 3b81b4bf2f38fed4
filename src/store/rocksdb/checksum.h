#pragma once

#include <cstddef>
#include <cstdint>

namespace angarium::store::rocksdb {

// RocksDB's checksum of its logs, CRC-32C: that of what came before, extended by these bytes.
//
// Every call of rocksdb::crc32c::Extend in this program ends here (the linker's --wrap, in this
// room's CMakeLists). Debian builds RocksDB for the oldest processors, which compute it by tables,
// at a fifth of the speed of the instruction that all others have: that was a sixth of the time
// that writing a group took. Processors without it use RocksDB's own function. The value is the
// same.
uint32_t extend_checksum(uint32_t checksum, const char* bytes, size_t size);

}  // namespace angarium::store::rocksdb
