#include <array>

#include "pattern/walk_kernel.h"

namespace angarium::pattern {
namespace {

// A byte's classes, one bit each.
enum Class : uint8_t {
  kQuote = 1,
  kBackslash = 2,
  kComma = 4,
  kOpen = 8,
  kClose = 16,
  kColon = 32,
  kSpace = 64,
  kControl = 128,
};

constexpr std::array<uint8_t, 256> make_classes() {
  std::array<uint8_t, 256> classes{};
  for (size_t c = 0; c < 0x20; ++c) classes[c] = kControl;
  for (char c : {' ', '\t', '\n', '\r'}) classes[static_cast<uint8_t>(c)] |= kSpace;
  for (char c : {'{', '['}) classes[static_cast<uint8_t>(c)] = kOpen;
  for (char c : {'}', ']'}) classes[static_cast<uint8_t>(c)] = kClose;
  classes['"'] = kQuote;
  classes['\\'] = kBackslash;
  classes[','] = kComma;
  classes[':'] = kColon;
  return classes;
}
constexpr std::array<uint8_t, 256> kClasses = make_classes();

struct Portable {
  static kernel::Masks classify_tail(const char* block, size_t size) {
    return kernel::classify_copy<Portable>(block, size);
  }
  static kernel::Masks classify(const char* block) {
    kernel::Masks masks{};
    for (size_t i = 0; i < kernel::kBlock; ++i) {
      const auto byte = static_cast<uint8_t>(block[i]);
      const uint64_t classes = kClasses[byte];
      masks.quote |= (classes >> 0 & 1) << i;
      masks.backslash |= (classes >> 1 & 1) << i;
      masks.comma |= (classes >> 2 & 1) << i;
      masks.open |= (classes >> 3 & 1) << i;
      masks.close |= (classes >> 4 & 1) << i;
      masks.colon |= (classes >> 5 & 1) << i;
      masks.space |= (classes >> 6 & 1) << i;
      masks.control |= (classes >> 7 & 1) << i;
      masks.high |= static_cast<uint64_t>(byte >> 7) << i;
    }
    return masks;
  }

  static uint64_t prefix_xor(uint64_t bits) {
    for (uint32_t shift = 1; shift < 64; shift *= 2) bits ^= bits << shift;
    return bits;
  }

  static uint32_t digits(const char* text) {
    uint32_t mask = 0;
    for (uint32_t i = 0; i < 32; ++i) mask |= uint32_t{text[i] >= '0' && text[i] <= '9'} << i;
    return mask;
  }
};

}  // namespace

bool walk_portable(Walk& walk, WalkRequest& request) {
  return kernel::walk<Portable>(walk, request);
}

}  // namespace angarium::pattern
