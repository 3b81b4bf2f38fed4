#include "json/scanner.h"

#include <fmt/format.h>
#include <simdjson.h>

#include <array>

namespace angarium::json {
namespace {

// Characters that end the plain run of a string: the quote, the backslash, and controls.
constexpr std::array<bool, 256> kStringStop = [] {
  std::array<bool, 256> stop{};
  for (size_t c = 0; c < 0x20; ++c) stop[c] = true;
  stop['"'] = stop['\\'] = true;
  return stop;
}();

bool is_stop(char c) { return kStringStop[static_cast<unsigned char>(c)]; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

// Four hex digits at `at`; of what are none some number comes.
uint32_t code_unit(const char* at) {
  uint32_t unit = 0;
  for (int i = 0; i < 4; ++i) unit = unit * 16 + static_cast<uint32_t>(hex_value(at[i]));
  return unit & 0xffff;
}

void append_code_point(uint32_t c, std::string& out) {
  auto add = [&out](uint32_t byte) { out += static_cast<char>(byte); };
  if (c < 0x80) return add(c);
  if (c < 0x800) return add(0xc0 | c >> 6), add(0x80 | (c & 0x3f));
  if (c < 0x10000) {
    return add(0xe0 | c >> 12), add(0x80 | (c >> 6 & 0x3f)), add(0x80 | (c & 0x3f));
  }
  add(0xf0 | c >> 18), add(0x80 | (c >> 12 & 0x3f)), add(0x80 | (c >> 6 & 0x3f));
  add(0x80 | (c & 0x3f));
}

// Reads the escape whose backslash is at `at`; answers where the text goes on. One that is cut off
// stands for itself.
const char* append_escape(const char* at, const char* end, std::string& out) {
  if (end - at < 2 || (at[1] == 'u' && end - at < 6)) return out.append(at, end), end;
  switch (at[1]) {
    case 'b': out += '\b'; return at + 2;
    case 'f': out += '\f'; return at + 2;
    case 'n': out += '\n'; return at + 2;
    case 'r': out += '\r'; return at + 2;
    case 't': out += '\t'; return at + 2;
    case 'u': break;
    default: out += at[1]; return at + 2;
  }
  uint32_t unit = code_unit(at + 2);
  at += 6;
  bool high = unit >= 0xd800 && unit < 0xdc00;
  if (high && end - at >= 6 && at[0] == '\\' && at[1] == 'u') {
    uint32_t low = code_unit(at + 2);
    if (low >= 0xdc00 && low < 0xe000) {
      unit = 0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00);
      at += 6;
    }
  }
  append_code_point(unit, out);
  return at;
}

}  // namespace

base::Error Scanner::syntax(std::string_view problem) {
  failed_ = true;
  return base::Error(ErrorCode::kSyntax, fmt::format("{} at byte {}", problem, offset()));
}

void Scanner::skip_space() {
  while (at_ < end_ && (*at_ == ' ' || *at_ == '\n' || *at_ == '\r' || *at_ == '\t')) ++at_;
}

base::Result<Token> Scanner::next() {
  if (failed_) return syntax("the text is not JSON");
  skip_space();
  if (at_ == end_) {
    if (expect_ == Expect::kDone) return Token{TokenKind::kEnd, {}};
    return syntax("the text ends too early");
  }
  switch (expect_) {
    case Expect::kValue: return value();
    case Expect::kFirstKeyOrEnd: return *at_ == '}' ? close(TokenKind::kObjectEnd) : key();
    case Expect::kFirstValueOrEnd: return *at_ == ']' ? close(TokenKind::kArrayEnd) : value();
    case Expect::kColonValue:
      if (*at_ != ':') return syntax("expected `:`");
      ++at_;
      skip_space();
      return at_ == end_ ? syntax("the text ends too early") : value();
    case Expect::kCommaOrEnd: break;
    case Expect::kDone: return syntax("unexpected text after the value");
  }
  bool object = in_object_.back();
  if (*at_ == (object ? '}' : ']')) {
    return close(object ? TokenKind::kObjectEnd : TokenKind::kArrayEnd);
  }
  if (*at_ != ',') return syntax(object ? "expected `,` or `}`" : "expected `,` or `]`");
  ++at_;
  skip_space();
  if (at_ == end_) return syntax("the text ends too early");
  return object ? key() : value();
}

base::Result<Token> Scanner::value() {
  switch (*at_) {
    case '{': return open(TokenKind::kObjectBegin);
    case '[': return open(TokenKind::kArrayBegin);
    case '"': return string(TokenKind::kString);
    case 't': return literal("true", TokenKind::kTrue);
    case 'f': return literal("false", TokenKind::kFalse);
    case 'n': return literal("null", TokenKind::kNull);
    default: return number();
  }
}

base::Result<Token> Scanner::open(TokenKind kind) {
  if (in_object_.size() >= depth_max_) {
    failed_ = true;
    return base::Error(ErrorCode::kTooDeep, fmt::format("nested deeper than {} levels at byte {}",
                                                        depth_max_, offset()));
  }
  bool object = kind == TokenKind::kObjectBegin;
  in_object_.push_back(object);
  expect_ = object ? Expect::kFirstKeyOrEnd : Expect::kFirstValueOrEnd;
  return Token{kind, std::string_view(at_++, 1)};
}

base::Result<Token> Scanner::close(TokenKind kind) {
  in_object_.pop_back();
  value_done();
  return Token{kind, std::string_view(at_++, 1)};
}

base::Result<Token> Scanner::key() {
  if (*at_ != '"') return syntax("expected a key in double quotes");
  base::Result<Token> token = string(TokenKind::kKey);
  if (token.ok()) expect_ = Expect::kColonValue;
  return token;
}

base::Result<Token> Scanner::string(TokenKind kind) {
  const char* start = ++at_;
  bool escaped = false;
  while (true) {
    while (at_ < end_ && !is_stop(*at_)) ++at_;
    if (at_ == end_) return syntax("a string has no end");
    if (*at_ == '"') break;
    if (*at_ != '\\') return syntax("a control character in a string must be escaped");
    escaped = true;
    AG_CHECK(escape());
  }
  Token token{kind, std::string_view(start, static_cast<size_t>(at_ - start)), escaped};
  ++at_;
  value_done();
  return token;
}

base::Result<void> Scanner::escape() {
  if (end_ - at_ < 2) return syntax("a string has no end");
  char c = at_[1];
  if (c == 'u') {
    for (int i = 2; i < 6; ++i) {
      if (at_ + i >= end_ || hex_value(at_[i]) < 0) return syntax("`\\u` needs four hex digits");
    }
    at_ += 6;
    return {};
  }
  if (std::string_view("\"\\/bfnrt").find(c) == std::string_view::npos) {
    return syntax("unknown escape in a string");
  }
  at_ += 2;
  return {};
}

bool Scanner::digits() {
  const char* start = at_;
  while (at_ < end_ && is_digit(*at_)) ++at_;
  return at_ != start;
}

base::Result<Token> Scanner::number() {
  const char* start = at_;
  if (*at_ == '-') ++at_;
  bool leading_zero = at_ < end_ && *at_ == '0';
  const char* integer = at_;
  if (!digits()) return syntax("expected a value");
  if (leading_zero && at_ - integer > 1) return syntax("a number must not begin with 0");
  if (at_ < end_ && *at_ == '.') {
    ++at_;
    if (!digits()) return syntax("a number needs digits after its point");
  }
  if (at_ < end_ && (*at_ == 'e' || *at_ == 'E')) {
    ++at_;
    if (at_ < end_ && (*at_ == '+' || *at_ == '-')) ++at_;
    if (!digits()) return syntax("a number needs digits in its exponent");
  }
  value_done();
  return Token{TokenKind::kNumber, std::string_view(start, static_cast<size_t>(at_ - start))};
}

base::Result<Token> Scanner::literal(std::string_view word, TokenKind kind) {
  std::string_view rest(at_, static_cast<size_t>(end_ - at_));
  if (!rest.starts_with(word)) return syntax("expected a value");
  at_ += word.size();
  value_done();
  return Token{kind, rest.substr(0, word.size())};
}

base::Result<void> Scanner::skip_value() {
  size_t outer = in_object_.size();
  if (expect_ == Expect::kColonValue) {
    AG_TRY(token, next());
    bool container = token.kind == TokenKind::kObjectBegin || token.kind == TokenKind::kArrayBegin;
    if (!container) return {};
  } else {
    --outer;  // the container that was just opened
  }
  while (in_object_.size() > outer) AG_CHECK(next());
  return {};
}

bool is_utf8(std::string_view text) { return simdjson::validate_utf8(text.data(), text.size()); }

base::Result<void> validate_object(std::string_view text, uint32_t depth_max) {
  if (!is_utf8(text)) return base::Error(ErrorCode::kSyntax, "the text is not UTF-8");
  Scanner scanner(text, depth_max);
  AG_TRY(root, scanner.next());
  if (root.kind != TokenKind::kObjectBegin) {
    return base::Error(ErrorCode::kSyntax, "the text is not a JSON object");
  }
  AG_CHECK(scanner.skip_value());
  AG_CHECK(scanner.next());  // kEnd, or the error that something follows
  return {};
}

void unescape(std::string_view raw, std::string& out) {
  const char* at = raw.data();
  const char* end = at + raw.size();
  while (at < end) {
    const char* run = at;
    while (at < end && *at != '\\') ++at;
    out.append(run, at);
    if (at < end) at = append_escape(at, end, out);
  }
}

}  // namespace angarium::json
