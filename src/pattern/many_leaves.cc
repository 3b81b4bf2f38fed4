#include "pattern/many_leaves.h"

#include <algorithm>

#include "pattern/address.h"
#include "pattern/found_scalar.h"
#include "pattern/hash.h"
#include "pattern/ignore_case.h"
#include "pattern/key.h"
#include "pattern/predicate.h"

namespace angarium::pattern {
namespace {

// So many wildcards are searched for in one walk along the text; fewer, each for itself, are
// quicker.
constexpr size_t kSearchedFrom = 4;
// Bytes at an end of a wildcard, for which the text is looked up rather than tried.
constexpr size_t kTellingEnd = 2;
// A longer value hardly comes again.
constexpr size_t kRememberedMax = 256;

constexpr uint32_t bit(Operator op) { return uint32_t{1} << static_cast<uint32_t>(op); }

bool ignores_case(Operator op) {
  return op == Operator::kEqualsIgnoreCase || op == Operator::kPrefixIgnoreCase ||
         op == Operator::kSuffixIgnoreCase;
}

bool is_suffix(Operator op) { return op == Operator::kSuffix || op == Operator::kSuffixIgnoreCase; }

// Of ManyLeaves::lengths_; those that have none share the last.
size_t lengths_slot(Operator op) {
  switch (op) {
    case Operator::kPrefix: return 0;
    case Operator::kSuffix: return 1;
    case Operator::kPrefixIgnoreCase: return 2;
    case Operator::kSuffixIgnoreCase: return 3;
    default: return 4;
  }
}

uint64_t seed_of(Operator op) { return mix(kHashStep, kHashEnd ^ static_cast<uint64_t>(op)); }

void add_length(std::vector<uint32_t>& lengths, size_t length) {
  const auto added = static_cast<uint32_t>(length);
  const auto at = std::lower_bound(lengths.begin(), lengths.end(), added);
  if (at == lengths.end() || *at != added) lengths.insert(at, added);
}

size_t count_buts(const CompiledLeaf& leaf) {
  PackedMatchers reader({leaf.matchers, leaf.matcher_bytes});
  size_t count = 0;
  for (PackedMatcher matcher; reader.next(matcher);) count += matcher.op == Operator::kAnythingBut;
  return count;
}

}  // namespace

void ManyLeaves::begin() {
  but_ = {};
  families_ = 0;
  tests_.clear();
  std::fill(slots_.begin(), slots_.end(), kNone);
  for (std::vector<uint32_t>& lengths : lengths_) lengths.clear();
  folded_count_ = 0;
  others_.clear();
  wildcards_.clear();
  ranges_.begin();
  search_.begin();
  whole_.clear();
  for (Remembered& remembered : remembered_) remembered.known = false;
}

void ManyLeaves::add(size_t number, const CompiledLeaf& leaf) {
  const Many self = Many::one(number);
  const size_t buts = count_buts(leaf);
  if (buts > 1) return whole_.push_back({number, &leaf});
  if (buts == 1) but_ |= self;
  PackedMatchers reader({leaf.matchers, leaf.matcher_bytes});
  for (PackedMatcher matcher; reader.next(matcher);) {
    if (matcher.op != Operator::kAnythingBut) {
      tests_[note(matcher.op, matcher.operand)].who.listed |= self;
      continue;
    }
    PackedMatchers excepted(matcher.operand);
    for (PackedMatcher inner; excepted.next(inner);) {
      tests_[note(inner.op, inner.operand)].who.excepted |= self;
    }
  }
}

void ManyLeaves::ready() {
  for (const Test& test : tests_) {
    if (test.op == Operator::kRange) ranges_.add(unpack_range(test.operand), test.who);
  }
  ranges_.ready();
}

uint64_t ManyLeaves::hash_of(Operator op, std::string_view operand) {
  if (is_suffix(op)) return SuffixHasher(seed_of(op), operand).last(operand.size());
  return hash_text(seed_of(op), operand);
}

// The test's number; made when there is none like it.
uint32_t ManyLeaves::note(Operator op, std::string_view operand) {
  if (2 * (tests_.size() + 1) > slots_.size()) grow();
  const uint64_t hash = hash_of(op, operand);
  const size_t mask = slots_.size() - 1;
  size_t at = hash & mask;
  for (; slots_[at] != kNone; at = (at + 1) & mask) {
    const Test& test = tests_[slots_[at]];
    if (test.hash == hash && test.op == op && test.operand == operand) return slots_[at];
  }
  const auto number = static_cast<uint32_t>(tests_.size());
  slots_[at] = number;
  tests_.push_back({.op = op, .hash = hash, .operand = operand, .who = {}});
  file(number);
  return number;
}

// By how it will be tested.
void ManyLeaves::file(uint32_t number) {
  const auto [op, operand] = std::pair(tests_[number].op, tests_[number].operand);
  families_ |= bit(op);
  if (op == Operator::kPrefix || op == Operator::kSuffix) {
    add_length(lengths_[lengths_slot(op)], operand.size());
  } else if (op == Operator::kCidr) {
    const auto bits = static_cast<uint8_t>(operand.back());
    add_length(lengths_[lengths_slot(op)], network_size(operand.size() - 1, bits));
  } else if (ignores_case(op)) {
    file_folded(number);
  } else if (op == Operator::kWildcard) {
    file_wildcard(number);
  } else if (op == Operator::kExists) {
    others_.push_back(number);
  }
}

// With what it begins or ends with, if that tells texts apart.
void ManyLeaves::file_wildcard(uint32_t number) {
  const std::string_view wildcard = tests_[number].operand;
  const std::string_view begin = wildcard.substr(0, wildcard.find('*'));
  const std::string_view end = wildcard.substr(wildcard.rfind('*') + 1);
  const std::string_view longer = begin.size() >= end.size() ? begin : end;
  // An escape would have to be resolved first.
  if (longer.size() < kTellingEnd || wildcard.find('\\') != std::string_view::npos) {
    wildcards_.push_back(number);
    search_.add(wildcard);
    return;
  }
  const bool at_begin = longer.data() == begin.data();
  try_with(note(at_begin ? Operator::kPrefix : Operator::kSuffix, longer), number);
}

// With its fold, which is a test of its own or, when it is folded already, itself.
void ManyLeaves::file_folded(uint32_t number) {
  const auto [op, operand] = std::pair(tests_[number].op, tests_[number].operand);
  if (folded_count_ == folded_.size()) folded_.emplace_back();
  std::string& folded = folded_[folded_count_];
  folded.clear();
  fold(operand, folded);
  if (folded == operand) {
    add_length(lengths_[lengths_slot(op)], operand.size());
    return try_with(number, number);
  }
  ++folded_count_;
  try_with(note(op, folded), number);
}

void ManyLeaves::try_with(uint32_t literal, uint32_t number) {
  tests_[number].next_tried = tests_[literal].tried;
  tests_[literal].tried = number;
}

void ManyLeaves::grow() {
  slots_.assign(std::max<size_t>(64, 2 * slots_.size()), kNone);
  const size_t mask = slots_.size() - 1;
  for (uint32_t i = 0; i < tests_.size(); ++i) {
    size_t at = tests_[i].hash & mask;
    while (slots_[at] != kNone) at = (at + 1) & mask;
    slots_[at] = i;
  }
}

void ManyLeaves::look_up(Operator op, uint64_t hash, std::string_view operand, const Scalar& scalar,
                         Who& who) const {
  if (slots_.empty()) return;
  const size_t mask = slots_.size() - 1;
  for (size_t at = hash & mask; slots_[at] != kNone; at = (at + 1) & mask) {
    const Test& test = tests_[slots_[at]];
    if (test.hash != hash || test.op != op || !equal_bytes(test.operand, operand)) continue;
    if (!ignores_case(op)) who.add(test.who);
    for (uint32_t i = test.tried; i != kNone; i = tests_[i].next_tried) {
      const Test& tried = tests_[i];
      if (!tried.who.empty() && accepts(tried.op, tried.operand, scalar)) who.add(tried.who);
    }
    return;
  }
}

ManySets::Id ManyLeaves::accepting(const Found& found, NumberMemo* memo, ManySets& sets) {
  if (found.size > kRememberedMax) return sets.id_of(decide(found, memo));
  const std::string_view raw(found.text, found.size);
  Remembered& slot = remembered_[hash_text(0, raw) % remembered_.size()];
  if (slot.known && slot.kind == found.kind && equal_bytes(slot.raw, raw)) return slot.accepting;
  slot = {
      .raw = raw, .kind = found.kind, .accepting = sets.id_of(decide(found, memo)), .known = true};
  return slot.accepting;
}

Many ManyLeaves::decide(const Found& found, NumberMemo* memo) {
  const Scalar scalar = scalar_of(found, memo, decoded_);
  Who who;
  switch (found.kind) {
    case ScalarKind::kTrue: look_up(Operator::kTrue, {}, scalar, who); break;
    case ScalarKind::kFalse: look_up(Operator::kFalse, {}, scalar, who); break;
    case ScalarKind::kNull: look_up(Operator::kNull, {}, scalar, who); break;
    case ScalarKind::kNumber: decide_number(scalar, who); break;
    case ScalarKind::kString: decide_string(scalar, who); decide_wildcards(scalar, who);
  }
  for (const uint32_t number : others_) who.add(tests_[number].who);  // any scalar will do
  Many accepting = who.listed | (but_ - who.excepted);
  for (const Whole& leaf : whole_) {
    if (leaf.tests->accepts(scalar)) accepting |= Many::one(leaf.number);
  }
  return accepting;
}

void ManyLeaves::decide_string(const Scalar& scalar, Who& who) {
  decide_literals(Operator::kEquals, Operator::kPrefix, Operator::kSuffix, scalar.text, scalar,
                  who);
  if ((families_ & (bit(Operator::kEqualsIgnoreCase) | bit(Operator::kPrefixIgnoreCase) |
                    bit(Operator::kSuffixIgnoreCase))) != 0) {
    folded_text_.clear();
    fold(scalar.text, folded_text_);
    decide_literals(Operator::kEqualsIgnoreCase, Operator::kPrefixIgnoreCase,
                    Operator::kSuffixIgnoreCase, folded_text_, scalar, who);
  }
  if ((families_ & (bit(Operator::kAddress) | bit(Operator::kCidr))) != 0) {
    decide_address(scalar, who);
  }
}

// `text`: the scalar's, folded for tests that ignore case.
void ManyLeaves::decide_literals(Operator exact, Operator prefix, Operator suffix,
                                 std::string_view text, const Scalar& scalar, Who& who) const {
  if ((families_ & bit(exact)) != 0) look_up(exact, text, scalar, who);
  PrefixHasher prefixes(seed_of(prefix), text);
  for (const uint32_t length : lengths_[lengths_slot(prefix)]) {
    if (length > text.size()) break;
    const uint64_t hash = prefixes.upto(length);
    look_up(prefix, hash, text.substr(0, length), scalar, who);
  }
  SuffixHasher suffixes(seed_of(suffix), text);
  for (const uint32_t length : lengths_[lengths_slot(suffix)]) {
    if (length > text.size()) break;
    const uint64_t hash = suffixes.last(length);
    look_up(suffix, hash, text.substr(text.size() - length), scalar, who);
  }
}

void ManyLeaves::decide_address(const Scalar& scalar, Who& who) const {
  Address address;
  if (!parse_address(scalar.text, address)) return;
  look_up(Operator::kAddress, address.view(), scalar, who);
  for (const uint32_t size : lengths_[lengths_slot(Operator::kCidr)]) {
    const uint32_t begin = network_size(address.length, 0);
    if (size < begin || size > begin + address.length * 8U) continue;  // of the other family
    const Network network(address.view(), size - begin);
    look_up(Operator::kCidr, network.bytes(), scalar, who);
  }
}

void ManyLeaves::decide_number(const Scalar& scalar, Who& who) const {
  if ((families_ & bit(Operator::kSpelledNumber)) != 0) {
    look_up(Operator::kSpelledNumber, scalar.text, scalar, who);
  }
  if ((families_ & bit(Operator::kNumber)) != 0) {
    if (const std::optional<Decimal> decimal = parse_decimal(scalar.text)) {
      const NumberKey key = number_key(*decimal);
      look_up(Operator::kNumber, {key.data(), key.size()}, scalar, who);
    }
  }
  if (!ranges_.empty()) who.add(ranges_.holding(*scalar.memo, scalar.text));
}

void ManyLeaves::decide_wildcards(const Scalar& scalar, Who& who) {
  if (wildcards_.size() < kSearchedFrom) {
    for (const uint32_t number : wildcards_) {
      const Test& test = tests_[number];
      if (accepts(test.op, test.operand, scalar)) who.add(test.who);
    }
    return;
  }
  for (const uint32_t i : search_.search(scalar.text)) who.add(tests_[wildcards_[i]].who);
}

}  // namespace angarium::pattern
