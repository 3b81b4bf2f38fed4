#include "wire/form.h"

#include <algorithm>

#include "json/scanner.h"
#include "wire/decoding.h"

namespace angarium::wire {
namespace {

int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

bool by_name(const Form::Parameter& a, const Form::Parameter& b) { return a.name < b.name; }

}  // namespace

std::optional<std::string> percent_decode(std::string_view text, bool plus_is_space) {
  std::string decoded;
  decoded.reserve(text.size());
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%') {
      int high = i + 2 < text.size() ? hex_value(text[i + 1]) : -1;
      int low = i + 2 < text.size() ? hex_value(text[i + 2]) : -1;
      if (high < 0 || low < 0) return std::nullopt;
      decoded += static_cast<char>(high << 4 | low);
      i += 2;
    } else {
      decoded += plus_is_space && text[i] == '+' ? ' ' : text[i];
    }
  }
  return decoded;
}

Result<Form> Form::parse(std::string_view text) {
  Form form;
  while (!text.empty()) {
    size_t end = std::min(text.find('&'), text.size());
    std::string_view pair = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (pair.empty()) continue;
    if (form.parameters_.size() == kParametersMax) {
      return serialization_error("The request has more parameters than this server takes.");
    }
    size_t equals = std::min(pair.find('='), pair.size());
    std::optional<std::string> name = percent_decode(pair.substr(0, equals), true);
    std::optional<std::string> value =
        percent_decode(pair.substr(std::min(equals + 1, pair.size())), true);
    if (!name || !value || !json::is_utf8(*name) || !json::is_utf8(*value)) {
      return serialization_error("A parameter is not valid percent-encoded UTF-8.");
    }
    form.parameters_.push_back({std::move(*name), std::move(*value)});
  }
  std::stable_sort(form.parameters_.begin(), form.parameters_.end(), by_name);
  return form;
}

std::optional<std::string_view> Form::find(std::string_view name) const {
  auto end = std::upper_bound(
      parameters_.begin(), parameters_.end(), name,
      [](std::string_view wanted, const Parameter& parameter) { return wanted < parameter.name; });
  if (end == parameters_.begin() || std::prev(end)->name != name) return std::nullopt;
  return std::prev(end)->value;
}

}  // namespace angarium::wire
