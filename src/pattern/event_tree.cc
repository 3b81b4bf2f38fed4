#include "pattern/event_tree.h"

#include <fmt/format.h>

#include "pattern/error.h"
#include "pattern/rule_set.h"

namespace angarium::pattern {

using json::Token;
using json::TokenKind;

namespace {

// Enough for what is shown, however deep or long the names are.
constexpr size_t kPathBytesMax = 4096;

std::string decoded(std::string_view raw) {
  std::string text;
  json::unescape(raw, text);
  return text;
}

ScalarKind kind_of(TokenKind token) {
  switch (token) {
    case TokenKind::kString: return ScalarKind::kString;
    case TokenKind::kNumber: return ScalarKind::kNumber;
    case TokenKind::kTrue: return ScalarKind::kTrue;
    case TokenKind::kFalse: return ScalarKind::kFalse;
    default: return ScalarKind::kNull;
  }
}

// Steps from the inside out, as many as fit, the outermost of them first.
std::string joined(const std::vector<std::string>& steps, bool complete) {
  std::string text = complete ? "" : "…";
  for (auto step = steps.rbegin(); step != steps.rend(); ++step) text += *step;
  return text;
}

}  // namespace

// Walks the text once. One frame per open container.
class EventTreeReader {
 public:
  EventTreeReader(EventTree& tree, std::string_view event)
      : tree_(tree), scanner_(event, kEventDepthMax) {}

  base::Result<void> read() {
    tree_.nodes_.push_back({.parent = EventTree::kNone, .name = {}, .children = {}, .values = {}});
    tree_.elements_.push_back({.parent = 0, .array = 0, .end = 1});
    AG_TRY(root, next());
    if (root.kind != TokenKind::kObjectBegin) {
      return base::Error(ErrorCode::kInvalidEvent, "the event is not a JSON object");
    }
    tree_.nodes_[EventTree::kRoot].holds_object = true;
    frames_.push_back({.node = EventTree::kRoot, .spot = EventTree::kNone});
    while (!frames_.empty()) {
      AG_TRY(token, next());
      AG_CHECK(take(token));
    }
    AG_CHECK(next());  // the end, or the error that something follows
    tree_.elements_[0].end = static_cast<uint32_t>(tree_.elements_.size());
    return {};
  }

 private:
  struct Frame {
    uint32_t node;
    uint32_t spot;
    uint32_t element = 0;               // the place of the scalars directly in here
    uint32_t array = EventTree::kNone;  // kNone for an object
    uint32_t index = 0;                 // of the next element
    bool owns_element = false;
  };

  base::Result<Token> next() {
    base::Result<Token> token = scanner_.next();
    if (!token.ok()) return base::Error(ErrorCode::kInvalidEvent, token.error().message());
    return token;
  }

  base::Result<void> take(const Token& token) {
    Frame& frame = frames_.back();
    if (token.kind == TokenKind::kObjectEnd || token.kind == TokenKind::kArrayEnd) {
      close();
      return {};
    }
    if (token.kind == TokenKind::kKey) {
      AG_TRY(member, next());
      value(member, descend(frame.node, name(token)), spot({frame.spot, token.raw}));
      return {};
    }
    value(token, frame.node, spot({frame.spot, {}, frame.index}));
    return {};
  }

  void value(const Token& token, uint32_t node, uint32_t spot) {
    Frame& frame = frames_.back();
    ++frame.index;
    if (token.kind == TokenKind::kObjectBegin || token.kind == TokenKind::kArrayBegin) {
      return open(node, spot, token.kind == TokenKind::kArrayBegin);
    }
    tree_.nodes_[node].values.push_back(static_cast<uint32_t>(tree_.values_.size()));
    tree_.values_.push_back({.kind = kind_of(token.kind),
                             .escaped = token.escaped,
                             .raw = token.raw,
                             .place = frame.element,
                             .spot = spot});
  }

  void open(uint32_t node, uint32_t spot, bool array) {
    Frame inner{.node = node, .spot = spot, .element = frames_.back().element};
    uint32_t outer_array = frames_.back().array;
    inner.owns_element = outer_array != EventTree::kNone;
    if (inner.owns_element) {
      uint32_t parent = inner.element;
      inner.element = static_cast<uint32_t>(tree_.elements_.size());
      tree_.elements_.push_back({.parent = parent, .array = outer_array, .end = 0});
    }
    if (array) inner.array = array_count_++;
    (array ? tree_.nodes_[node].holds_array : tree_.nodes_[node].holds_object) = true;
    frames_.push_back(inner);
  }

  void close() {
    const Frame& frame = frames_.back();
    if (frame.owns_element) {
      tree_.elements_[frame.element].end = static_cast<uint32_t>(tree_.elements_.size());
    }
    frames_.pop_back();
  }

  uint32_t spot(const EventTree::Spot& spot) {
    tree_.spots_.push_back(spot);
    return static_cast<uint32_t>(tree_.spots_.size() - 1);
  }

  std::string_view name(const Token& key) {
    if (!key.escaped) return key.raw;
    return tree_.decoded_.emplace_back(decoded(key.raw));
  }

  uint32_t descend(uint32_t node, std::string_view name) {
    for (;;) {
      size_t dot = name.find('.');
      node = child(node, name.substr(0, dot));
      if (dot == std::string_view::npos) return node;
      name.remove_prefix(dot + 1);
    }
  }

  uint32_t child(uint32_t parent, std::string_view name) {
    auto next = static_cast<uint32_t>(tree_.nodes_.size());
    auto [found, added] = tree_.children_.try_emplace({parent, name}, next);
    if (added) {
      tree_.nodes_[parent].children.push_back(next);
      tree_.nodes_.push_back({.parent = parent, .name = name, .children = {}, .values = {}});
    }
    return found->second;
  }

  EventTree& tree_;
  json::Scanner scanner_;
  std::vector<Frame> frames_;
  uint32_t array_count_ = 0;
};

base::Result<EventTree> EventTree::read(std::string_view event) {
  if (!json::is_utf8(event)) {
    return base::Error(ErrorCode::kInvalidEvent, "the event is not UTF-8");
  }
  EventTree tree;
  AG_CHECK(EventTreeReader(tree, event).read());
  return tree;
}

uint32_t EventTree::find(std::string_view path, uint32_t from) const {
  Walk walked = walk(path, from);
  return walked.complete ? walked.node : kNone;
}

EventTree::Walk EventTree::walk(std::string_view path, uint32_t from) const {
  for (;;) {
    size_t dot = path.find('.');
    auto child = children_.find({from, path.substr(0, dot)});
    if (child == children_.end()) return {from, false, path};
    from = child->second;
    if (dot == std::string_view::npos) return {from, true, {}};
    path.remove_prefix(dot + 1);
  }
}

Scalar EventTree::scalar(const Value& value, std::string& buffer) const {
  if (!value.escaped) return {value.kind, value.raw};
  buffer.clear();
  json::unescape(value.raw, buffer);
  return {value.kind, buffer};
}

std::string EventTree::spelling(const Value& value) const {
  if (value.kind != ScalarKind::kString) return std::string(value.raw);
  return fmt::format("\"{}\"", value.raw);
}

std::string EventTree::path(uint32_t node) const {
  std::vector<std::string> steps;
  size_t size = 0;
  for (; node != kRoot && size < kPathBytesMax; node = nodes_[node].parent) {
    bool outermost = nodes_[node].parent == kRoot;
    steps.push_back(fmt::format("{}{}", outermost ? "" : ".", nodes_[node].name));
    size += steps.back().size();
  }
  return joined(steps, node == kRoot);
}

std::string EventTree::location(const Value& value) const {
  std::vector<std::string> steps;
  size_t size = 0;
  uint32_t at = value.spot;
  for (; at != kNone && size < kPathBytesMax; at = spots_[at].parent) {
    const Spot& spot = spots_[at];
    bool outermost = spot.parent == kNone;
    steps.push_back(spot.index != kNone
                        ? fmt::format("[{}]", spot.index)
                        : fmt::format("{}{}", outermost ? "" : ".", decoded(spot.name)));
    size += steps.back().size();
  }
  return joined(steps, at == kNone);
}

}  // namespace angarium::pattern
