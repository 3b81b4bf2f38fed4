#include "delivery/json_pieces.h"

#include <algorithm>

#include "json/scanner.h"

namespace angarium::delivery {
namespace {

bool is_blank(char c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t'; }
bool is_container(std::string_view value) { return value[0] == '{' || value[0] == '['; }

// Whether the character at `at` is escaped: an odd number of backslashes stands before it.
bool is_escaped(std::string_view text, size_t at) {
  size_t backslashes = 0;
  while (backslashes < at && text[at - backslashes - 1] == '\\') ++backslashes;
  return backslashes % 2 == 1;
}

// The length of the string at the front, with its quotes.
size_t string_length(std::string_view text) {
  size_t end = text.find('"', 1);
  while (end != std::string_view::npos && is_escaped(text, end)) end = text.find('"', end + 1);
  return end == std::string_view::npos ? text.size() : end + 1;
}

// json::unescape writes half a pair as the three bytes ED A0..BF xx, which are no UTF-8.
void replace_half_pairs(std::string& text, size_t from) {
  for (size_t at = from; at + 2 < text.size(); ++at) {
    const bool is_half = text[at] == '\xED' && static_cast<unsigned char>(text[at + 1]) >= 0xA0;
    if (is_half) text.replace(at, 3, "\xEF\xBF\xBD");
  }
}

}  // namespace

void append_minified(std::string_view value, std::string& out) {
  if (!is_container(value)) return void(out += value);
  while (!value.empty()) {
    const auto stop =
        std::find_if(value.begin(), value.end(), [](char c) { return c == '"' || is_blank(c); });
    out.append(value.begin(), stop);
    value.remove_prefix(static_cast<size_t>(stop - value.begin()));
    if (value.empty()) return;
    const size_t length = value[0] == '"' ? string_length(value) : 0;
    out += value.substr(0, length);
    value.remove_prefix(std::max<size_t>(length, 1));
  }
}

void append_characters(std::string_view value, std::string& out) {
  if (value == "null") return;
  if (value[0] != '"') return append_minified(value, out);
  const std::string_view raw = value.substr(1, value.size() - 2);
  if (raw.find('\\') == std::string_view::npos) return void(out += raw);
  const size_t begin = out.size();
  json::unescape(raw, out);
  replace_half_pairs(out, begin);
}

void append_without_quotes(std::string_view value, std::string& out) {
  if (!is_container(value)) return append_characters(value, out);
  const size_t begin = out.size();
  append_minified(value, out);
  // An escaped quote goes with its backslash; a backslash that is itself escaped stays.
  size_t end = begin;
  for (size_t at = begin; at < out.size(); ++at) {
    if (out[at] == '"') continue;
    const bool is_escape = out[at] == '\\' && at + 1 < out.size();
    if (is_escape && out[at + 1] == '"') continue;
    out[end++] = out[at];
    if (is_escape) out[end++] = out[++at];
  }
  out.resize(end);
}

bool needs_no_escape(std::string_view characters) {
  return std::none_of(characters.begin(), characters.end(), [](char c) {
    return c == '"' || c == '\\' || static_cast<unsigned char>(c) < 0x20;
  });
}

}  // namespace angarium::delivery
