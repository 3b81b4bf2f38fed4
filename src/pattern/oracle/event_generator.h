#pragma once

#include <string>

#include "base/random.h"
#include "pattern/oracle/vocabulary.h"

namespace angarium::pattern::oracle {

// Writes events: objects and arrays in one another, member names that come twice, every way to
// write a value, white space, and members that no pattern asks for.
class EventGenerator {
 public:
  EventGenerator(const Vocabulary& words, base::Random& random) : words_(words), random_(random) {}

  std::string event();

 private:
  bool chance(double probability) { return random_.chance(probability); }
  std::string space();
  std::string object(int depth);
  std::string array(int depth);
  std::string value(int depth);
  std::string scalar();
  std::string characters();
  std::string ignored(int depth);

  const Vocabulary& words_;
  base::Random& random_;
  size_t values_left_ = 0;
  size_t space_max_ = 0;
};

}  // namespace angarium::pattern::oracle
