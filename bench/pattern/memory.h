#pragma once

#include <cstddef>
#include <cstdint>

namespace angarium::bench {

// Bytes of the heap in use, the allocator's own overhead included.
size_t heap_bytes();

// How often operator new was called since the program began.
uint64_t allocations();

}  // namespace angarium::bench
