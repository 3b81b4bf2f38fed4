#include "pattern/match.h"

#include <algorithm>

#include "pattern/address.h"
#include "pattern/ignore_case.h"
#include "pattern/number.h"

namespace angarium::pattern {
namespace {

// Values at one path, from which on it is worth remembering them.
constexpr uint32_t kRememberedFrom = 32;
// A longer value hardly comes again.
constexpr uint32_t kRememberedBytesMax = 64;

}  // namespace

bool Match::run(const Index& index, uint64_t version) {
  index_ = &index;
  version_ = version;
  undecided_ = false;
  single_path_ = nullptr;
  budget_ = {};
  together_.begin();
  ids_.clear();
  keys_.begin(walk_.epoch(), index.keys_end.load(std::memory_order_acquire));
  conjunctions_.begin(walk_.epoch(), index.conjunctions_end.load(std::memory_order_acquire));
  for (uint32_t path : walk_.touched()) look_up(*walk_.at(path));
  come_across(index.always.first.load(std::memory_order_acquire), false);
  if (!together_.decide(budget_, ids_)) undecided_ = true;
  if (ids_.size() > 1) {
    if (!std::is_sorted(ids_.begin(), ids_.end())) std::sort(ids_.begin(), ids_.end());
    ids_.erase(std::unique(ids_.begin(), ids_.end()), ids_.end());
  }
  return !undecided_;
}

void Match::look_up(const FoundAt& at) {
  const Path& path = *at.path;
  repeats_ = at.first != at.last;
  last_number_.reset();
  if (!repeats_ && at.work <= alone_up_to_ && !walk_.found(at.first).maybe_escaped) {
    Found& found = walk_.found(at.first);
    single_path_ = &path;
    single_ = {found.kind, {found.text, found.size}, walk_.memo_of(found)};
  }
  if (path.has(Family::kPresent)) look_up(path, Family::kPresent, {});
  // Many paths are only verified: nothing is filed under their values.
  if ((path.families.load(std::memory_order_acquire) & ~bit(Family::kPresent)) == 0) return;
  if (at.first == at.last) return look_up(path, walk_.found(at.first));
  // Arrays often repeat a value: mostly the last one, but large ones any.
  ++round_;
  uint32_t different = 0;
  uint32_t repeated = 0;
  const Found* last = nullptr;
  for (uint32_t i = at.first; i != kNone; i = walk_.found(i).next) {
    Found& found = walk_.found(i);
    if (last != nullptr && is_same(*last, found)) continue;
    last = &found;
    ++different;
    // Given up where not even a fourth of them comes again.
    const bool remembers =
        different > kRememberedFrom && different < 2 * kRememberedFrom + 4 * repeated;
    if (remembers && is_repeated(found)) {
      ++repeated;
      continue;
    }
    look_up(path, found);
  }
}

void Match::look_up(const Path& path, Found& found) {
  switch (found.kind) {
    case ScalarKind::kString: return look_up_string(path, found);
    case ScalarKind::kNumber: return look_up_number(path, found);
    case ScalarKind::kTrue: return look_up_literal(path, Family::kTrue);
    case ScalarKind::kFalse: return look_up_literal(path, Family::kFalse);
    case ScalarKind::kNull: return look_up_literal(path, Family::kNull);
  }
}

// Whether this round has looked the same up, as far as it remembers.
bool Match::is_repeated(const Found& found) {
  if (found.size > kRememberedBytesMax) return false;
  LookedUp& slot = remembered_[hash_text(0, {found.text, found.size}) % remembered_.size()];
  if (slot.round == round_ && is_same(slot.found, found)) return true;
  slot = {round_, found};
  return false;
}

void Match::look_up_literal(const Path& path, Family family) {
  if (path.has(family)) look_up(path, family, {});
}

void Match::look_up_string(const Path& path, const Found& found) {
  // In memory of its own: verifying what it comes across decodes others.
  const std::string_view text = text_of(found, looked_up_);
  look_up_prefixes(path, Family::kEquals, Family::kPrefix, text);
  look_up_suffixes(path, Family::kSuffix, text);
  constexpr uint32_t kFoldedOnes =
      bit(Family::kFolded) | bit(Family::kFoldedPrefix) | bit(Family::kFoldedSuffix);
  const uint32_t families = path.families.load(std::memory_order_acquire);
  if ((families & kFoldedOnes) != 0) look_up_folded(path, text);
  if ((families & bit(Family::kGram)) != 0) look_up_grams(path, text);
  if ((families & (bit(Family::kAddress) | bit(Family::kCidr))) != 0) look_up_address(path, text);
}

void Match::look_up_folded(const Path& path, std::string_view text) {
  folded_.clear();
  fold(text, folded_);
  look_up_prefixes(path, Family::kFolded, Family::kFoldedPrefix, folded_);
  look_up_suffixes(path, Family::kFoldedSuffix, folded_);
}

// The whole text among the keys of `exact`, its beginnings among those of `prefix`.
void Match::look_up_prefixes(const Path& path, Family exact, Family prefix, std::string_view text) {
  if (path.has(exact)) look_up(path, exact, text);
  PrefixHasher hasher(path.seed(prefix), text);
  for (uint32_t length : path.sizes_of(prefix)) {
    if (length > text.size()) break;
    look_up(path, prefix, hasher.upto(length), text.substr(0, length));
  }
}

void Match::look_up_suffixes(const Path& path, Family suffix, std::string_view text) {
  SuffixHasher hasher(path.seed(suffix), text);
  for (uint32_t length : path.sizes_of(suffix)) {
    if (length > text.size()) break;
    look_up(path, suffix, hasher.last(length), text.substr(text.size() - length));
  }
}

void Match::look_up_grams(const Path& path, std::string_view text) {
  repeats_ = true;
  for (uint32_t length : path.sizes_of(Family::kGram)) {
    for (size_t at = 0; at + length <= text.size(); ++at) {
      look_up(path, Family::kGram, text.substr(at, length));
    }
  }
}

void Match::look_up_address(const Path& path, std::string_view text) {
  Address address;
  if (!parse_address(text, address)) return;
  if (path.has(Family::kAddress)) look_up(path, Family::kAddress, address.view());
  for (uint32_t size : path.sizes_of(Family::kCidr)) {
    const uint32_t begin = network_size(address.length, 0);
    if (size < begin || size > begin + address.length * 8U) continue;
    const Network key(address.view(), size - begin);
    look_up(path, Family::kCidr, key.bytes());
  }
}

void Match::look_up_number(const Path& path, Found& found) {
  const std::string_view spelling(found.text, found.size);
  if (path.has(Family::kSpelledNumber)) look_up(path, Family::kSpelledNumber, spelling);
  const std::optional<LeadingDigits> leading = leading_digits(spelling);
  NumberMemo& number = *walk_.memo_of(found);
  if (!leading || path.may_have(*leading)) {
    const std::optional<Decimal> decimal = parse_decimal(spelling);
    if (decimal && path.has(Family::kNumber)) {
      const NumberKey key = number_key(*decimal);
      look_up(path, Family::kNumber, {key.data(), key.size()});
    }
    number.know(decimal, spelling);
  } else {
    number.know(*leading);
  }
  if (path.has(Family::kRange)) look_up_ranges(path, number, spelling);
}

void Match::look_up_ranges(const Path& path, NumberMemo& number, std::string_view spelling) {
  double low = 0;
  double high = 0;
  if (!number.bounds(low, high, spelling)) return;
  for (uint32_t level : path.sizes_of(Family::kRange)) {
    // Whether two numbers lie in different intervals of this level.
    const auto apart = [level](uint64_t a, uint64_t b) {
      return level > 0 && (a ^ b) >> (64 - level) != 0;
    };
    // A rough idea will do unless the border of two intervals lies in it.
    if (apart(ordered_bits(low), ordered_bits(high))) {
      number.decide(spelling);
      if (!number.bounds(low, high, spelling)) return;
    }
    // Numbers of one array are mostly near each other.
    if (last_number_ && !apart(ordered_bits(low), *last_number_)) continue;
    const RangeKey key(ordered_bits(low), level);
    look_up(path, Family::kRange, key.bytes());
  }
  last_number_ = ordered_bits(low);
}

void Match::look_up(const Path& path, Family family, uint64_t hash, std::string_view bytes) {
  const Key* key = index_->keys.find(hash, [&](const Key& entry) {
    return entry.path == &path && entry.family == family && equal_bytes(entry.bytes(), bytes);
  });
  if (key == nullptr || (repeats_ && !keys_.mark(key->index))) return;
  const Posting* first = key->postings.first.load(std::memory_order_acquire);
  // The rule lies around its posting, in about four lines of memory that nobody has touched lately.
  const char* memory = reinterpret_cast<const char*>(first);
  for (ptrdiff_t line = -1; line < 3; ++line) __builtin_prefetch(memory + line * 64);
  come_across(first, true);
}

void Match::come_across(const Posting* posting, bool decided) {
  for (; posting != nullptr; posting = posting->next.load(std::memory_order_acquire)) {
    const CompiledRule& rule = *posting->rule;
    if (!rule.visible_in(version_)) continue;
    const CompiledConjunction& conjunction = rule.conjunctions[posting->conjunction];
    // A conjunction with one posting is come across once.
    const bool many = rule.posting_count > rule.conjunction_count;
    if (many && !conjunctions_.mark(conjunction.index)) continue;
    const bool held = conjunction.leaf_count > 1
                          ? holds(rule, conjunction, decided)
                          : (decided && conjunction.decided_leaf == 0) || holds(rule, conjunction);
    if (held) ids_.push_back(rule.id);
  }
}

// False as well when that is put aside.
bool Match::holds(const CompiledRule& rule, const CompiledConjunction& conjunction, bool decided) {
  const std::span<const CompiledLeaf> leaves = rule.leaves_of(conjunction);
  const uint32_t decided_leaf = decided ? conjunction.decided_leaf : CompiledConjunction::kNoLeaf;
  size_t placed = 0;
  uint64_t work = 0;
  for (const CompiledLeaf& leaf : leaves) {
    const FoundAt* at = walk_.at(leaf.path->index);
    if (at == nullptr && !leaf.absent) return false;
    if (at == nullptr) continue;
    placed += at->placed ? 1 : 0;
    work += at->work;
  }
  if (work > alone_up_to_) {
    together_.put_aside(rule, conjunction);
    return false;
  }
  const bool to_join = placed > 1;
  for (uint32_t i = 0; i < leaves.size(); ++i) {
    if (i != decided_leaf && !may_hold(leaves[i], to_join)) return false;
  }
  return !to_join || joined(leaves);
}

// The same for a conjunction of one leaf, of which there are many.
bool Match::holds(const CompiledRule& rule, const CompiledConjunction& conjunction) {
  const CompiledLeaf& leaf = rule.leaves[conjunction.first_leaf];
  if (leaf.path == single_path_) return leaf.accepts(single_);
  const FoundAt* at = walk_.at(leaf.path->index);
  if (at == nullptr) return leaf.absent;
  if (at->work <= alone_up_to_) return any_accepted(leaf, *at);
  together_.put_aside(rule, conjunction);
  return false;
}

bool Match::any_accepted(const CompiledLeaf& leaf, const FoundAt& at) {
  for (uint32_t i = at.first; i != kNone; i = walk_.found(i).next) {
    if (leaf.accepts(scalar_of(walk_.found(i)))) return true;
  }
  return false;
}

// Without regard to arrays. `to_join`: joined() will have the last word.
bool Match::may_hold(const CompiledLeaf& leaf, bool to_join) {
  const FoundAt* at = walk_.at(leaf.path->index);
  if (at == nullptr) return leaf.absent;
  // Scalars in elements of arrays don't count where another element was picked.
  return any_accepted(leaf, *at) || (leaf.absent && at->placed && to_join);
}

// The leaves again, in elements of arrays that agree.
bool Match::joined(std::span<const CompiledLeaf> leaves) {
  // Twice what was found is enough, as no two leaves have one path. Spans point into it: it must
  // not move.
  if (places_.size() < 2 * walk_.found_count()) places_.resize(2 * walk_.found_count());
  placed_.clear();
  uint32_t* next = places_.data();
  for (const CompiledLeaf& leaf : leaves) {
    uint32_t* const present = next;
    next = add_places(leaf, next, [](const Found&) { return true; });
    uint32_t* const met = next;
    next = add_places(leaf, next, [&](Found& found) { return leaf.accepts(scalar_of(found)); });
    placed_.push_back({.met = {met, next}, .present = {present, met}, .absent = leaf.absent});
  }
  const JoinVerdict verdict = join_.decide(walk_.elements(), placed_, budget_);
  undecided_ |= verdict == JoinVerdict::kTooComplex;
  return verdict == JoinVerdict::kMet;
}

// Writes the places of those scalars at the leaf's path that count, ascending, each once; returns
// where they end.
template <class Counts>
uint32_t* Match::add_places(const CompiledLeaf& leaf, uint32_t* begin, const Counts& counts) {
  const FoundAt* at = walk_.at(leaf.path->index);
  uint32_t* end = begin;
  for (uint32_t i = at == nullptr ? kNone : at->first; i != kNone; i = walk_.found(i).next) {
    if (counts(walk_.found(i))) *end++ = walk_.found(i).place;
  }
  if (!std::is_sorted(begin, end)) std::sort(begin, end);
  return std::unique(begin, end);
}

}  // namespace angarium::pattern
