#include "json/raw_json.h"

#include "json/error.h"

namespace angarium::json {
namespace {

base::Error not_a(std::string_view kind) {
  return base::Error(ErrorCode::kSyntax, "it is not " + std::string(kind));
}

// Nothing may follow a value that was read whole.
base::Result<void> expect_end(Scanner& scanner) {
  AG_TRY(token, scanner.next());
  if (token.kind != TokenKind::kEnd) return not_a("one JSON value");
  return {};
}

// The value of which `token` is the first one.
base::Result<std::string_view> rest_of_value(Scanner& scanner, const Token& token,
                                             std::string_view text) {
  auto begin = static_cast<size_t>(token.raw.data() - text.data());
  if (token.kind == TokenKind::kString) --begin;
  bool container = token.kind == TokenKind::kObjectBegin || token.kind == TokenKind::kArrayBegin;
  if (container) AG_CHECK(scanner.skip_value());
  return text.substr(begin, scanner.offset() - begin);
}

std::string decoded(const Token& token) {
  if (!token.escaped) return std::string(token.raw);
  std::string text;
  unescape(token.raw, text);
  return text;
}

}  // namespace

base::Result<std::string_view> next_raw_value(Scanner& scanner, std::string_view text) {
  AG_TRY(token, scanner.next());
  return rest_of_value(scanner, token, text);
}

base::Result<RawMembers> raw_members(std::string_view text, uint32_t depth_max) {
  Scanner scanner(text, depth_max);
  AG_TRY(first, scanner.next());
  if (first.kind != TokenKind::kObjectBegin) return not_a("a JSON object");
  RawMembers members;
  while (true) {
    AG_TRY(key, scanner.next());
    if (key.kind == TokenKind::kObjectEnd) break;
    AG_TRY(value, next_raw_value(scanner, text));
    members.emplace_back(decoded(key), value);
  }
  AG_CHECK(expect_end(scanner));
  return members;
}

base::Result<std::vector<std::string_view>> raw_elements(std::string_view text) {
  Scanner scanner(text, kRawDepthMax);
  AG_TRY(first, scanner.next());
  if (first.kind != TokenKind::kArrayBegin) return not_a("a JSON array");
  std::vector<std::string_view> elements;
  while (true) {
    AG_TRY(token, scanner.next());
    if (token.kind == TokenKind::kArrayEnd) break;
    AG_TRY(value, rest_of_value(scanner, token, text));
    elements.push_back(value);
  }
  AG_CHECK(expect_end(scanner));
  return elements;
}

base::Result<std::string> raw_string(std::string_view text) {
  Scanner scanner(text, kRawDepthMax);
  AG_TRY(token, scanner.next());
  if (token.kind != TokenKind::kString) return not_a("a string");
  return decoded(token);
}

}  // namespace angarium::json
