#include "base/base64.h"

#include <array>
#include <cstdint>

namespace angarium::base {
namespace {

constexpr std::string_view kPlain =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::string_view kUrl =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

constexpr std::array<int8_t, 256> inverse(std::string_view alphabet) {
  std::array<int8_t, 256> values{};
  for (int8_t& value : values) value = -1;
  for (size_t i = 0; i < alphabet.size(); ++i) {
    values[static_cast<uint8_t>(alphabet[i])] = static_cast<int8_t>(i);
  }
  return values;
}
constexpr std::array<int8_t, 256> kPlainValues = inverse(kPlain);
constexpr std::array<int8_t, 256> kUrlValues = inverse(kUrl);

std::string encode(std::string_view bytes, std::string_view alphabet) {
  std::string text;
  text.reserve(bytes.size() / 3 * 4 + 4);
  uint32_t window = 0;
  int bits = 0;
  for (char byte : bytes) {
    window = window << 8 | static_cast<uint8_t>(byte);
    bits += 8;
    while (bits >= 6) {
      bits -= 6;
      text += alphabet[window >> bits & 63];
    }
  }
  if (bits > 0) text += alphabet[window << (6 - bits) & 63];
  return text;
}

std::optional<std::string> decode(std::string_view text, const std::array<int8_t, 256>& values) {
  if (text.size() % 4 == 1) return std::nullopt;
  std::string bytes;
  bytes.reserve(text.size() / 4 * 3 + 2);
  uint32_t window = 0;
  int bits = 0;
  for (char c : text) {
    int8_t value = values[static_cast<uint8_t>(c)];
    if (value < 0) return std::nullopt;
    window = window << 6 | static_cast<uint32_t>(value);
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      bytes += static_cast<char>(window >> bits & 255);
    }
  }
  // Left-over bits of a canonical text are zero.
  if ((window & ((1u << bits) - 1)) != 0) return std::nullopt;
  return bytes;
}

}  // namespace

std::string encode_base64(std::string_view bytes) {
  std::string text = encode(bytes, kPlain);
  while (text.size() % 4 != 0) text += '=';
  return text;
}

std::optional<std::string> decode_base64(std::string_view text) {
  if (text.size() % 4 != 0) return std::nullopt;
  for (int i = 0; i < 2 && text.ends_with('='); ++i) text.remove_suffix(1);
  return decode(text, kPlainValues);
}

std::string encode_base64url(std::string_view bytes) { return encode(bytes, kUrl); }

std::optional<std::string> decode_base64url(std::string_view text) {
  return decode(text, kUrlValues);
}

}  // namespace angarium::base
