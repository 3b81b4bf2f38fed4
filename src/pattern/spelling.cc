#include "pattern/spelling.h"

#include <arpa/inet.h>
#include <fmt/format.h>

#include "pattern/number.h"

namespace angarium::pattern {
namespace {

std::string address_text(std::string_view bytes) {
  char text[INET6_ADDRSTRLEN] = "";
  inet_ntop(bytes.size() == 4 ? AF_INET : AF_INET6, bytes.data(), text, sizeof text);
  return text;
}

std::string number_text(std::string_view key) {
  Decimal decimal = decimal_of_key(key);
  std::string text = fmt::format("{}{}", decimal.negative ? "-" : "", decimal.digits);
  if (decimal.exponent == 0) return text;
  if (decimal.exponent > 0 && decimal.exponent <= 6) return text.append(decimal.exponent, '0');
  size_t sign = decimal.negative ? 1 : 0;
  auto digits = static_cast<int32_t>(text.size() - sign);
  if (decimal.exponent < 0 && digits + decimal.exponent > -6) {
    size_t fraction = static_cast<size_t>(-decimal.exponent);
    if (fraction >= text.size() - sign) text.insert(sign, fraction + 1 - (text.size() - sign), '0');
    return text.insert(text.size() - fraction, ".");
  }
  return fmt::format("{}e{}", text, decimal.exponent);
}

std::string range_text(const Range& range) {
  if (range.low == range.high) return fmt::format("[\"=\",{}]", range.low);
  std::string text = "[";
  if (range.low != -std::numeric_limits<double>::infinity()) {
    text += fmt::format("\"{}\",{}", range.low_included ? ">=" : ">", range.low);
  }
  if (range.high != std::numeric_limits<double>::infinity()) {
    text += fmt::format("{}\"{}\",{}", text.size() > 1 ? "," : "", range.high_included ? "<=" : "<",
                        range.high);
  }
  return text + "]";
}

std::string block_text(std::string_view operand) {
  int bits = static_cast<uint8_t>(operand.back());
  operand.remove_suffix(1);
  return fmt::format("\"{}/{}\"", address_text(operand), bits);
}

// The operator around what anything-but excludes, empty for plain values.
std::string_view inner_operator(Operator op) {
  switch (op) {
    case Operator::kPrefix: return "prefix";
    case Operator::kSuffix: return "suffix";
    case Operator::kEqualsIgnoreCase: return "equals-ignore-case";
    case Operator::kWildcard: return "wildcard";
    default: return "";
  }
}

std::string operand_text(const Matcher& matcher) {
  return inner_operator(matcher.op).empty() ? spelled(matcher) : quoted(matcher.operand);
}

std::string exclusion_text(const std::vector<Matcher>& excluded) {
  std::string list;
  for (const Matcher& one : excluded) list += (list.empty() ? "" : ",") + operand_text(one);
  if (excluded.size() != 1) list = "[" + list + "]";
  std::string_view op = inner_operator(excluded.front().op);
  return op.empty() ? list : fmt::format("{{\"{}\":{}}}", op, list);
}

}  // namespace

std::string spelled(const Matcher& matcher) {
  const std::string& operand = matcher.operand;
  switch (matcher.op) {
    case Operator::kEquals: return quoted(operand);
    case Operator::kNumber: return number_text(operand);
    case Operator::kSpelledNumber: return operand;
    case Operator::kAddress: return "\"" + address_text(operand) + "\"";
    case Operator::kTrue: return "true";
    case Operator::kFalse: return "false";
    case Operator::kNull: return "null";
    case Operator::kPrefixIgnoreCase:
      return fmt::format("{{\"prefix\":{{\"equals-ignore-case\":{}}}}}", quoted(operand));
    case Operator::kSuffixIgnoreCase:
      return fmt::format("{{\"suffix\":{{\"equals-ignore-case\":{}}}}}", quoted(operand));
    case Operator::kRange:
      return fmt::format("{{\"numeric\":{}}}", range_text(unpack_range(operand)));
    case Operator::kCidr: return fmt::format("{{\"cidr\":{}}}", block_text(operand));
    case Operator::kExists: return "{\"exists\":true}";
    case Operator::kAnythingBut:
      return fmt::format("{{\"anything-but\":{}}}", exclusion_text(matcher.except));
    default: return fmt::format("{{\"{}\":{}}}", inner_operator(matcher.op), quoted(operand));
  }
}

}  // namespace angarium::pattern
