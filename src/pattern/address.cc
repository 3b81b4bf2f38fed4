#include "pattern/address.h"

#include <algorithm>
#include <cstddef>

namespace angarium::pattern {
namespace {

constexpr size_t kQuadCharactersMax = 15;  // "255.255.255.255", zeros in front included

bool parse_quad(std::string_view text, Address& address) {
  if (text.size() > kQuadCharactersMax) return false;
  size_t at = 0;
  for (size_t part = 0; part < 4; ++part) {
    if (part > 0 && (at == text.size() || text[at++] != '.')) return false;
    uint32_t value = 0;
    size_t start = at;
    for (; at < text.size(); ++at) {
      auto digit = static_cast<uint32_t>(text[at] - '0');
      if (digit > 9) break;
      value = value * 10 + digit;
      if (value > 255) return false;
    }
    if (at == start) return false;
    address.bytes[part] = static_cast<char>(value);
  }
  address.length = 4;
  return at == text.size();
}

// The digit, or something above 15.
uint32_t hex_digit(char c) {
  auto digit = static_cast<uint32_t>(c - '0');
  if (digit <= 9) return digit;
  auto letter = static_cast<uint32_t>((c | 0x20) - 'a');
  return letter <= 5 ? letter + 10 : UINT32_MAX;
}

// One group of hex digits; zeros in front don't count. False when there is none.
bool parse_group(std::string_view text, size_t& at, uint32_t& value) {
  value = 0;
  size_t start = at;
  for (; at < text.size(); ++at) {
    uint32_t digit = hex_digit(text[at]);
    if (digit > 15) break;
    value = value * 16 + digit;
    if (value > 0xffff) return false;
  }
  return at > start;
}

// Eight groups with a colon in between, or fewer with one `::` for the zeros left out.
bool parse_groups(std::string_view text, Address& address) {
  constexpr size_t kNone = SIZE_MAX;
  size_t count = 0;
  size_t gap = kNone;  // how many groups stand in front of the `::`
  size_t at = 0;
  while (at < text.size()) {
    if (text.substr(at, 2) == "::") {
      if (gap != kNone) return false;
      gap = count;
      at += 2;
      continue;
    }
    if (count > 0 && gap != count && text[at++] != ':') return false;
    uint32_t value = 0;
    if (count == 8 || !parse_group(text, at, value)) return false;
    address.bytes[2 * count] = static_cast<char>(value >> 8);
    address.bytes[2 * count + 1] = static_cast<char>(value & 0xff);
    ++count;
  }
  address.length = 16;
  if (gap == kNone) return count == 8;
  if (count == 8) return false;  // the `::` stands for one group at least
  auto behind_gap = address.bytes.begin() + static_cast<std::ptrdiff_t>(2 * gap);
  auto end = address.bytes.begin() + static_cast<std::ptrdiff_t>(2 * count);
  std::fill(end, address.bytes.end(), '\0');
  std::rotate(behind_gap, end, address.bytes.end());
  return true;
}

}  // namespace

bool parse_address(std::string_view text, Address& address) {
  if (text.size() < 2) return false;
  if (hex_digit(text[0]) > 15 && text[0] != ':') return false;  // most strings
  if (parse_quad(text, address)) return true;
  if (!parse_groups(text, address)) return false;
  static constexpr std::string_view kMapped("\0\0\0\0\0\0\0\0\0\0\xff\xff", 12);
  if (!address.view().starts_with(kMapped)) return true;
  std::copy_n(address.bytes.begin() + kMapped.size(), 4, address.bytes.begin());
  address.length = 4;
  return true;
}

Network::Network(std::string_view address, uint32_t bits) : size_(address.size() + 1) {
  for (size_t i = 0; i < address.size(); ++i) {
    const size_t kept = bits > i * 8 ? std::min<size_t>(8, bits - i * 8) : 0;
    bytes_[i] = static_cast<char>(static_cast<uint8_t>(address[i]) & (0xff00 >> kept));
  }
  bytes_[address.size()] = static_cast<char>(bits);
}

}  // namespace angarium::pattern
