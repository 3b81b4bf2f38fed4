#pragma once

#include <absl/container/flat_hash_map.h>

#include <cstdint>
#include <deque>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "json/scanner.h"
#include "pattern/array_join.h"
#include "pattern/matcher.h"

namespace angarium::pattern {

// A whole event, every path and every value of it, for explaining. (The engine reads only what some
// rule names, and keeps nothing.) Memory is in proportion to the event, whose text must outlive it.
class EventTree {
 public:
  static constexpr uint32_t kNone = UINT32_MAX;

  // A member or an element, scalar or not, as it stands in the event: for telling where.
  struct Spot {
    uint32_t parent;         // kNone: the event itself
    std::string_view name;   // raw; of an object's member
    uint32_t index = kNone;  // of an array's element
  };
  struct Value {
    ScalarKind kind;
    bool escaped;
    std::string_view raw;  // between the quotes of a string
    uint32_t place;        // the element around it (array_join.h)
    uint32_t spot;
  };
  // All values of one path. A path is its names' parts between dots: `{"a.b": ...}` and
  // `{"a": {"b": ...}}` are the same one.
  struct Node {
    uint32_t parent;
    std::string_view name;           // decoded
    std::vector<uint32_t> children;  // in the order seen
    std::vector<uint32_t> values;    // likewise
    bool holds_object = false;
    bool holds_array = false;
  };

  // Error: kInvalidEvent, as RuleSet::match.
  static base::Result<EventTree> read(std::string_view event);

  static constexpr uint32_t kRoot = 0;
  const Node& node(uint32_t node) const { return nodes_[node]; }
  const Value& value(uint32_t value) const { return values_[value]; }
  std::span<const Element> elements() const { return elements_; }

  // From a node down a joined path, as far as the event has it.
  struct Walk {
    uint32_t node;          // the last one reached
    bool complete;          // it is the path's
    std::string_view rest;  // else: what it has no child for
  };
  Walk walk(std::string_view path, uint32_t from = kRoot) const;
  uint32_t find(std::string_view path, uint32_t from = kRoot) const;  // kNone when it isn't there

  // The scalar that a value is; its text is decoded into `buffer` if need be.
  Scalar scalar(const Value& value, std::string& buffer) const;
  std::string spelling(const Value& value) const;  // as in the event, quotes included
  std::string path(uint32_t node) const;           // names joined with dots; its end when very long
  std::string location(const Value& value) const;  // with array indexes; likewise

 private:
  friend class EventTreeReader;
  EventTree() = default;

  std::vector<Node> nodes_;
  std::vector<Value> values_;
  std::vector<Spot> spots_;
  std::vector<Element> elements_;
  std::deque<std::string> decoded_;  // names that were escaped
  absl::flat_hash_map<std::pair<uint32_t, std::string_view>, uint32_t> children_;
};

}  // namespace angarium::pattern
