#include "pattern/pattern.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>

#include "json/scanner.h"

namespace angarium::pattern {
namespace {

using json::Token;
using json::TokenKind;

// The language's other operators. Refused by name until they are honoured.
constexpr std::array<std::string_view, 8> kLaterOperators{
    "prefix", "suffix", "equals-ignore-case", "wildcard", "anything-but", "numeric",
    "cidr",   "exists"};

base::Error invalid(std::string reason) {
  return base::Error(ErrorCode::kInvalidPattern, std::move(reason));
}

size_t count_characters(std::string_view text) {
  return static_cast<size_t>(std::count_if(
      text.begin(), text.end(), [](char c) { return (static_cast<uint8_t>(c) & 0xc0) != 0x80; }));
}

std::string decode(const Token& token) {
  if (!token.escaped) return std::string(token.raw);
  std::string text;
  json::unescape(token.raw, text);
  return text;
}

// A plain string of an address's shape stands for the address in all its spellings. An AWS oddity;
// {"exactly": ...} is the way around it.
Value plain_string_value(std::string text) {
  std::string address;
  if (parse_address(text, address)) return {ValueKind::kAddress, std::move(address)};
  return {ValueKind::kString, std::move(text)};
}

// Reads a pattern by recursive descent; the recursion is as deep as Limits::depth_max.
class Parser {
 public:
  Parser(std::string_view text, const Limits& limits)
      : scanner_(text, limits.depth_max), limits_(limits) {}

  base::Result<Conjunction> parse();

 private:
  base::Result<Token> next();
  base::Result<void> object();
  base::Result<void> member(const Token& key);
  base::Result<void> leaf();
  base::Result<Value> matcher(const Token& token);
  base::Result<Value> operation();

  json::Scanner scanner_;
  const Limits& limits_;
  std::string path_;
  size_t depth_ = 0;  // of path_; not told by its length, as names may be empty
  // A path that comes twice holds what came last, as with AWS.
  std::map<std::string, std::vector<Value>> leaves_;
};

base::Result<Token> Parser::next() {
  base::Result<Token> token = scanner_.next();
  if (!token.ok()) return invalid(token.error().message());
  return token;
}

base::Result<Conjunction> Parser::parse() {
  AG_TRY(root, next());
  if (root.kind != TokenKind::kObjectBegin) return invalid("Filter is not an object");
  AG_CHECK(object());
  AG_CHECK(next());  // the end, or the error that something follows
  Conjunction conjunction;
  for (auto& [path, values] : leaves_) {
    std::sort(values.begin(), values.end());
    values.erase(std::unique(values.begin(), values.end()), values.end());
    conjunction.push_back({path, std::move(values)});
  }
  return conjunction;
}

base::Result<void> Parser::object() {
  bool empty = true;
  while (true) {
    AG_TRY(token, next());
    if (token.kind == TokenKind::kObjectEnd) break;
    empty = false;
    AG_CHECK(member(token));
  }
  if (empty) return invalid("Empty objects are not allowed");
  return {};
}

base::Result<void> Parser::member(const Token& key) {
  std::string name = decode(key);
  if (name == "$or") return invalid("$or is not supported by this version");
  size_t outer = path_.size();
  if (depth_++ > 0) path_ += '.';
  path_ += name;
  AG_TRY(value, next());
  if (value.kind == TokenKind::kObjectBegin) {
    AG_CHECK(object());
  } else if (value.kind == TokenKind::kArrayBegin) {
    AG_CHECK(leaf());
  } else {
    return invalid(fmt::format("\"{}\" must be an object or an array", name));
  }
  path_.resize(outer);
  --depth_;
  return {};
}

base::Result<void> Parser::leaf() {
  std::vector<Value> values;
  while (true) {
    AG_TRY(token, next());
    if (token.kind == TokenKind::kArrayEnd) break;
    AG_TRY(value, matcher(token));
    values.push_back(std::move(value));
  }
  if (values.empty()) return invalid("Empty arrays are not allowed");
  leaves_[path_] = std::move(values);
  if (leaves_.size() > limits_.paths_max) {
    return invalid(fmt::format("Size of rule exceeds max value of {}", limits_.paths_max));
  }
  return {};
}

base::Result<Value> Parser::matcher(const Token& token) {
  switch (token.kind) {
    case TokenKind::kString: return plain_string_value(decode(token));
    case TokenKind::kNumber: return number_value(token.raw);
    case TokenKind::kTrue: return Value{ValueKind::kTrue, {}};
    case TokenKind::kFalse: return Value{ValueKind::kFalse, {}};
    case TokenKind::kNull: return Value{ValueKind::kNull, {}};
    case TokenKind::kObjectBegin: return operation();
    default: return invalid("Match value must be String, number, true, false, or null");
  }
}

// {"operator": argument}, after its brace.
base::Result<Value> Parser::operation() {
  AG_TRY(key, next());
  if (key.kind == TokenKind::kObjectEnd) return invalid("Match expression name not found");
  std::string name = decode(key);
  if (std::find(kLaterOperators.begin(), kLaterOperators.end(), name) != kLaterOperators.end()) {
    return invalid(fmt::format("Match type {} is not supported by this version", name));
  }
  if (name != "exactly") return invalid(fmt::format("Unrecognized match type {}", name));
  AG_TRY(argument, next());
  if (argument.kind != TokenKind::kString) return invalid("exact match pattern must be a string");
  AG_TRY(end, next());
  if (end.kind != TokenKind::kObjectEnd) return invalid("Only one key allowed in match expression");
  return Value{ValueKind::kString, decode(argument)};
}

}  // namespace

base::Result<Pattern> Pattern::parse(std::string_view text, const Limits& limits) {
  if (!json::is_utf8(text)) return invalid("the text is not UTF-8");
  if (count_characters(text) > limits.characters_max) {
    return base::Error(
        ErrorCode::kPatternTooLong,
        fmt::format("the pattern is longer than {} characters", limits.characters_max));
  }
  if (text.find_first_not_of(" \t\r\n") == std::string_view::npos) {
    return invalid("Filter is not an object");
  }
  AG_TRY(conjunction, Parser(text, limits).parse());
  return Pattern({std::move(conjunction)});
}

}  // namespace angarium::pattern
