#include "base/uuid.h"

#include <cstdint>

namespace angarium::base {

namespace {

// Eight bytes each; the version stands in the first, the variant is written here.
std::string uuid_text(uint64_t high, uint64_t low) {
  low = (low & ~(3ull << 62)) | (2ull << 62);
  std::string text;
  text.reserve(36);
  for (int digit = 0; digit < 32; ++digit) {
    if (digit == 8 || digit == 12 || digit == 16 || digit == 20) text += '-';
    const uint64_t half = digit < 16 ? high : low;
    text += "0123456789abcdef"[(half >> (60 - 4 * (digit % 16))) & 0xf];
  }
  return text;
}

}  // namespace

std::string uuid(Random& random) {
  const uint64_t high = (random.next() & ~0xf000ull) | 0x4000ull;
  return uuid_text(high, random.next());
}

std::string uuid_in_order(Time now, Random& random) {
  const auto milliseconds = static_cast<uint64_t>(now.time_since_epoch().count());
  const uint64_t high = milliseconds << 16 | 0x7000 | (random.next() & 0xfff);
  return uuid_text(high, random.next());
}

}  // namespace angarium::base
