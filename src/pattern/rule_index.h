#pragma once

#include <cstdint>
#include <memory>
#include <span>

#include "pattern/pattern.h"
#include "pattern/rule_set.h"

namespace angarium::pattern {

// The rules of one bus, kept so that any number of them is matched in one pass (rule_set.h), and so
// that one of them is added or removed without touching the rest.
//
// Thread safe: changes come one after the other; matching goes on meanwhile, unhindered, on the
// RuleSets that were handed out.
class RuleIndex {
 public:
  RuleIndex();
  ~RuleIndex();
  RuleIndex(const RuleIndex&) = delete;
  RuleIndex& operator=(const RuleIndex&) = delete;

  // Takes the rules of the ids `removed` out (ids that aren't there are ignored), then puts `added`
  // in, each in place of the rule that had its id. All in one step: every RuleSet is from before or
  // from after it. The patterns may go away afterwards.
  std::shared_ptr<const RuleSet> change(std::span<const uint32_t> removed,
                                        std::span<const Rule> added);

  std::shared_ptr<const RuleSet> current() const;
  size_t size() const;  // rules

 private:
  struct State;
  const std::unique_ptr<State> state_;
};

}  // namespace angarium::pattern
