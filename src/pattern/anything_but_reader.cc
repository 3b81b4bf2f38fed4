#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "pattern/matcher_reader.h"
#include "pattern/wildcard_text.h"

namespace angarium::pattern {
namespace {

using json::Token;
using json::TokenKind;

constexpr std::string_view kAffixProblem = "prefix/suffix match pattern must be a string";

// What may stand inside anything-but's object, and what AWS says of an element that is no string.
struct Nested {
  std::string_view name;
  Operator op;
  std::string_view problem;
};
constexpr std::array<Nested, 4> kNested{{
    {"prefix", Operator::kPrefix, kAffixProblem},
    {"suffix", Operator::kSuffix, kAffixProblem},
    {"equals-ignore-case", Operator::kEqualsIgnoreCase,
     "Inside anything-but/equals-ignore-case list, number|start|null|boolean is not supported."},
    {"wildcard", Operator::kWildcard, "wildcard match pattern must be a string"},
}};

base::Result<Nested> nested_operator(const Token& key, const Dialect& dialect) {
  if (key.kind != TokenKind::kKey) return refused("Anything-But expression name not found");
  std::string name = decoded(key);
  for (const Nested& nested : kNested) {
    if (nested.name == name && dialect.anything_but_nested) return nested;
  }
  return refused(fmt::format("Unsupported anything-but pattern: {}", name));
}

base::Result<Matcher> nested_element(const Token& token, const Nested& nested) {
  if (token.kind != TokenKind::kString) return refused(std::string(nested.problem));
  std::string text = decoded(token);
  bool affix = nested.op == Operator::kPrefix || nested.op == Operator::kSuffix;
  if (affix && text.empty()) return refused("Null prefix/suffix not allowed");
  return Matcher{nested.op, std::move(text)};
}

base::Result<Matcher> plain_element(const Token& token) {
  if (token.kind == TokenKind::kString) return Matcher{Operator::kEquals, decoded(token)};
  if (token.kind == TokenKind::kNumber) return comparable_matcher(token.raw);
  return refused("Inside anything but list, start|null|boolean is not supported.");
}

base::Result<std::vector<Matcher>> plain_list(TokenReader& reader) {
  std::vector<Matcher> matchers;
  bool mixed = false;
  while (true) {
    AG_TRY(token, reader.next());
    if (token.kind == TokenKind::kArrayEnd) break;
    AG_TRY(matcher, plain_element(token));
    if (!matchers.empty() && matchers[0].op != matcher.op) mixed = true;
    matchers.push_back(std::move(matcher));
  }
  if (matchers.empty() || mixed) {
    return refused(
        "Inside anything but list, either all values are number or string, mixed type is not "
        "supported");
  }
  return matchers;
}

base::Result<std::vector<Matcher>> nested_list(TokenReader& reader, const Nested& nested) {
  std::vector<Matcher> matchers;
  while (true) {
    AG_TRY(token, reader.next());
    if (token.kind == TokenKind::kArrayEnd) break;
    AG_TRY(matcher, nested_element(token, nested));
    matchers.push_back(std::move(matcher));
  }
  // AWS accepts the empty list here and fails when it is used.
  if (matchers.empty()) return refused("Empty arrays are not allowed");
  return matchers;
}

base::Result<void> check_argument(const Token& token) {
  if (token.kind == TokenKind::kString || token.kind == TokenKind::kNumber ||
      token.kind == TokenKind::kArrayBegin) {
    return {};
  }
  return refused("Value of anything-but must be an array or single string/number value.");
}

base::Result<std::vector<Matcher>> read_plain(TokenReader& reader, const Token& token) {
  AG_CHECK(check_argument(token));
  if (token.kind == TokenKind::kArrayBegin) return plain_list(reader);
  AG_TRY(matcher, plain_element(token));
  return std::vector<Matcher>{std::move(matcher)};
}

base::Result<std::vector<Matcher>> read_nested(TokenReader& reader, const Dialect& dialect) {
  AG_TRY(key, reader.next());
  AG_TRY(nested, nested_operator(key, dialect));
  AG_TRY(token, reader.next());
  AG_CHECK(check_argument(token));
  std::vector<Matcher> matchers;
  if (token.kind == TokenKind::kArrayBegin) {
    AG_TRY(list, nested_list(reader, nested));
    matchers = std::move(list);
  } else {
    AG_TRY(matcher, nested_element(token, nested));
    matchers.push_back(std::move(matcher));
  }
  if (nested.op == Operator::kWildcard) {
    for (const Matcher& matcher : matchers) AG_CHECK(check_wildcard(matcher.operand));
  }
  AG_CHECK(end_object(reader, kTooManyElements));
  return matchers;
}

}  // namespace

base::Result<Matcher> read_anything_but(TokenReader& reader, const Dialect& dialect) {
  AG_TRY(token, reader.next());
  AG_TRY(except, token.kind == TokenKind::kObjectBegin ? read_nested(reader, dialect)
                                                       : read_plain(reader, token));
  AG_CHECK(end_object(reader, kTooManyElements));
  std::sort(except.begin(), except.end(), is_before);
  except.erase(std::unique(except.begin(), except.end()), except.end());
  return Matcher{Operator::kAnythingBut, {}, std::move(except)};
}

}  // namespace angarium::pattern
