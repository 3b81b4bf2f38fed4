#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string_view>

#include "base/result.h"
#include "pattern/instruction_set.h"
#include "pattern/pattern.h"

namespace angarium::pattern {

// A detail of 1,000 levels inside its envelope.
inline constexpr uint32_t kEventDepthMax = 1001;

struct Rule {
  uint32_t id;  // the caller's; unique within an index
  std::shared_ptr<const Pattern> pattern;
};

// Whether what one event makes expensive is verified rule by rule or for all rules together. The
// answers are the same: kTogether is for tests that compare.
enum class Verifying : uint8_t { kAsItPays, kTogether };

// Memory that matching reuses from call to call, so that it allocates nothing once warm. Belongs to
// one thread at a time; works with any RuleSet.
class Scratch {
 public:
  explicit Scratch(InstructionSet instructions = best_instruction_set(),
                   Verifying verifying = Verifying::kAsItPays);
  Scratch(Scratch&&) noexcept;
  Scratch& operator=(Scratch&&) noexcept;
  ~Scratch();

 private:
  friend class RuleSet;
  struct State;
  std::unique_ptr<State> state_;
};

// A member of an event's outermost object, for events that exist in parts only.
struct EventPart {
  std::string_view name;   // decoded, without dots
  std::string_view value;  // one JSON value
  bool validated;          // else it is validated as match() does, and must be an object
};

// The rules of a RuleIndex at one moment. Matching reads the event once and touches only the rules
// that the event nearly matches: its time follows the event and those, not the number of rules.
// Immutable to those who hold it; match from any thread with a Scratch of one's own, without locks.
class RuleSet {
 public:
  // Results: the ids of the rules that match, ascending; valid until the Scratch is used again.
  using Matches = std::span<const uint32_t>;

  // Ingest: checks the event as strictly as json::validate_object and matches it in the same pass.
  // Errors: kInvalidEvent when it is not one JSON object of UTF-8; kEventTooComplex when array
  // consistency can't be decided in bounded time, which takes an event made for it (array_join.h).
  base::Result<Matches> match(std::string_view event, Scratch& scratch) const;

  // For text that match() or json::validate_object has accepted before: does not check it again.
  // With other text the result means nothing, but nothing breaks. Errors: kEventTooComplex.
  base::Result<Matches> match_validated(std::string_view event, Scratch& scratch) const;

  // The event whose outermost object has these members, in this order. Errors as match().
  base::Result<Matches> match_parts(std::span<const EventPart> parts, Scratch& scratch) const;

  ~RuleSet();
  RuleSet(const RuleSet&) = delete;
  RuleSet& operator=(const RuleSet&) = delete;

 private:
  friend class RuleIndex;
  struct Version;  // of the index, held so that what it sees stays
  explicit RuleSet(std::unique_ptr<const Version> version);
  Scratch::State& begin(Scratch& scratch) const;
  base::Result<Matches> finish(Scratch& scratch) const;

  std::unique_ptr<const Version> version_;
};

}  // namespace angarium::pattern
