#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/random.h"
#include "pattern/oracle/naive_pattern.h"
#include "pattern/oracle/pattern_generator.h"
#include "pattern/oracle/vocabulary.h"
#include "pattern/rule_set.h"

namespace angarium::pattern {

// What Test::name of the oracle can be, the combinations of two bounds apart.
inline constexpr const char* kOperatorNames[] = {"string",
                                                 "address",
                                                 "numeric =",
                                                 "spelled number",
                                                 "true",
                                                 "false",
                                                 "null",
                                                 "prefix",
                                                 "suffix",
                                                 "equals-ignore-case",
                                                 "prefix ignoring case",
                                                 "suffix ignoring case",
                                                 "wildcard",
                                                 "cidr",
                                                 "numeric <",
                                                 "numeric <=",
                                                 "numeric >",
                                                 "numeric >=",
                                                 "numeric > and numeric <",
                                                 "numeric >= and numeric <=",
                                                 "absent",
                                                 "anything-but string",
                                                 "anything-but numeric =",
                                                 "anything-but prefix",
                                                 "anything-but suffix",
                                                 "anything-but equals-ignore-case",
                                                 "anything-but wildcard"};

// Random patterns and events made of the same few words, and the oracle's answer for each pair.
struct Round {
  std::vector<std::string> patterns, events;
  std::vector<std::shared_ptr<const Pattern>> parsed;  // of each pattern
  std::vector<oracle::NaivePattern> naive;             // of each pattern
  std::vector<oracle::NaiveEvent> naive_events;
  std::vector<bool> truth;

  bool matches(size_t pattern, size_t event) const {
    return truth[pattern * events.size() + event];
  }
  Rule rule(uint32_t pattern) const { return {pattern, parsed[pattern]}; }

  std::string describe(size_t pattern, size_t event) const;
  // What is wrong with these as the numbers of all patterns that match; empty when nothing is.
  std::string difference(const std::vector<uint32_t>& ids, size_t event) const;
};

// A vocabulary and what is made of it.
class Words {
 public:
  explicit Words(base::Random& random);

  Round round(size_t patterns, size_t events);
  std::vector<Rule> rules(uint32_t first_id, size_t count);

 private:
  std::string parse(oracle::PatternGenerator& generator, std::shared_ptr<const Pattern>& parsed);

  base::Random& random_;
  oracle::Vocabulary vocabulary_;
};

size_t number_from_environment(const char* name, size_t otherwise);

// ANGARIUM_SEED, or another one each time; printed.
uint64_t first_seed();

}  // namespace angarium::pattern
