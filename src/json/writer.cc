#include "json/writer.h"

#include <fmt/format.h>

#include <charconv>
#include <cstring>

#include "base/assert.h"
#include "json/scanner.h"

namespace angarium::json {
namespace {

constexpr std::string_view kReplacement = "\xef\xbf\xbd";

void append_control(char c, std::string& out) {
  switch (c) {
    case '\b': out += "\\b"; return;
    case '\f': out += "\\f"; return;
    case '\n': out += "\\n"; return;
    case '\r': out += "\\r"; return;
    case '\t': out += "\\t"; return;
    default: fmt::format_to(std::back_inserter(out), "\\u{:04x}", static_cast<unsigned char>(c));
  }
}

// How many characters at the front need no escape, in whole words of eight: a byte that is below
// 0x20, or one of the two characters that are escaped, sets its high bit in `found`. (Exact for the
// lowest such byte of a word, which is all that is asked.)
size_t plain_words(std::string_view text) {
  constexpr uint64_t kOnes = 0x0101'0101'0101'0101;
  constexpr uint64_t kHighs = 0x80 * kOnes;
  size_t at = 0;
  for (; at + sizeof(uint64_t) <= text.size(); at += sizeof(uint64_t)) {
    uint64_t word = 0;
    std::memcpy(&word, text.data() + at, sizeof(word));
    const uint64_t quote = word ^ (kOnes * '"');
    const uint64_t backslash = word ^ (kOnes * '\\');
    const uint64_t found = ((word - kOnes * 0x20) & ~word) | ((quote - kOnes) & ~quote) |
                           ((backslash - kOnes) & ~backslash);
    if ((found & kHighs) != 0) break;
  }
  return at;
}

void append_escaped(std::string_view text, std::string& out) {
  size_t run = 0;
  for (size_t i = plain_words(text); i < text.size(); ++i) {
    auto c = static_cast<unsigned char>(text[i]);
    if (c >= 0x20 && c != '"' && c != '\\') continue;
    out.append(text, run, i - run);
    run = i + 1;
    if (c < 0x20) {
      append_control(text[i], out);
    } else {
      out += '\\';
      out += text[i];
    }
    i += plain_words(text.substr(run));
  }
  out.append(text, run);
}

// Length of the valid UTF-8 sequence at the front, 0 when there is none.
size_t sequence_bytes(std::string_view text) {
  for (size_t length = 1; length <= 4 && length <= text.size(); ++length) {
    if (is_utf8(text.substr(0, length))) return length;
  }
  return 0;
}

std::string repaired(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    size_t length = sequence_bytes(text);
    out += length ? text.substr(0, length) : kReplacement;
    text.remove_prefix(length ? length : 1);
  }
  return out;
}

}  // namespace

void append_quoted(std::string_view text, std::string& out) {
  out += '"';
  if (is_utf8(text)) {
    append_escaped(text, out);
  } else {
    append_escaped(repaired(text), out);
  }
  out += '"';
}

void Writer::separate() {
  if (needs_comma_) out_ += ',';
  needs_comma_ = true;
}

Writer& Writer::open(char bracket) {
  separate();
  out_ += bracket;
  needs_comma_ = false;
  return *this;
}

Writer& Writer::close(char bracket) {
  out_ += bracket;
  needs_comma_ = true;
  return *this;
}

Writer& Writer::key(std::string_view name) {
  separate();
  append_quoted(name, out_);
  out_ += ':';
  needs_comma_ = false;
  return *this;
}

Writer& Writer::string(std::string_view text) {
  separate();
  append_quoted(text, out_);
  return *this;
}

Writer& Writer::integer(int64_t value) {
  separate();
  out_ += fmt::format_int(value).str();
  return *this;
}

Writer& Writer::number(double value) {
  AG_ASSERT(value - value == 0);  // neither infinite nor NaN: JSON has no spelling for them
  char buffer[32];
  char* end = std::to_chars(buffer, buffer + sizeof buffer, value).ptr;
  return raw(std::string_view(buffer, static_cast<size_t>(end - buffer)));
}

Writer& Writer::raw(std::string_view json) {
  separate();
  out_ += json;
  return *this;
}

}  // namespace angarium::json
