#include "pattern/rule_set.h"

#include "json/scanner.h"
#include "pattern/match.h"
#include "pattern/version.h"
#include "pattern/walk.h"

namespace angarium::pattern {

struct Scratch::State {
  State(InstructionSet instructions, Verifying verifying)
      : match(walk, verifying), walk_text(walk_function(instructions)) {}

  Walk walk;
  Match match;
  WalkFunction walk_text;
};

namespace {

base::Error invalid(std::string_view why) {
  return base::Error(ErrorCode::kInvalidEvent, std::string(why));
}

// What is wrong with a text that the walk refused, in words and with its place.
base::Error explain_invalid(std::string_view text, uint32_t depth_max) {
  const base::Result<void> checked = json::validate_object(text, depth_max);
  return invalid(checked.ok() ? "the event is not valid JSON" : checked.error().message());
}

base::Result<void> walk_unknown(Walk& walk, WalkFunction walk_text, std::string_view text,
                                const NameNode* node, uint32_t depth_max) {
  WalkRequest request{.text = text, .node = node, .trust = Trust::kUnknown, .only_object = true};
  if (!walk_text(walk, request)) return explain_invalid(text, depth_max);
  if (request.needs_utf8_check && !json::is_utf8(text)) return invalid("the text is not UTF-8");
  return {};
}

}  // namespace

Scratch::Scratch(InstructionSet instructions, Verifying verifying)
    : state_(std::make_unique<State>(instructions, verifying)) {}
Scratch::Scratch(Scratch&&) noexcept = default;
Scratch& Scratch::operator=(Scratch&&) noexcept = default;
Scratch::~Scratch() = default;

RuleSet::RuleSet(std::unique_ptr<const Version> version) : version_(std::move(version)) {}
RuleSet::~RuleSet() = default;

base::Result<RuleSet::Matches> RuleSet::match(std::string_view event, Scratch& scratch) const {
  Scratch::State& state = begin(scratch);
  AG_CHECK(
      walk_unknown(state.walk, state.walk_text, event, &version_->index().names, kEventDepthMax));
  return finish(scratch);
}

base::Result<RuleSet::Matches> RuleSet::match_validated(std::string_view event,
                                                        Scratch& scratch) const {
  Scratch::State& state = begin(scratch);
  WalkRequest request{.text = event,
                      .node = &version_->index().names,
                      .trust = Trust::kValidated,
                      .only_object = true};
  if (!state.walk_text(state.walk, request)) return explain_invalid(event, kEventDepthMax);
  return finish(scratch);
}

base::Result<RuleSet::Matches> RuleSet::match_parts(std::span<const EventPart> parts,
                                                    Scratch& scratch) const {
  Scratch::State& state = begin(scratch);
  state.walk.push(&version_->index().names, false);
  for (const EventPart& part : parts) {
    const NameNode* node = version_->index().names.find(part.name);
    if (!part.validated) {
      AG_CHECK(walk_unknown(state.walk, state.walk_text, part.value, node, kEventDepthMax - 1));
      continue;
    }
    WalkRequest request{
        .text = part.value, .node = node, .trust = Trust::kValidated, .only_object = false};
    if (!state.walk_text(state.walk, request)) return invalid("a part of the event is too deep");
  }
  return finish(scratch);
}

Scratch::State& RuleSet::begin(Scratch& scratch) const {
  Scratch::State& state = *scratch.state_;
  state.walk.begin(version_->index().paths_end.load(std::memory_order_acquire));
  return state;
}

base::Result<RuleSet::Matches> RuleSet::finish(Scratch& scratch) const {
  Match& match = scratch.state_->match;
  if (!match.run(version_->index(), version_->number())) {
    return base::Error(ErrorCode::kEventTooComplex,
                       "the event repeats member names around arrays too often to be matched");
  }
  return match.ids();
}

}  // namespace angarium::pattern
