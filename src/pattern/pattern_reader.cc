#include "pattern/pattern_reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "pattern/matcher_reader.h"

namespace angarium::pattern {
namespace {

using json::Token;
using json::TokenKind;

// Names that no member inside `$or` may have, though elsewhere they are names like any other: the
// operators that AWS has or plans.
constexpr std::array<std::string_view, 24> kReservedInChoice{"exactly",
                                                             "equals-ignore-case",
                                                             "prefix",
                                                             "suffix",
                                                             "anything-but",
                                                             "exists",
                                                             "wildcard",
                                                             "numeric",
                                                             "cidr",
                                                             "=",
                                                             "<",
                                                             "<=",
                                                             ">",
                                                             ">=",
                                                             "regex",
                                                             "not-wildcard",
                                                             "not-equals-ignore-case",
                                                             "date-after",
                                                             "date-on-or-after",
                                                             "date-before",
                                                             "date-on-or-before",
                                                             "in-date-range",
                                                             "ip-address-in-range",
                                                             "ip-address-not-in-range"};

}  // namespace

base::Result<Formula> PatternReader::read() {
  AG_TRY(root, tokens_.next());
  if (root.kind != TokenKind::kObjectBegin) return refused("Filter is not an object");
  AG_CHECK(object(Place::kOutside));
  // AWS doesn't look beyond the brace; what stands there is surely a mistake.
  if (!tokens_.at_end()) return refused("Unexpected text after the end of the object");
  return std::move(formula_);
}

base::Result<void> PatternReader::object(Place place) {
  for (bool empty = true;; empty = false) {
    AG_TRY(token, tokens_.next());
    if (token.kind == TokenKind::kObjectEnd) {
      if (empty) return refused("Empty objects are not allowed");
      return {};
    }
    AG_CHECK(member(token, place));
  }
}

base::Result<void> PatternReader::member(const Token& key, Place place) {
  std::string unescaped;
  std::string_view name = key.raw;
  if (key.escaped) name = unescaped = decoded(key);
  if (name == "$or") return choice();
  if (place == Place::kInChoice && std::find(kReservedInChoice.begin(), kReservedInChoice.end(),
                                             name) != kReservedInChoice.end()) {
    return refused(
        fmt::format("{} is Ruler reserved fieldName which cannot be used inside $or.", name));
  }
  size_t outer = path_.size();
  if (steps_++ > 0) path_ += '.';
  path_ += name;
  AG_CHECK(value(name, place));
  path_.resize(outer);
  --steps_;
  return {};
}

base::Result<void> PatternReader::value(std::string_view name, Place place) {
  AG_TRY(token, tokens_.next());
  if (token.kind == TokenKind::kObjectBegin) return object(place);
  if (token.kind == TokenKind::kArrayBegin) return leaf();
  return refused(fmt::format("\"{}\" must be an object or an array", name));
}

base::Result<void> PatternReader::leaf() {
  Leaf leaf{path_, {}};
  while (true) {
    AG_TRY(token, tokens_.next());
    if (token.kind == TokenKind::kArrayEnd) break;
    AG_CHECK(read_matcher(tokens_, token, options_.dialect, leaf));
  }
  if (leaf.matchers.empty() && !leaf.absent) return refused("Empty arrays are not allowed");
  remove_repeated(leaf.matchers);
  formula_.add_leaf(std::move(leaf));
  return {};
}

// {"$or": [object, object, ...]}, after its name.
base::Result<void> PatternReader::choice() {
  AG_TRY(begin, tokens_.next());
  if (begin.kind != TokenKind::kArrayBegin) {
    return refused("It must be an Array followed with $or.");
  }
  formula_.begin_choice();
  size_t branches = 0;
  for (;; ++branches) {
    AG_TRY(token, tokens_.next());
    if (token.kind == TokenKind::kArrayEnd) break;
    if (token.kind != TokenKind::kObjectBegin) {
      return refused("Only JSON object is allowed in array of $or relationship.");
    }
    formula_.begin_branch();
    AG_CHECK(object(Place::kInChoice));
    formula_.end_branch();
  }
  if (branches < 2) return refused("There must have at least 2 Objects in $or relationship.");
  formula_.end_choice();
  return {};
}

}  // namespace angarium::pattern
