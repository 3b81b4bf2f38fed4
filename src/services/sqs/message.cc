#include "services/sqs/message.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstring>

#include "services/sqs/characters.h"
#include "services/sqs/errors.h"

namespace angarium::services::sqs {
namespace {

constexpr size_t kAttributeNameMax = 256;
constexpr size_t kAttributeTypeMax = 256;

bool is_attribute_name_character(char c) { return is_name_character(c) || c == '.'; }

wire::Error invalid_attribute(std::string_view name, std::string_view problem) {
  return invalid_parameter_value(fmt::format("Message (user) attribute '{}' {}", name, problem));
}

// API reference, SendMessage, MessageAttributes.
wire::Result<void> check_name(std::string_view name) {
  if (name.empty()) {
    return invalid_parameter_value("Message (user) attribute name must not be empty.");
  }
  if (name.size() > kAttributeNameMax) {
    return invalid_parameter_value("Message (user) attribute name must be shorter than 256 bytes.");
  }
  if (!std::all_of(name.begin(), name.end(), is_attribute_name_character)) {
    return invalid_parameter_value(
        fmt::format("Invalid character found in the message attribute name '{}'. Can only include "
                    "alphanumeric characters, hyphens, underscores, or dots.",
                    name));
  }
  if (name.starts_with('.') || name.ends_with('.') || name.find("..") != std::string_view::npos) {
    return invalid_attribute(name, "must not start or end with a dot or hold two in a row.");
  }
  if (has_prefix_in_any_case(name, "aws.") || has_prefix_in_any_case(name, "amazon.")) {
    return invalid_attribute(name, "must not start with a reserved prefix (AWS. or Amazon.).");
  }
  return {};
}

bool is_finite_number(std::string_view text) {
  double number = 0;
  auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), number);
  return failure == std::errc() && end == text.data() + text.size() && std::isfinite(number);
}

bool is_type(std::string_view type, std::string_view kind) {
  return type == kind || (type.starts_with(kind) && type[kind.size()] == '.');
}

wire::Result<void> check_attribute(const std::string& name, const MessageAttribute& attribute) {
  AG_CHECK(check_name(name));
  const std::string& type = attribute.data_type;
  if (type.size() > kAttributeTypeMax) {
    return invalid_attribute(name, "type must be shorter than 256 bytes.");
  }
  bool is_number = is_type(type, "Number");
  bool is_binary = is_type(type, "Binary");
  if (!is_number && !is_binary && !is_type(type, "String")) {
    return invalid_parameter_value(
        fmt::format("The message attribute '{}' has an invalid message attribute type, the set of "
                    "supported type "
                    "prefixes is Binary, Number, and String.",
                    name));
  }
  if (attribute.value.empty()) {
    std::string_view kind = is_number ? "Number" : is_binary ? "Binary" : "String";
    return invalid_attribute(name,
                             fmt::format("must contain a non-empty value of type '{}'.", kind));
  }
  if (is_binary) return {};
  if (find_invalid_character(attribute.value)) {
    return invalid_message_contents(
        fmt::format("Invalid character was found in the message attribute '{}'.", name));
  }
  if (is_number && !is_finite_number(attribute.value)) {
    return invalid_parameter_value(
        fmt::format("Can't cast the value of message (user) attribute '{}' to a number.", name));
  }
  return {};
}

// One character of UTF-8 text, and how many bytes it takes; 0 bytes for what is not UTF-8.
struct Decoded {
  char32_t character;
  size_t size;
};
Decoded decode(std::string_view text) {
  auto byte = [text](size_t at) { return static_cast<unsigned char>(text[at]); };
  unsigned char first = byte(0);
  if (first < 0x80) return {first, 1};
  size_t size = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
  if (first < 0xC2 || first > 0xF4 || text.size() < size) return {first, 0};
  char32_t character = first & (0xFFu >> (size + 1));
  for (size_t i = 1; i < size; ++i) {
    if ((byte(i) & 0xC0) != 0x80) return {first, 0};
    character = (character << 6) | (byte(i) & 0x3Fu);
  }
  constexpr char32_t kSmallest[] = {0, 0, 0x80, 0x800, 0x10000};
  if (character < kSmallest[size] || character > 0x10FFFF) return {first, 0};
  return {character, size};
}

bool is_valid_character(char32_t c) {
  if (c < 0x20) return c == 0x9 || c == 0xA || c == 0xD;
  return c <= 0xD7FF || (c >= 0xE000 && c <= 0xFFFD) || (c >= 0x10000 && c <= 0x10FFFF);
}

}  // namespace

int64_t message_size_bytes(const MessageContent& content) {
  size_t size = content.body.size();
  for (const auto& [name, attribute] : content.attributes) {
    size += name.size() + attribute.data_type.size() + attribute.value.size();
  }
  return static_cast<int64_t>(size);
}

wire::Result<void> check_message(const MessageContent& content, int64_t size_bytes_max) {
  if (content.body.empty()) return missing_parameter("MessageBody");
  if (content.attributes.size() > kMessageAttributesMax) {
    return invalid_parameter_value(
        fmt::format("Number of message attributes [{}] exceeds the allowed maximum [{}].",
                    content.attributes.size(), kMessageAttributesMax));
  }
  for (const auto& [name, attribute] : content.attributes)
    AG_CHECK(check_attribute(name, attribute));
  if (message_size_bytes(content) > size_bytes_max) return message_too_long(size_bytes_max);
  if (auto invalid = find_invalid_character(content.body)) {
    return invalid_message_contents(
        fmt::format("Invalid binary character '#x{:X}' was found in the message body, the set of "
                    "allowed characters is #x9 | #xA | #xD | #x20 to #xD7FF | #xE000 to #xFFFD | "
                    "#x10000 to #x10FFFF",
                    static_cast<uint32_t>(*invalid)));
  }
  return {};
}

std::string with_valid_characters(std::string_view text) {
  std::string valid;
  while (!text.empty()) {
    const Decoded next = decode(text);
    const size_t size = std::max<size_t>(next.size, 1);
    const bool is_taken = next.size > 0 && is_valid_character(next.character);
    valid += is_taken ? text.substr(0, size) : "?";
    text.remove_prefix(size);
  }
  return valid;
}

// Plain ASCII is nearly all there is: eight characters at a time. A byte below 0x20 or above 0x7f
// leaves its high bit (or, by what it borrows, that of a byte beside it).
std::optional<char32_t> find_invalid_character(std::string_view text) {
  constexpr uint64_t kOnes = 0x0101'0101'0101'0101;
  while (!text.empty()) {
    uint64_t word = 0;
    if (text.size() >= sizeof(word)) {
      std::memcpy(&word, text.data(), sizeof(word));
      if ((((word - kOnes * 0x20) | word) & (kOnes * 0x80)) == 0) {
        text.remove_prefix(sizeof(word));
        continue;
      }
    }
    unsigned char first = static_cast<unsigned char>(text.front());
    if (first >= 0x20 && first < 0x80) {
      text.remove_prefix(1);
      continue;
    }
    Decoded next = decode(text);
    if (next.size == 0 || !is_valid_character(next.character)) return next.character;
    text.remove_prefix(next.size);
  }
  return std::nullopt;
}

}  // namespace angarium::services::sqs
