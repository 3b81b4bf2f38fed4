#pragma once

#include <string>
#include <vector>

#include "bench/pattern/engine.h"

namespace angarium::bench {

// A megabyte of JSON and rules, chosen together to be as slow as they can be. The rules are ones
// that a user may make: a bus has at most 300 of them.
struct HostileInput {
  std::string name;
  uint32_t rules;
  PatternText pattern;
  std::string event;
};

std::vector<HostileInput> many_values();   // at paths that rules want
std::vector<HostileInput> long_strings();  // one of a megabyte
std::vector<HostileInput> odd_shapes();    // nesting, names
std::vector<HostileInput> array_joins();   // leaves in other elements, for one rule and 300
std::vector<HostileInput> crowds();        // rules and values that all differ

}  // namespace angarium::bench
