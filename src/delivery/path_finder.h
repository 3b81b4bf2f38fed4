#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "delivery/json_path.h"

namespace angarium::json {
class Scanner;
}

namespace angarium::delivery {

// What one walk of an envelope found. Points into the envelope.
struct Findings {
  std::vector<std::vector<std::string_view>> values;  // of each path, in the order of the event
  // For `aws.events.event`: the name `detail-type` in its quotes, and where the comma before
  // `detail` stands. Empty when not asked for.
  std::string_view detail_type_name = {};
  std::string_view before_detail = {};
};

// Finds the values of many paths in one walk over an event, and leaves out of the walk what no path
// leads into. The paths form a tree:
//
//   $.detail.id, $.detail.items[*].id, $.time
//
//   root -- time (2)
//        -- detail -- id (0)
//                  -- items -- * -- id (1)
//
// A walk is at some nodes of the tree at once: `*` and a name may both lead on.
//
// Of a member name that is repeated in an object the last one counts, as in all JSON readers of AWS
// that are known; under `*` each of them counts. Immutable once made; thread safe.
class PathFinder {
 public:
  explicit PathFinder(const std::vector<JsonPath>& paths);

  // `envelope`: what bus::render_envelope gave; its own member names are unique. With
  // `cuts_detail` the places for `aws.events.event` are found too.
  Findings find(std::string_view envelope, bool cuts_detail) const;

 private:
  using NodeIndex = uint32_t;
  struct Node {
    std::vector<std::pair<std::string, NodeIndex>> names;
    std::vector<std::pair<uint32_t, NodeIndex>> indexes;
    NodeIndex all = 0;            // 0, the root: none
    std::vector<uint32_t> paths;  // that end here
    bool is_leaf() const { return names.empty() && indexes.empty() && all == 0; }
  };
  class Walk;

  void add(const JsonPath& path, uint32_t index);
  NodeIndex child(NodeIndex of, const PathStep& step);

  std::vector<Node> nodes_;  // the first is the root
  size_t paths_ = 0;
};

}  // namespace angarium::delivery
