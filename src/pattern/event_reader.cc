#include "pattern/event_reader.h"

#include <bit>

namespace angarium::pattern {

using json::Token;
using json::TokenKind;

void EventState::begin(const CompiledRules& rules) {
  ++epoch;
  frames.clear();
  elements.assign(1, Element{.parent = kNone, .array = kNone, .end = 1});
  array_count = 0;
  if (values.size() < rules.leaves_of_value.size()) values.resize(rules.leaves_of_value.size());
  if (leaves.size() < rules.leaves.size()) leaves.resize(rules.leaves.size());
  met_leaves.clear();
  rule_ids.clear();
}

EventReader::EventReader(const CompiledRules& rules, EventState& state, std::string_view event)
    : rules_(rules), state_(state), scanner_(event, kEventDepthMax) {
  state_.begin(rules);
}

base::Result<Token> EventReader::next() {
  base::Result<Token> token = scanner_.next();
  if (!token.ok()) return base::Error(ErrorCode::kInvalidEvent, token.error().message());
  return token;
}

base::Result<void> EventReader::read() {
  AG_TRY(root, next());
  if (root.kind != TokenKind::kObjectBegin) {
    return base::Error(ErrorCode::kInvalidEvent, "the event is not a JSON object");
  }
  state_.frames.push_back({.node = 0, .element = 0, .array = kNone, .owns_element = false});
  while (!state_.frames.empty()) {
    AG_TRY(token, next());
    if (token.kind == TokenKind::kKey) {
      AG_CHECK(member(token));
    } else if (token.kind == TokenKind::kObjectEnd || token.kind == TokenKind::kArrayEnd) {
      close();
    } else {
      AG_CHECK(value(token, state_.frames.back().node));
    }
  }
  AG_CHECK(next());  // the end, or the error that something follows
  state_.elements[0].end = static_cast<uint32_t>(state_.elements.size());
  return {};
}

base::Result<void> EventReader::member(const Token& key) {
  uint32_t node = descend(state_.frames.back().node, decode(key));
  if (node == kNone) {
    base::Result<void> skipped = scanner_.skip_value();
    if (!skipped.ok()) return base::Error(ErrorCode::kInvalidEvent, skipped.error().message());
    return {};
  }
  AG_TRY(token, next());
  return value(token, node);
}

base::Result<void> EventReader::value(const Token& token, uint32_t node) {
  bool array = token.kind == TokenKind::kArrayBegin;
  if (array || token.kind == TokenKind::kObjectBegin) return open(node, array);
  uint32_t path = rules_.names[node].path;
  if (path != kNone) scalar(token, rules_.paths[path]);
  return {};
}

base::Result<void> EventReader::open(uint32_t node, bool array) {
  EventState::Frame outer = state_.frames.back();
  EventState::Frame inner{
      .node = node, .element = outer.element, .array = kNone, .owns_element = outer.array != kNone};
  if (inner.owns_element) {
    inner.element = static_cast<uint32_t>(state_.elements.size());
    state_.elements.push_back({.parent = outer.element, .array = outer.array, .end = 0});
  }
  if (array) inner.array = state_.array_count++;
  state_.frames.push_back(inner);
  return {};
}

void EventReader::close() {
  EventState::Frame frame = state_.frames.back();
  state_.frames.pop_back();
  if (!frame.owns_element) return;
  state_.elements[frame.element].end = static_cast<uint32_t>(state_.elements.size());
}

uint32_t EventReader::descend(uint32_t node, std::string_view name) const {
  while (true) {
    size_t dot = name.find('.');
    node = find_number(rules_.names[node].children, name.substr(0, dot));
    if (node == kNone || dot == std::string_view::npos) return node;
    name.remove_prefix(dot + 1);
  }
}

std::string_view EventReader::decode(const Token& token) {
  if (!token.escaped) return token.raw;
  state_.decoded.clear();
  json::unescape(token.raw, state_.decoded);
  return state_.decoded;
}

void EventReader::scalar(const Token& token, const PathValues& wanted) {
  switch (token.kind) {
    case TokenKind::kString: return string(decode(token), wanted);
    case TokenKind::kNumber: return number(token.raw, wanted);
    case TokenKind::kTrue: return meet(wanted.literals[0]);
    case TokenKind::kFalse: return meet(wanted.literals[1]);
    default: return meet(wanted.literals[2]);
  }
}

void EventReader::string(std::string_view text, const PathValues& wanted) {
  meet(find_number(wanted.strings, text));
  if (wanted.addresses.empty() || !parse_address(text, state_.address)) return;
  meet(find_number(wanted.addresses, state_.address));
}

void EventReader::number(std::string_view spelling, const PathValues& wanted) {
  if (!wanted.numbers.empty()) {
    if (std::optional<double> number = comparable_number(spelling)) {
      auto found = wanted.numbers.find(std::bit_cast<uint64_t>(*number));
      if (found != wanted.numbers.end()) meet(found->second);
      return;
    }
  }
  meet(find_number(wanted.spelled, spelling));
}

void EventReader::meet(uint32_t value) {
  if (value == kNone) return;
  EventState::MetValue& met = state_.values[value];
  uint32_t place = state_.frames.back().element;
  bool first = met.epoch != state_.epoch;
  if (first) {
    met.epoch = state_.epoch;
    met.anywhere = false;
    met.places.clear();
  }
  if (met.anywhere) return;
  met.anywhere = place == 0;
  if (first || met.anywhere) {
    for (uint32_t leaf : rules_.leaves_of_value[value]) meet_leaf(leaf, met.anywhere);
  }
  if (!met.anywhere && (met.places.empty() || met.places.back() != place)) {
    met.places.push_back(place);
  }
}

void EventReader::meet_leaf(uint32_t leaf, bool anywhere) {
  EventState::MetLeaf& met = state_.leaves[leaf];
  if (met.epoch != state_.epoch) {
    met = {.epoch = state_.epoch, .anywhere = false};
    state_.met_leaves.push_back(leaf);
  }
  met.anywhere |= anywhere;
}

}  // namespace angarium::pattern
