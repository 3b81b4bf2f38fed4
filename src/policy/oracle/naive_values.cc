#include "policy/oracle/naive_values.h"

#include <cstdlib>
#include <ctime>
#include <regex>
#include <vector>

namespace angarium::policy::oracle {
namespace {

std::string bits_of(unsigned value, int count) {
  std::string bits;
  for (int i = count - 1; i >= 0; --i) bits += (value >> i) & 1 ? '1' : '0';
  return bits;
}

std::vector<std::string> split(const std::string& text, char at) {
  std::vector<std::string> parts(1);
  for (char c : text) {
    if (c == at) {
      parts.emplace_back();
    } else {
      parts.back() += c;
    }
  }
  return parts;
}

std::optional<std::string> v4_bits(const std::string& text) {
  std::string bits;
  std::vector<std::string> parts = split(text, '.');
  if (parts.size() != 4) return std::nullopt;
  static const std::regex byte("0|[1-9][0-9]{0,2}");
  for (const std::string& part : parts) {
    if (!std::regex_match(part, byte) || std::stoi(part) > 255) return std::nullopt;
    bits += bits_of(static_cast<unsigned>(std::stoi(part)), 8);
  }
  return bits;
}

// Groups of hexadecimal digits, without "::".
std::optional<std::string> groups_bits(const std::string& text) {
  static const std::regex group("[0-9a-fA-F]{1,4}");
  std::string bits;
  if (text.empty()) return bits;
  for (const std::string& part : split(text, ':')) {
    if (!std::regex_match(part, group)) return std::nullopt;
    bits += bits_of(static_cast<unsigned>(std::stoul(part, nullptr, 16)), 16);
  }
  return bits;
}

std::optional<std::string> v6_bits(const std::string& text) {
  size_t gap = text.find("::");
  if (gap == std::string::npos) {
    auto bits = groups_bits(text);
    return bits && bits->size() == 128 ? bits : std::nullopt;
  }
  auto before = groups_bits(text.substr(0, gap));
  auto after = groups_bits(text.substr(gap + 2));
  if (!before || !after || before->size() + after->size() > 112) return std::nullopt;
  return *before + std::string(128 - before->size() - after->size(), '0') + *after;
}

}  // namespace

std::optional<double> number_of(const std::string& text) {
  static const std::regex form("[+-]?([0-9]+[.]?[0-9]*|[.][0-9]+)([eE][+-]?[0-9]+)?");
  if (!std::regex_match(text, form)) return std::nullopt;
  return std::strtod(text.c_str(), nullptr);
}

std::optional<double> date_of(const std::string& text) {
  static const std::regex epoch("[0-9]{1,3}|[0-9]{5,18}");
  if (std::regex_match(text, epoch)) return std::strtod(text.c_str(), nullptr);
  static const std::regex form(
      "([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2})(?:T([0-9]{2}):([0-9]{2})(?::([0-9]{2})([.][0-9]+)?)?"
      "(Z|[+-][0-9]{2}:[0-9]{2})?)?)?)?");
  std::smatch parts;
  if (!std::regex_match(text, parts, form)) return std::nullopt;
  auto part = [&](int i, int otherwise) {
    return parts[static_cast<size_t>(i)].matched ? std::stoi(parts[static_cast<size_t>(i)])
                                                 : otherwise;
  };
  std::tm fields{};
  fields.tm_year = part(1, 0) - 1900;
  fields.tm_mon = part(2, 1) - 1;
  fields.tm_mday = part(3, 1);
  fields.tm_hour = part(4, 0);
  fields.tm_min = part(5, 0);
  fields.tm_sec = part(6, 0);
  std::tm asked = fields;
  auto seconds = static_cast<double>(timegm(&fields));
  // timegm puts right what no calendar has.
  bool is_real = asked.tm_mon == fields.tm_mon && asked.tm_mday == fields.tm_mday &&
                 asked.tm_hour == fields.tm_hour && asked.tm_min == fields.tm_min &&
                 asked.tm_sec == fields.tm_sec;
  if (!is_real) return std::nullopt;
  if (parts[7].matched) seconds += std::strtod(parts[7].str().c_str(), nullptr);
  std::string zone = parts[8];
  if (zone.size() != 6) return seconds;
  int offset = std::stoi(zone.substr(1, 2)) * 60 + std::stoi(zone.substr(4, 2));
  return seconds - (zone[0] == '-' ? -60 : 60) * offset;
}

std::optional<std::string> address_bits(const std::string& text) {
  return text.find(':') == std::string::npos ? v4_bits(text) : v6_bits(text);
}

bool in_range(const std::string& address, const std::string& range) {
  std::vector<std::string> parts = split(range, '/');
  auto bits = address_bits(address);
  auto network = address_bits(parts[0]);
  if (!bits || !network || bits->size() != network->size()) return false;
  size_t prefix = parts.size() > 1 ? std::stoul(parts[1]) : bits->size();
  return bits->substr(0, prefix) == network->substr(0, prefix);
}

std::optional<std::string> base64_bits(const std::string& text) {
  static const std::regex form("(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?");
  if (!std::regex_match(text, form)) return std::nullopt;
  std::string bits;
  for (char c : text) {
    unsigned value = 0;
    if (c >= 'A' && c <= 'Z')
      value = static_cast<unsigned>(c - 'A');
    else if (c >= 'a' && c <= 'z')
      value = static_cast<unsigned>(c - 'a') + 26;
    else if (c >= '0' && c <= '9')
      value = static_cast<unsigned>(c - '0') + 52;
    else if (c == '+')
      value = 62;
    else if (c == '/')
      value = 63;
    else
      continue;
    bits += bits_of(value, 6);
  }
  return bits.substr(0, bits.size() / 8 * 8);
}

}  // namespace angarium::policy::oracle
