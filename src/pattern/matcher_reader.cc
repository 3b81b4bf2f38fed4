#include "pattern/matcher_reader.h"

#include <fmt/format.h>

#include <algorithm>

#include "pattern/address.h"
#include "pattern/cidr.h"
#include "pattern/number.h"
#include "pattern/wildcard_text.h"

namespace angarium::pattern {
namespace {

using json::Token;
using json::TokenKind;

// A plain string of an address's shape stands for the address in all its spellings. An AWS oddity;
// {"exactly": ...} is the way around it.
Matcher plain_string(std::string text) {
  Address address;
  if (parse_address(text, address)) return {Operator::kAddress, std::string(address.view())};
  return {Operator::kEquals, std::move(text)};
}

std::optional<NumberKey> comparable_key(std::string_view spelling) {
  if (!comparable_number(spelling)) return std::nullopt;
  return number_key(*parse_decimal(spelling));
}

Matcher plain_number(std::string_view spelling) {
  std::optional<NumberKey> key = comparable_key(spelling);
  if (!key) return {Operator::kSpelledNumber, std::string(spelling)};
  return {Operator::kNumber, std::string(key->data(), key->size())};
}

base::Result<std::string> string_argument(TokenReader& reader, std::string_view problem) {
  AG_TRY(token, reader.next());
  if (token.kind != TokenKind::kString) return refused(std::string(problem));
  return decoded(token);
}

// The only member of a matcher object is a string: reads it and the object's end.
base::Result<Matcher> string_matcher(TokenReader& reader, Operator op, std::string_view problem) {
  AG_TRY(operand, string_argument(reader, problem));
  AG_CHECK(end_object(reader, kOneKeyAllowed));
  return Matcher{op, std::move(operand)};
}

// How `prefix` and `suffix` are read and complained of.
struct Affix {
  Operator plain;
  Operator ignoring_case;
  std::string_view name;
  std::string_view capitalized;
};
constexpr Affix kPrefix{Operator::kPrefix, Operator::kPrefixIgnoreCase, "prefix", "Prefix"};
constexpr Affix kSuffix{Operator::kSuffix, Operator::kSuffixIgnoreCase, "suffix", "Suffix"};

constexpr std::string_view kIgnoreCaseProblem = "equals-ignore-case match pattern must be a string";

base::Result<Matcher> read_affix(TokenReader& reader, const Affix& affix) {
  AG_TRY(token, reader.next());
  if (token.kind == TokenKind::kString) {
    AG_CHECK(end_object(reader, kOneKeyAllowed));
    return Matcher{affix.plain, decoded(token)};
  }
  if (token.kind != TokenKind::kObjectBegin) {
    return refused(fmt::format("{} match pattern must be a string", affix.name));
  }
  AG_TRY(key, reader.next());
  if (key.kind != TokenKind::kKey) {
    return refused(fmt::format("{} expression name not found", affix.capitalized));
  }
  std::string name = decoded(key);
  if (name != "equals-ignore-case") {
    return refused(fmt::format("Unsupported {} pattern: {}", affix.name, name));
  }
  AG_TRY(matcher, string_matcher(reader, affix.ignoring_case, kIgnoreCaseProblem));
  AG_CHECK(end_object(reader, kOneKeyAllowed));
  return matcher;
}

base::Result<Matcher> read_wildcard(TokenReader& reader) {
  AG_TRY(text, string_argument(reader, "wildcard match pattern must be a string"));
  AG_CHECK(check_wildcard(text));
  AG_CHECK(end_object(reader, kOneKeyAllowed));
  return Matcher{Operator::kWildcard, std::move(text)};
}

base::Result<Matcher> read_cidr(TokenReader& reader) {
  // AWS's own words; it is not a slip of ours.
  AG_TRY(text, string_argument(reader, "prefix match pattern must be a string"));
  AG_TRY(operand, cidr_operand(text));
  AG_CHECK(end_object(reader, kOneKeyAllowed));
  return Matcher{Operator::kCidr, std::move(operand)};
}

base::Result<void> read_exists(TokenReader& reader, Leaf& leaf) {
  AG_TRY(token, reader.next());
  if (token.kind != TokenKind::kTrue && token.kind != TokenKind::kFalse) {
    return refused("exists match pattern must be either true or false.");
  }
  AG_CHECK(end_object(reader, kOneKeyAllowed));
  if (token.kind == TokenKind::kTrue) {
    leaf.matchers.push_back({Operator::kExists});
  } else {
    leaf.absent = true;
  }
  return {};
}

base::Result<Matcher> read_operator(TokenReader& reader, const std::string& name,
                                    const Dialect& dialect) {
  if (name == "prefix") return read_affix(reader, kPrefix);
  if (name == "suffix") return read_affix(reader, kSuffix);
  if (name == "anything-but") return read_anything_but(reader, dialect);
  if (name == "numeric") return read_numeric(reader);
  if (name == "equals-ignore-case") {
    return string_matcher(reader, Operator::kEqualsIgnoreCase, kIgnoreCaseProblem);
  }
  if (name == "wildcard" && dialect.wildcard) return read_wildcard(reader);
  if (name == "cidr") return read_cidr(reader);
  if (name == "exactly") {
    return string_matcher(reader, Operator::kEquals, "exact match pattern must be a string");
  }
  return refused(fmt::format("Unrecognized match type {}", name));
}

// {"operator": argument}, after its brace.
base::Result<void> read_object(TokenReader& reader, const Dialect& dialect, Leaf& leaf) {
  AG_TRY(key, reader.next());
  if (key.kind != TokenKind::kKey) return refused("Match expression name not found");
  std::string name = decoded(key);
  if (name == "exists") return read_exists(reader, leaf);
  AG_TRY(matcher, read_operator(reader, name, dialect));
  leaf.matchers.push_back(std::move(matcher));
  return {};
}

}  // namespace

base::Result<void> end_object(TokenReader& reader, std::string_view problem) {
  AG_TRY(token, reader.next());
  if (token.kind != TokenKind::kObjectEnd) return refused(std::string(problem));
  return {};
}

base::Result<Matcher> comparable_matcher(std::string_view spelling) {
  std::optional<NumberKey> key = comparable_key(spelling);
  if (!key) return refused(fmt::format("Cannot compare number : {}", spelling));
  return Matcher{Operator::kNumber, std::string(key->data(), key->size())};
}

bool is_before(const Matcher& left, const Matcher& right) {
  if (left.op != right.op) return left.op < right.op;
  if (left.operand != right.operand) return left.operand < right.operand;
  return std::lexicographical_compare(left.except.begin(), left.except.end(), right.except.begin(),
                                      right.except.end(), is_before);
}

void remove_repeated(std::vector<Matcher>& matchers) {
  if (matchers.size() < 2) return;
  std::vector<size_t> order(matchers.size());
  for (size_t i = 0; i < order.size(); ++i) order[i] = i;
  std::stable_sort(order.begin(), order.end(), [&](size_t left, size_t right) {
    return is_before(matchers[left], matchers[right]);
  });
  std::vector<bool> repeated(matchers.size());
  for (size_t i = 1; i < order.size(); ++i) {
    repeated[order[i]] = matchers[order[i]] == matchers[order[i - 1]];
  }
  size_t kept = 0;
  for (size_t i = 0; i < matchers.size(); ++i) {
    if (repeated[i]) continue;
    if (kept != i) matchers[kept] = std::move(matchers[i]);
    ++kept;
  }
  matchers.resize(kept);
}

base::Result<void> read_matcher(TokenReader& reader, const Token& token, const Dialect& dialect,
                                Leaf& leaf) {
  switch (token.kind) {
    case TokenKind::kString: leaf.matchers.push_back(plain_string(decoded(token))); return {};
    case TokenKind::kNumber: leaf.matchers.push_back(plain_number(token.raw)); return {};
    case TokenKind::kTrue: leaf.matchers.push_back({Operator::kTrue}); return {};
    case TokenKind::kFalse: leaf.matchers.push_back({Operator::kFalse}); return {};
    case TokenKind::kNull: leaf.matchers.push_back({Operator::kNull}); return {};
    case TokenKind::kObjectBegin: return read_object(reader, dialect, leaf);
    default: return refused("Match value must be String, number, true, false, or null");
  }
}

}  // namespace angarium::pattern
