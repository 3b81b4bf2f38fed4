#include "pattern/predicate.h"

#include <algorithm>

#include "base/assert.h"
#include "pattern/address.h"
#include "pattern/ignore_case.h"
#include "pattern/number.h"
#include "pattern/wildcard.h"

namespace angarium::pattern {
namespace {

bool is_string(const Scalar& scalar) { return scalar.kind == ScalarKind::kString; }

bool equals_number(std::string_view key, const Scalar& scalar) {
  if (scalar.kind != ScalarKind::kNumber) return false;
  std::optional<Decimal> decimal = parse_decimal(scalar.text);
  if (!decimal) return false;
  NumberKey mine = number_key(*decimal);
  return key == std::string_view(mine.data(), mine.size());
}

bool in_range(std::string_view operand, const Scalar& scalar) {
  if (scalar.kind != ScalarKind::kNumber) return false;
  NumberMemo own;
  NumberMemo& memo = scalar.memo != nullptr ? *scalar.memo : own;
  return memo.in(unpack_range(operand), scalar.text);
}

bool equals_address(std::string_view bytes, const Scalar& scalar) {
  Address address;
  return is_string(scalar) && parse_address(scalar.text, address) && address.view() == bytes;
}

bool in_network(std::string_view network, const Scalar& scalar) {
  Address address;
  if (!is_string(scalar) || !parse_address(scalar.text, address)) return false;
  if (address.length + 1U != network.size()) return false;  // another family
  return Network(address.view(), static_cast<uint8_t>(network.back())).bytes() == network;
}

// Whether the first or the last character alone tells that the text is refused: most often it does.
// An ASCII letter in either case is itself but for one bit.
bool differs_at_an_end(Operator op, std::string_view operand, std::string_view text) {
  if (operand.empty()) return false;
  if (text.empty()) return false;
  const auto differ = [](char a, char b) {
    return a != b && a >= 0 && ((a ^ b) & ~0x20) != 0;  // from 0x80 on there are many ways
  };
  const char first = operand.front();
  const char last = operand.back();
  switch (op) {
    case Operator::kWildcard:
      return (first != '*' && first != '\\' && first != text.front()) ||
             (last != '*' && last != text.back());
    case Operator::kEqualsIgnoreCase:
    case Operator::kPrefixIgnoreCase: return differ(first, text.front());
    case Operator::kSuffixIgnoreCase: return differ(last, text.back());
    default: return false;
  }
}

}  // namespace

bool accepts_other(Operator op, std::string_view operand, const Scalar& scalar) {
  if (is_string(scalar) && differs_at_an_end(op, operand, scalar.text)) return false;
  switch (op) {
    case Operator::kNumber: return equals_number(operand, scalar);
    case Operator::kSpelledNumber:
      return scalar.kind == ScalarKind::kNumber && scalar.text == operand;
    case Operator::kAddress: return equals_address(operand, scalar);
    case Operator::kTrue: return scalar.kind == ScalarKind::kTrue;
    case Operator::kFalse: return scalar.kind == ScalarKind::kFalse;
    case Operator::kNull: return scalar.kind == ScalarKind::kNull;
    case Operator::kEqualsIgnoreCase:
      return is_string(scalar) && equals_ignoring_case(operand, scalar.text);
    case Operator::kPrefixIgnoreCase:
      return is_string(scalar) && begins_ignoring_case(operand, scalar.text);
    case Operator::kSuffixIgnoreCase:
      return is_string(scalar) && ends_ignoring_case(operand, scalar.text);
    case Operator::kWildcard: return is_string(scalar) && matches_wildcard(operand, scalar.text);
    case Operator::kRange: return in_range(operand, scalar);
    case Operator::kCidr: return in_network(operand, scalar);
    case Operator::kExists: return true;
    case Operator::kEquals:
    case Operator::kPrefix:
    case Operator::kSuffix:
    case Operator::kAnythingBut: break;
  }
  AG_ASSERT(false);  // decided by the callers
  return false;
}

bool accepts(const Matcher& matcher, const Scalar& scalar) {
  if (matcher.op != Operator::kAnythingBut) return accepts(matcher.op, matcher.operand, scalar);
  return std::none_of(matcher.except.begin(), matcher.except.end(),
                      [&](const Matcher& excluded) { return accepts(excluded, scalar); });
}

}  // namespace angarium::pattern
