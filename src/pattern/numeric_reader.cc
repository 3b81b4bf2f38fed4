#include <fmt/format.h>

#include "pattern/matcher_reader.h"
#include "pattern/number.h"

namespace angarium::pattern {
namespace {

using json::Token;
using json::TokenKind;

base::Result<double> bound(const Token& token) {
  std::optional<double> number = comparable_number(token.raw);
  if (!number) return refused(fmt::format("Cannot compare number : {}", token.raw));
  return *number;
}

// The number after an operator, as it is spelled.
base::Result<Token> operand(TokenReader& reader, std::string_view op) {
  AG_TRY(token, reader.next());
  if (token.kind != TokenKind::kNumber) {
    return refused(fmt::format("Value of {} must be numeric", op));
  }
  return token;
}

base::Result<void> end_list(TokenReader& reader, std::string_view problem) {
  AG_TRY(token, reader.next());
  if (token.kind != TokenKind::kArrayEnd) return refused(std::string(problem));
  return {};
}

Matcher range_matcher(const Range& range) { return {Operator::kRange, pack(range)}; }

base::Result<Matcher> read_equal(TokenReader& reader) {
  AG_TRY(token, operand(reader, "equals"));
  AG_CHECK(end_list(reader, kTooManyElements));
  return comparable_matcher(token.raw);
}

base::Result<Matcher> read_upper_bound(TokenReader& reader, const std::string& op) {
  AG_TRY(token, operand(reader, op));
  AG_CHECK(end_list(reader, kTooManyElements));
  AG_TRY(high, bound(token));
  return range_matcher({.high = high, .high_included = op == "<="});
}

// From the second operator on, which `op` is.
base::Result<Matcher> complete_range(TokenReader& reader, const Token& op, const Token& low_token,
                                     bool low_included) {
  if (op.kind != TokenKind::kString) {
    return refused(fmt::format("Bad value in numeric range: {}", op.raw));
  }
  std::string name = decoded(op);
  if (name != "<" && name != "<=") {
    return refused(fmt::format("Bad numeric range operator: {}", name));
  }
  AG_TRY(high_token, operand(reader, name));
  AG_CHECK(end_list(reader, "Too many terms in numeric range expression"));
  AG_TRY(low, bound(low_token));
  AG_TRY(high, bound(high_token));
  // AWS has no range of a single number, even with both ends included.
  if (low >= high) return refused("Bottom must be less than top");
  return range_matcher(
      {.low = low, .high = high, .low_included = low_included, .high_included = name == "<="});
}

base::Result<Matcher> read_lower_bound(TokenReader& reader, const std::string& op) {
  AG_TRY(token, operand(reader, op));
  AG_TRY(second, reader.next());
  bool included = op == ">=";
  if (second.kind != TokenKind::kArrayEnd) return complete_range(reader, second, token, included);
  AG_TRY(low, bound(token));
  return range_matcher({.low = low, .low_included = included});
}

base::Result<Matcher> read_list(TokenReader& reader) {
  AG_TRY(token, reader.next());
  if (token.kind != TokenKind::kString) {
    return refused(fmt::format("Invalid member in numeric match: {}", token.raw));
  }
  std::string op = decoded(token);
  if (op == "=") return read_equal(reader);
  if (op == ">" || op == ">=") return read_lower_bound(reader, op);
  if (op == "<" || op == "<=") return read_upper_bound(reader, op);
  return refused(fmt::format("Unrecognized numeric range operator: {}", op));
}

}  // namespace

base::Result<Matcher> read_numeric(TokenReader& reader) {
  AG_TRY(token, reader.next());
  if (token.kind != TokenKind::kArrayBegin) return refused("Value of numeric must be an array.");
  AG_TRY(matcher, read_list(reader));
  AG_CHECK(end_object(reader, kTooManyElements));
  return matcher;
}

}  // namespace angarium::pattern
