#include "pattern/packed.h"

#include <algorithm>
#include <bit>

#include "pattern/address.h"
#include "pattern/number.h"
#include "pattern/predicate.h"

namespace angarium::pattern {
namespace {

uint64_t hash_of(Operator op, std::string_view operand) {
  return hash_text(static_cast<uint64_t>(op) + 1, operand);
}

size_t count_exact(std::string_view matchers) {
  size_t count = 0;
  PackedMatchers reader(matchers);
  for (PackedMatcher matcher; reader.next(matcher);) count += is_exact(matcher.op) ? 1 : 0;
  return count;
}

// Of matchers without anything-but: what is inside one.
inline bool any_plain_accepts(std::string_view matchers, const Scalar& scalar) {
  PackedMatchers reader(matchers);
  for (PackedMatcher matcher; reader.next(matcher);) {
    if (accepts(matcher.op, matcher.operand, scalar)) return true;
  }
  return false;
}

bool excepts(std::string_view except, const ValueSets& sets, const Scalar& scalar) {
  for (const ValueSets::Excepted& set : sets.excepted) {
    if (set.operand == except.data()) return set.values.accepts(scalar);
  }
  return any_plain_accepts(except, scalar);
}

}  // namespace

void PackedMatchers::append(Operator op, std::string_view operand, std::string& out) {
  const auto length = static_cast<uint32_t>(operand.size());
  out += static_cast<char>(op);
  out.append(reinterpret_cast<const char*>(&length), sizeof length);
  out += operand;
}

void PackedMatchers::append(const Matcher& matcher, std::string& out) {
  if (matcher.op != Operator::kAnythingBut) return append(matcher.op, matcher.operand, out);
  std::string except;
  for (const Matcher& excepted : matcher.except) append(excepted, except);
  append(matcher.op, except, out);
}

ValueSet::ValueSet(std::string_view matchers)
    : slots_(std::bit_ceil(2 * count_exact(matchers) + 1)) {
  PackedMatchers reader(matchers);
  for (PackedMatcher matcher; reader.next(matcher);) {
    if (!is_exact(matcher.op)) continue;
    has_addresses_ |= matcher.op == Operator::kAddress;
    size_t at = hash_of(matcher.op, matcher.operand) & (slots_.size() - 1);
    while (slots_[at].operand.data() != nullptr) at = (at + 1) & (slots_.size() - 1);
    slots_[at] = matcher;
  }
}

bool ValueSet::contains(Operator op, std::string_view operand) const {
  size_t at = hash_of(op, operand) & (slots_.size() - 1);
  for (; slots_[at].operand.data() != nullptr; at = (at + 1) & (slots_.size() - 1)) {
    if (slots_[at].op == op && slots_[at].operand == operand) return true;
  }
  return false;
}

bool ValueSet::accepts(const Scalar& scalar) const {
  switch (scalar.kind) {
    case ScalarKind::kTrue: return contains(Operator::kTrue, {});
    case ScalarKind::kFalse: return contains(Operator::kFalse, {});
    case ScalarKind::kNull: return contains(Operator::kNull, {});
    case ScalarKind::kString: {
      if (contains(Operator::kEquals, scalar.text)) return true;
      Address address;
      return has_addresses_ && parse_address(scalar.text, address) &&
             contains(Operator::kAddress, address.view());
    }
    case ScalarKind::kNumber: break;
  }
  if (contains(Operator::kSpelledNumber, scalar.text)) return true;
  const std::optional<Decimal> decimal = parse_decimal(scalar.text);
  if (!decimal) return false;
  const NumberKey key = number_key(*decimal);
  return contains(Operator::kNumber, {key.data(), key.size()});
}

std::unique_ptr<const ValueSets> ValueSets::build(std::string_view matchers) {
  auto sets = std::make_unique<ValueSets>();
  if (count_exact(matchers) >= ValueSet::kWorthwhile) {
    sets->own = std::make_unique<ValueSet>(matchers);
  }
  PackedMatchers reader(matchers);
  for (PackedMatcher matcher; reader.next(matcher);) {
    if (matcher.op != Operator::kAnythingBut) continue;
    if (count_exact(matcher.operand) < ValueSet::kWorthwhile) continue;
    sets->excepted.push_back({matcher.operand.data(), ValueSet(matcher.operand)});
  }
  if (!sets->own && sets->excepted.empty()) return nullptr;
  return sets;
}

bool accepts_any(std::string_view matchers, const Scalar& scalar) {
  PackedMatchers reader(matchers);
  for (PackedMatcher matcher; reader.next(matcher);) {
    const bool accepted = matcher.op == Operator::kAnythingBut
                              ? !any_plain_accepts(matcher.operand, scalar)
                              : accepts(matcher.op, matcher.operand, scalar);
    if (accepted) return true;
  }
  return false;
}

bool accepts_any(std::string_view matchers, const ValueSets& sets, const Scalar& scalar) {
  if (sets.own && sets.own->accepts(scalar)) return true;
  PackedMatchers reader(matchers);
  for (PackedMatcher matcher; reader.next(matcher);) {
    if (matcher.op == Operator::kAnythingBut) {
      if (!excepts(matcher.operand, sets, scalar)) return true;
    } else if (!(sets.own && is_exact(matcher.op)) &&
               accepts(matcher.op, matcher.operand, scalar)) {
      return true;
    }
  }
  return false;
}

}  // namespace angarium::pattern
