#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "pattern/pattern.h"

namespace angarium::pattern {

// A detail of 1,000 levels inside its envelope.
inline constexpr uint32_t kEventDepthMax = 1001;

struct CompiledRules;
struct EventState;

struct Rule {
  uint32_t
      id;  // the caller's; several rules may share one, which then matches when any of them does
  std::shared_ptr<const Pattern> pattern;
};

// Memory that match() reuses from call to call, so that matching allocates next to nothing once
// warm. Belongs to one thread at a time; works with any RuleSet.
class Scratch {
 public:
  Scratch();
  Scratch(Scratch&&) noexcept;
  Scratch& operator=(Scratch&&) noexcept;
  ~Scratch();

 private:
  friend class RuleSet;
  std::unique_ptr<EventState> state_;
};

// Any number of rules compiled into one structure. Matching reads the event once and touches only
// the rules that the event nearly matches: its time follows the event and those, not the number of
// rules. Immutable: publish it behind base::Snapshot, match from any thread with a Scratch of one's
// own.
class RuleSet {
 public:
  static std::shared_ptr<const RuleSet> build(std::vector<Rule> rules);
  ~RuleSet();

  // A set without the rules of the ids `removed` and then with `added`; this one stays as it is.
  std::shared_ptr<const RuleSet> changed(std::span<const uint32_t> removed,
                                         std::vector<Rule> added) const;

  // The ids of the rules that match, ascending, each once; valid until the Scratch is used again.
  // `event` must be UTF-8 (json::is_utf8). Errors: kInvalidEvent when it is not one JSON object;
  // kEventTooComplex when array consistency can't be decided in bounded time, which takes an event
  // made for it (see array_join.h).
  base::Result<std::span<const uint32_t>> match(std::string_view event, Scratch& scratch) const;

  size_t size() const;  // rules

 private:
  explicit RuleSet(std::unique_ptr<const CompiledRules> compiled);
  std::unique_ptr<const CompiledRules> compiled_;
};

}  // namespace angarium::pattern
