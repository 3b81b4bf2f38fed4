#include <fmt/format.h>

#include "bench/pattern/hostile_inputs.h"
#include "bench/pattern/hostile_texts.h"

namespace angarium::bench {
namespace {

// No element has both. Rules differ in what no event has.
std::string two_leaves(uint32_t rule) {
  return fmt::format(R"({{"detail":{{"a":{{"b":[1],"c":[1,"{}"]}}}}}})", rule);
}
std::string three_leaves(uint32_t rule) {
  return fmt::format(R"({{"detail":{{"a":{{"b":[1],"c":[1,"{}"],"d":{{"e":[1]}}}}}}}})", rule);
}
std::string absent_leaf(uint32_t rule) {
  return fmt::format(R"({{"detail":{{"a":{{"b":[1],"c":[{{"exists":false}}],"d":[1,"{}"]}}}}}})",
                     rule);
}

std::string event_of(std::string_view members) {
  return fmt::format(R"({{"detail":{{{}}}}})", members);
}

std::string elements(std::string_view element) {
  return event_of(fmt::format(R"("a":[{}])", megabyte_list(element)));
}

}  // namespace

std::vector<HostileInput> array_joins() {
  const HostileInput inputs[] = {
      {"leaves_in_other_elements", 0, two_leaves, elements(R"({"b":1},{"c":1})")},
      {"leaves_in_inner_arrays", 0, three_leaves,
       elements(R"({"b":[1,1],"c":[1,1],"d":[{"e":2}]},{"d":[{"e":1}]})")},
      {"absent_leaves", 0, absent_leaf, elements(R"({"b":1,"c":1,"d":1},{"c":1,"d":1})")},
      {"array_repeated", 0, three_leaves,
       event_of(megabyte_list(R"("a":[{"b":1},{"c":1}],"a":[{"c":1,"d":{"e":1}}])"))},
  };
  std::vector<HostileInput> all;
  for (const HostileInput& input : inputs) {
    for (uint32_t rules : {1U, 300U}) {
      all.push_back(input);
      all.back().rules = rules;
      all.back().name += fmt::format("_of_{}", rules);
    }
  }
  return all;
}

}  // namespace angarium::bench
