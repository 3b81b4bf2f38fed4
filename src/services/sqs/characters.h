#pragma once

#include <algorithm>
#include <string_view>

// Which ASCII characters SQS's names are made of. The C library's functions ask the locale.
namespace angarium::services::sqs {

constexpr bool is_alphanumeric(char c) {
  return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

// Of queue names and batch entry ids.
constexpr bool is_name_character(char c) { return is_alphanumeric(c) || c == '_' || c == '-'; }

inline constexpr size_t kShortNameMax = 80;

// Between 1 and 80 of them.
constexpr bool is_short_name(std::string_view text) {
  return !text.empty() && text.size() <= kShortNameMax &&
         std::all_of(text.begin(), text.end(), is_name_character);
}

// Characters of UTF-8 text, as AWS counts the lengths of tags.
constexpr size_t count_characters(std::string_view text) {
  return static_cast<size_t>(std::count_if(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0) != 0x80;
  }));
}

// `prefix` in lower case.
constexpr bool has_prefix_in_any_case(std::string_view text, std::string_view prefix) {
  auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; };
  return text.size() >= prefix.size() &&
         std::equal(prefix.begin(), prefix.end(), text.begin(),
                    [lower](char a, char b) { return a == lower(b); });
}

}  // namespace angarium::services::sqs
