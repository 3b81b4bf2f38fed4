#include "pattern/oracle/address.h"

#include <arpa/inet.h>

#include <array>
#include <cstdio>

namespace angarium::pattern::oracle {
namespace {

std::string read_quad(const std::string& text) {
  if (text.size() > 15 || text.find_first_not_of("0123456789.") != std::string::npos) return "";
  std::array<unsigned, 4> parts{};
  char rest = 0;
  int count =
      std::sscanf(text.c_str(), "%u.%u.%u.%u%c", &parts[0], &parts[1], &parts[2], &parts[3], &rest);
  std::string bytes;
  for (unsigned part : parts) {
    if (count != 4 || part > 255) return "";
    bytes += static_cast<char>(part);
  }
  return bytes;
}

// inet_pton allows four digits a group, Java any number of zeros before them.
std::string without_leading_zeros(const std::string& text) {
  std::string out;
  for (size_t i = 0; i < text.size(); ++i) {
    bool starts_group = out.empty() || out.back() == ':';
    bool goes_on = i + 1 < text.size() && text[i + 1] != ':';
    if (text[i] != '0' || !starts_group || !goes_on) out += text[i];
  }
  return out;
}

std::string read_groups(const std::string& text) {
  in6_addr groups{};
  bool shaped = text.find_first_not_of("0123456789abcdefABCDEF:") == std::string::npos;
  if (!shaped || inet_pton(AF_INET6, without_leading_zeros(text).c_str(), &groups) != 1) return "";
  std::string bytes(reinterpret_cast<const char*>(&groups), 16);
  // An IPv4 address in IPv6's clothes is an IPv4 address.
  bool mapped = bytes.substr(0, 12) == std::string(10, '\0') + "\xff\xff";
  return mapped ? bytes.substr(12) : bytes;
}

}  // namespace

std::string read_address(const std::u32string& characters) {
  std::string text;
  for (char32_t c : characters) {
    if (c == 0 || c > 0x7e) return "";
    text += static_cast<char>(c);
  }
  std::string quad = read_quad(text);
  return quad.empty() ? read_groups(text) : quad;
}

bool is_inside(const std::string& address, const std::string& network, unsigned bits) {
  if (address.size() != network.size()) return false;
  auto bit = [](const std::string& bytes, unsigned i) { return bytes[i / 8] >> (7 - i % 8) & 1; };
  for (unsigned i = 0; i < bits; ++i) {
    if (bit(address, i) != bit(network, i)) return false;
  }
  return true;
}

}  // namespace angarium::pattern::oracle
