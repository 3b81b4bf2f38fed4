#include "base/shown.h"

#include <fmt/format.h>

namespace angarium::base {
namespace {

struct CodePoint {
  uint32_t value;
  size_t length;
  bool valid;  // lone surrogates in three bytes (WTF-8) are not
};

CodePoint first_of(std::string_view text) {
  auto byte = [&](size_t i) { return static_cast<uint8_t>(text[i]); };
  uint8_t lead = byte(0);
  if (lead < 0x80) return {lead, 1, true};
  size_t length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  if (lead < 0xC2 || lead > 0xF4 || text.size() < length) return {lead, 1, false};
  uint32_t value = lead & (0x7Fu >> length);
  for (size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xC0) != 0x80) return {lead, 1, false};
    value = value << 6 | (byte(i) & 0x3F);
  }
  return {value, length, value < 0xD800 || value > 0xDFFF};
}

// Controls, and what changes the direction or the look of the text around it.
bool steers(uint32_t c) {
  return c < 0x20 || (c >= 0x7F && c < 0xA0) || (c >= 0x200B && c <= 0x200F) ||
         (c >= 0x2028 && c <= 0x202E) || (c >= 0x2060 && c <= 0x206F) || c == 0xFEFF ||
         c == 0x061C || (c >= 0xFFF9 && c <= 0xFFFB);
}

void append_shown(std::string_view text, const CodePoint& c, std::string& out) {
  if (c.valid && !steers(c.value)) {
    out += text.substr(0, c.length);
  } else {
    out += fmt::format("\\u{:04x}", c.value);
  }
}

}  // namespace

std::string shown(std::string_view text, size_t characters_max) {
  size_t count = 0;
  for (std::string_view rest = text; !rest.empty(); rest.remove_prefix(first_of(rest).length)) {
    ++count;
  }
  // Two thirds of what may stay are from its beginning.
  bool shorten = count > characters_max;
  size_t head = shorten ? characters_max * 2 / 3 : count;
  size_t tail = shorten ? characters_max - head - 1 : 0;
  std::string out;
  for (size_t i = 0; i < count; ++i) {
    CodePoint c = first_of(text);
    if (i < head || i >= count - tail) append_shown(text, c, out);
    if (shorten && i == head) out += "…";
    text.remove_prefix(c.length);
  }
  return out;
}

std::string_view whole_characters(std::string_view text, size_t bytes_max) {
  if (text.size() <= bytes_max) return text;
  size_t end = bytes_max;
  while (end > 0 && (static_cast<uint8_t>(text[end]) & 0xC0) == 0x80) --end;
  return text.substr(0, end);
}

std::string quoted(std::string_view text) {
  std::string out = "\"";
  while (!text.empty()) {
    CodePoint c = first_of(text);
    if (c.value == '"' || c.value == '\\') {
      out += '\\';
      out += static_cast<char>(c.value);
    } else {
      append_shown(text, c, out);
    }
    text.remove_prefix(c.length);
  }
  return out + "\"";
}

}  // namespace angarium::base
