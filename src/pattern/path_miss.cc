#include <fmt/format.h>

#include <algorithm>

#include "base/nearest.h"
#include "pattern/near_miss.h"
#include "pattern/spelling.h"

namespace angarium::pattern {
namespace {

constexpr uint32_t kNone = EventTree::kNone;
constexpr size_t kExaminedNamesMax = 1000;  // of one object; an honest one has fewer
constexpr size_t kShownNamesMax = 8;
constexpr size_t kShownNameCharactersMax = 24;
constexpr uint32_t kEmbeddedDepthMax = 100;

bool equal_ignoring_ascii_case(std::string_view a, std::string_view b) {
  auto fold = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
  return a.size() == b.size() && std::equal(a.begin(), a.end(), b.begin(),
                                            [&](char x, char y) { return fold(x) == fold(y); });
}

bool holds_json(std::string_view text) {
  size_t first = text.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos || (text[first] != '{' && text[first] != '[')) return false;
  json::Scanner scanner(text, kEmbeddedDepthMax);
  return scanner.next().ok() && scanner.skip_value().ok() && scanner.next().ok();
}

// A path of which the event has only the first part, or nothing at the end.
class MissingPath {
 public:
  MissingPath(std::string_view path, const EventTree& event)
      : path_(path), event_(event), walked_(event.walk(path)) {}

  std::vector<Reason> reasons() {
    if (walked_.complete) return {without_scalars()};
    if (auto reason = embedded()) return {*reason};
    if (auto reason = other_case()) return {*reason};
    if (auto reason = other_level()) return {*reason};
    if (auto reason = near_name()) return {*reason};
    return {missing()};
  }

 private:
  const EventTree::Node& last() const { return event_.node(walked_.node); }
  std::string_view next_name() const { return walked_.rest.substr(0, walked_.rest.find('.')); }

  Reason is_at(NearMiss kind, uint32_t node) const {
    return {kind, fmt::format("{} is not there, {} is", named(path_), named(event_.path(node)))};
  }

  Reason without_scalars() const {
    if (last().holds_object && !last().children.empty()) {
      return {NearMiss::kContainer,
              fmt::format("{} is an object (of {}); a pattern tests its members", named(path_),
                          names())};
    }
    return {NearMiss::kEmpty, fmt::format("{} is an empty {}, which is as good as missing",
                                          named(path_), last().holds_object ? "object" : "array")};
  }

  std::optional<Reason> embedded() const {
    if (last().values.empty()) return std::nullopt;
    const EventTree::Value& value = event_.value(last().values.front());
    std::string buffer;
    Scalar scalar = event_.scalar(value, buffer);
    if (scalar.kind == ScalarKind::kString && holds_json(scalar.text)) {
      return Reason{NearMiss::kStringHoldsJson,
                    fmt::format("{} is a string that holds JSON, not an object: it was encoded "
                                "once too often",
                                named(event_.path(walked_.node)))};
    }
    if (last().holds_object) return std::nullopt;
    return Reason{NearMiss::kNotAnObject,
                  fmt::format("{} is {}, not an object", named(event_.path(walked_.node)),
                              shown(event_.spelling(value), kShownCharactersMax))};
  }

  std::optional<Reason> other_case() const {
    uint32_t node = walked_.node;
    std::string_view rest = walked_.rest;
    for (;;) {
      size_t dot = rest.find('.');
      uint32_t child = child_ignoring_case(node, rest.substr(0, dot));
      if (child == kNone) return std::nullopt;
      if (dot == std::string_view::npos) return is_at(NearMiss::kPathLetterCase, child);
      node = child;
      rest.remove_prefix(dot + 1);
    }
  }

  uint32_t child_ignoring_case(uint32_t node, std::string_view name) const {
    size_t examined = 0;
    for (uint32_t child : event_.node(node).children) {
      if (equal_ignoring_ascii_case(event_.node(child).name, name)) return child;
      if (++examined == kExaminedNamesMax) break;
    }
    return kNone;
  }

  bool has_scalars(uint32_t node) const {
    return node != kNone && !event_.node(node).values.empty();
  }

  // One name less, or one name more, anywhere on the way.
  std::optional<Reason> other_level() const {
    uint32_t node = EventTree::kRoot;
    std::string_view rest = path_;
    for (;;) {
      size_t dot = rest.find('.');
      if (dot != std::string_view::npos) {
        uint32_t less = event_.find(rest.substr(dot + 1), node);
        if (has_scalars(less)) return is_at(NearMiss::kOtherLevel, less);
      }
      uint32_t more = find_below(node, rest);
      if (more != kNone) return is_at(NearMiss::kOtherLevel, more);
      uint32_t child = event_.find(rest.substr(0, dot), node);
      if (child == kNone || dot == std::string_view::npos) return std::nullopt;
      node = child;
      rest.remove_prefix(dot + 1);
    }
  }

  uint32_t find_below(uint32_t node, std::string_view path) const {
    size_t examined = 0;
    for (uint32_t child : event_.node(node).children) {
      uint32_t found = event_.find(path, child);
      if (has_scalars(found)) return found;
      if (++examined == kExaminedNamesMax) break;
    }
    return kNone;
  }

  std::optional<Reason> near_name() const {
    std::vector<std::string> candidates;
    for (uint32_t child : last().children) {
      candidates.emplace_back(event_.node(child).name);
      if (candidates.size() == kExaminedNamesMax) break;
    }
    std::optional<std::string> name = base::nearest(next_name(), candidates);
    if (!name) return std::nullopt;
    return is_at(NearMiss::kNearName, event_.find(*name, walked_.node));
  }

  Reason missing() const {
    std::string_view above = walked_.node == EventTree::kRoot ? "the event" : "";
    std::string text = fmt::format("{} is not there", named(path_));
    if (!last().children.empty()) {
      text += fmt::format("; {} has {}",
                          above.empty() ? named(event_.path(walked_.node)) : std::string(above),
                          names());
    }
    return {NearMiss::kMissing, std::move(text)};
  }

  std::string names() const {
    std::string text;
    size_t count = 0;
    for (uint32_t child : last().children) {
      if (++count > kShownNamesMax) return text + ", …";
      text += (count > 1 ? ", " : "") + shown(event_.node(child).name, kShownNameCharactersMax);
    }
    return text;
  }

  std::string_view path_;
  const EventTree& event_;
  EventTree::Walk walked_;
};

}  // namespace

std::vector<Reason> path_reasons(std::string_view path, const EventTree& event) {
  return MissingPath(path, event).reasons();
}

}  // namespace angarium::pattern
