#include "delivery/path_finder.h"

#include <algorithm>

#include "json/scanner.h"

namespace angarium::delivery {
namespace {

// Envelopes hold details of up to 1,000 levels (bus::Limits); validated when they were taken in.
constexpr uint32_t kDepthMax = UINT32_MAX;

using json::Token;
using json::TokenKind;

std::string_view with_quotes(std::string_view raw) { return {raw.data() - 1, raw.size() + 2}; }

template <class Key, class Wanted>
uint32_t lookup(const std::vector<std::pair<Key, uint32_t>>& children, const Wanted& wanted) {
  for (const auto& [key, node] : children) {
    if (key == wanted) return node;
  }
  return 0;
}

}  // namespace

// One walk. Recursion ends with the tree, which is no deeper than a path is long.
class PathFinder::Walk {
 public:
  Walk(const PathFinder& finder, std::string_view text, Findings& found)
      : nodes_(finder.nodes_), text_(text), scanner_(text, kDepthMax), found_(found) {}

  void root(bool cuts_detail);

 private:
  using Places = std::vector<NodeIndex>;
  // A member that was met, should its name come again.
  struct Met {
    NodeIndex node;
    std::string_view text;
  };

  // At the value that begins with `token`, standing at these nodes. Answers its text.
  std::string_view value(const Token& token, const Places& places);
  void object(const Places& places);
  void array(const Places& places);
  bool is_leaf(const Places& places) const;
  // Where the member leads to from `places`; the named nodes come first, `named` of them.
  Places step_into(const Places& places, std::string_view name, size_t& named) const;
  void keep(NodeIndex node, std::string_view text);
  void forget(NodeIndex node, std::string_view within);
  bool next(Token& token);

  const std::vector<Node>& nodes_;
  const std::string_view text_;
  json::Scanner scanner_;
  Findings& found_;
};

// False when the text is not what it should be: then the walk has found all that it will.
bool PathFinder::Walk::next(Token& token) {
  auto read = scanner_.next();
  if (!read.ok()) return false;
  token = *read;
  return true;
}

void PathFinder::Walk::keep(NodeIndex node, std::string_view text) {
  for (uint32_t path : nodes_[node].paths) found_.values[path].push_back(text);
}

void PathFinder::Walk::forget(NodeIndex node, std::string_view within) {
  for (uint32_t path : nodes_[node].paths) {
    std::erase_if(found_.values[path], [&](std::string_view value) {
      return value.data() >= within.data() && value.data() < within.data() + within.size();
    });
  }
  for (const auto& [name, child] : nodes_[node].names) forget(child, within);
  for (const auto& [index, child] : nodes_[node].indexes) forget(child, within);
  if (nodes_[node].all != 0) forget(nodes_[node].all, within);
}

bool PathFinder::Walk::is_leaf(const Places& places) const {
  return std::all_of(places.begin(), places.end(),
                     [this](NodeIndex node) { return nodes_[node].is_leaf(); });
}

PathFinder::Walk::Places PathFinder::Walk::step_into(const Places& places, std::string_view name,
                                                     size_t& named) const {
  Places next;
  for (NodeIndex place : places) {
    if (const NodeIndex node = lookup(nodes_[place].names, name)) next.push_back(node);
  }
  named = next.size();
  for (NodeIndex place : places) {
    if (nodes_[place].all != 0) next.push_back(nodes_[place].all);
  }
  return next;
}

std::string_view PathFinder::Walk::value(const Token& token, const Places& places) {
  std::string_view text = token.kind == TokenKind::kString ? with_quotes(token.raw) : token.raw;
  const bool is_object = token.kind == TokenKind::kObjectBegin;
  if (is_object || token.kind == TokenKind::kArrayBegin) {
    if (is_leaf(places)) {
      (void)scanner_.skip_value();
    } else if (is_object) {
      object(places);
    } else {
      array(places);
    }
    text = text_.substr(static_cast<size_t>(text.data() - text_.data()));
    text.remove_suffix(text_.size() - scanner_.offset());
  }
  for (NodeIndex place : places) keep(place, text);
  return text;
}

void PathFinder::Walk::object(const Places& places) {
  std::vector<Met> met;
  std::string decoded;
  for (Token key; next(key) && key.kind == TokenKind::kKey;) {
    std::string_view name = key.raw;
    if (key.escaped) {
      decoded.clear();
      json::unescape(key.raw, decoded);
      name = decoded;
    }
    size_t named = 0;
    const Places inside = step_into(places, name, named);
    if (inside.empty()) {
      (void)scanner_.skip_value();
      continue;
    }
    for (const Met& before : met) {
      const auto end = inside.begin() + static_cast<ptrdiff_t>(named);
      if (std::find(inside.begin(), end, before.node) != end) forget(before.node, before.text);
    }
    Token token;
    if (!next(token)) return;
    const std::string_view text = value(token, inside);
    for (size_t i = 0; i < named; ++i) met.push_back({inside[i], text});
  }
}

void PathFinder::Walk::array(const Places& places) {
  uint32_t index = 0;
  for (Token token; next(token) && token.kind != TokenKind::kArrayEnd; ++index) {
    Places inside;
    for (NodeIndex place : places) {
      if (const NodeIndex node = lookup(nodes_[place].indexes, index)) inside.push_back(node);
      if (nodes_[place].all != 0) inside.push_back(nodes_[place].all);
    }
    value(token, inside);
  }
}

// The root's members are written by this server: once all that lead on have been met, nothing more
// can come, and the detail, the last and largest, need not be looked at.
void PathFinder::Walk::root(bool cuts_detail) {
  const Node& root = nodes_[0];
  Token token;
  if (!next(token) || token.kind != TokenKind::kObjectBegin) return;
  keep(0, text_);
  size_t awaited = root.all != 0 ? SIZE_MAX : root.names.size() + (cuts_detail ? 2 : 0);
  const char* end_of_last = token.raw.data() + 1;
  while (awaited > 0 && next(token) && token.kind == TokenKind::kKey) {
    if (cuts_detail && token.raw == "detail-type") {
      found_.detail_type_name = with_quotes(token.raw);
      --awaited;
    } else if (cuts_detail && token.raw == "detail") {
      found_.before_detail = text_.substr(0, static_cast<size_t>(end_of_last - text_.data()));
      --awaited;
    }
    if (awaited == 0) return;
    size_t named = 0;
    const Places inside = step_into({0}, token.raw, named);
    if (inside.empty()) {
      (void)scanner_.skip_value();
    } else {
      if (!next(token)) return;
      value(token, inside);
      awaited -= named;
    }
    end_of_last = text_.data() + scanner_.offset();
  }
}

PathFinder::PathFinder(const std::vector<JsonPath>& paths) : nodes_(1), paths_(paths.size()) {
  for (uint32_t i = 0; i < paths.size(); ++i) add(paths[i], i);
}

void PathFinder::add(const JsonPath& path, uint32_t index) {
  NodeIndex at = 0;
  for (const PathStep& step : path.steps) at = child(at, step);
  nodes_[at].paths.push_back(index);
}

PathFinder::NodeIndex PathFinder::child(NodeIndex of, const PathStep& step) {
  Node& node = nodes_[of];
  const auto made = static_cast<NodeIndex>(nodes_.size());
  NodeIndex found = 0;
  switch (step.kind) {
    case PathStep::Kind::kName:
      found = lookup(node.names, step.name);
      if (found == 0) node.names.emplace_back(step.name, made);
      break;
    case PathStep::Kind::kIndex:
      found = lookup(node.indexes, step.index);
      if (found == 0) node.indexes.emplace_back(step.index, made);
      break;
    case PathStep::Kind::kAll:
      found = node.all;
      if (found == 0) node.all = made;
      break;
  }
  if (found != 0) return found;
  nodes_.emplace_back();
  return made;
}

Findings PathFinder::find(std::string_view envelope, bool cuts_detail) const {
  Findings found;
  found.values.resize(paths_);
  Walk(*this, envelope, found).root(cuts_detail);
  return found;
}

}  // namespace angarium::delivery
