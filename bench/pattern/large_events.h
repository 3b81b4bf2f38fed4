#pragma once

#include <cstddef>
#include <string>

namespace angarium::bench {

inline constexpr size_t kMegabyte = 1'000'000;

// An order with that many items; the last member of its detail is "last".
std::string large_order(size_t items);

// One of about a megabyte: some 7,360 items.
std::string megabyte_order(int variant);

}  // namespace angarium::bench
