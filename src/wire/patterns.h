#pragma once

#include <memory>
#include <string_view>

#include "wire/shape.h"

namespace angarium::wire {

// The regular expressions of all registered shapes, compiled once at start. They are AWS's (Java's
// syntax) and must match a whole value. Immutable after the last add(); then thread safe.
class Patterns {
 public:
  Patterns();
  ~Patterns();

  // Compiles what `shape` and everything it contains need. An expression that RE2 can't compile and
  // that has no predicate is our own bug and ends the process.
  void add(const Shape& shape);

  // Whether the constraint's expression accepts the value; true when it has none.
  bool accepts(const Constraint& constraint, std::string_view value) const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace angarium::wire
