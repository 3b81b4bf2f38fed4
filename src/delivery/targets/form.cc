#include "delivery/targets/form.h"

namespace angarium::delivery::targets {

void append_encoded(std::string_view text, std::string& out) {
  constexpr std::string_view kHex = "0123456789ABCDEF";
  for (char c : text) {
    const auto byte = static_cast<uint8_t>(c);
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    if (letter || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_' || c == '~') {
      out += c;
    } else {
      out += '%';
      out += kHex[byte >> 4];
      out += kHex[byte & 15];
    }
  }
}

void append_form(const Parameters& parameters, std::string& out) {
  bool is_first = true;
  for (const auto& [name, value] : parameters) {
    if (!is_first) out += '&';
    is_first = false;
    append_encoded(name, out);
    out += '=';
    append_encoded(value, out);
  }
}

}  // namespace angarium::delivery::targets
