#pragma once

#include <string>
#include <utility>
#include <vector>

#include "base/random.h"
#include "pattern/oracle/matcher_generator.h"

namespace angarium::pattern::oracle {

// Writes valid patterns that some given events match or nearly match. (Wildcards may be more
// complex than the limit.)
class PatternGenerator {
 public:
  // `events` are texts.
  PatternGenerator(const Vocabulary& words, const std::vector<std::string>& events,
                   base::Random& random);

  std::string pattern();

 private:
  struct Target {
    std::u32string path;
    const Scalar* scalar;  // null when there is none
  };
  struct Node;

  Target target(const std::vector<Target>& event);
  std::vector<std::u32string> pieces(const std::u32string& path);
  void put(Node& node, const Target& target);
  void put_branches(Node& node, const std::vector<Target>& event, int depth);
  Node* random_object(Node& node);
  std::string leaf(const Target& target);
  std::string write(const Node& node);

  const Vocabulary& words_;
  base::Random& random_;
  MatcherGenerator matchers_;
  std::vector<NaiveEvent> events_;
  std::vector<std::vector<Target>> targets_;  // of each event
};

}  // namespace angarium::pattern::oracle
