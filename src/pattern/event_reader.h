#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "json/scanner.h"
#include "pattern/array_join.h"
#include "pattern/compiled.h"

namespace angarium::pattern {

// What one event has met so far: the inside of a Scratch. What is stamped with another epoch
// belongs to an event before and counts as absent, so nothing is cleared in between.
struct EventState {
  struct Frame {
    uint32_t node;     // in the name trie
    uint32_t element;  // the place of the scalars directly in here
    uint32_t array;    // kNone for an object
    bool owns_element;
  };
  struct MetValue {
    uint64_t epoch = 0;
    bool anywhere = false;         // met outside all arrays' elements: agrees with every place
    std::vector<uint32_t> places;  // else: the elements it was met in
  };
  struct MetLeaf {
    uint64_t epoch = 0;
    bool anywhere = false;
  };

  uint64_t epoch = 0;
  std::vector<Frame> frames;
  std::vector<Element> elements;
  uint32_t array_count = 0;
  std::vector<MetValue> values;
  std::vector<MetLeaf> leaves;
  std::vector<uint32_t> met_leaves;  // in the order met
  std::vector<uint32_t> rule_ids;
  std::string decoded;
  std::string address;

  void begin(const CompiledRules& rules);
};

// Reads an event once, from end to end, and marks the values and leaves it meets. Members that no
// rule names are checked as JSON and otherwise skipped.
class EventReader {
 public:
  EventReader(const CompiledRules& rules, EventState& state, std::string_view event);

  // Error: kInvalidEvent.
  base::Result<void> read();

 private:
  base::Result<json::Token> next();
  base::Result<void> member(const json::Token& key);
  base::Result<void> value(const json::Token& token, uint32_t node);
  base::Result<void> open(uint32_t node, bool array);
  void close();
  uint32_t descend(uint32_t node, std::string_view name) const;
  void scalar(const json::Token& token, const PathValues& wanted);
  void string(std::string_view text, const PathValues& wanted);
  void number(std::string_view spelling, const PathValues& wanted);
  void meet(uint32_t value);
  void meet_leaf(uint32_t leaf, bool anywhere);
  std::string_view decode(const json::Token& token);

  const CompiledRules& rules_;
  EventState& state_;
  json::Scanner scanner_;
};

}  // namespace angarium::pattern
