#pragma once

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <string>
#include <string_view>
#include <vector>

#include "json/scanner.h"
#include "pattern/rule_set.h"

namespace angarium::pattern {

// Asks a RuleSet about an event in every way there is: through each entrance, with each instruction
// set that this machine has, verifying alone and together. For tests and fuzzers: all answers must
// be one.
class Entrances {
 public:
  struct Answer {
    bool ok = false;
    std::vector<uint32_t> ids = {};
    std::string error = {};
    std::string disagreement = {};  // which way answered otherwise; empty when none did
  };

  Entrances() {
    for (InstructionSet instructions :
         {InstructionSet::kPortable, InstructionSet::kAvx2, InstructionSet::kAvx512}) {
      if (is_supported(instructions)) ways_.push_back({instructions, Scratch(instructions)});
    }
    ways_.push_back({best_instruction_set(), Scratch(best_instruction_set(), Verifying::kTogether),
                     Verifying::kTogether});
  }

  Answer match(const RuleSet& rules, std::string_view event) {
    Answer answer = taken(rules.match(event, ways_[0].scratch));
    if (answer.ok) read_members(event);
    for (Way& way : ways_) {
      compare(answer, "match", way, rules.match(event, way.scratch));
      // The other entrances are for events that this one accepts.
      if (!answer.ok) continue;
      compare(answer, "match_validated", way, rules.match_validated(event, way.scratch));
      if (has_dotted_member_) continue;
      compare(answer, "match_parts, validated", way, rules.match_parts(parts(true), way.scratch));
      compare(answer, "match_parts", way, rules.match_parts(parts(false), way.scratch));
    }
    return answer;
  }

  // As a validated event and as a part of one, whatever it is: the answers mean nothing.
  void match_blindly(const RuleSet& rules, std::string_view text) {
    for (Way& way : ways_) {
      static_cast<void>(rules.match_validated(text, way.scratch));
      for (bool validated : {true, false}) {
        std::vector<EventPart> parts{{"a", text, validated}, {"b", "\"x\"", true}};
        static_cast<void>(rules.match_parts(parts, way.scratch));
      }
    }
  }

 private:
  struct Way {
    InstructionSet instructions;
    Scratch scratch;
    Verifying verifying = Verifying::kAsItPays;
  };

  static Answer taken(const base::Result<RuleSet::Matches>& result) {
    if (!result.ok()) return {.error = std::string(result.error().code_name())};
    return {.ok = true, .ids = {result->begin(), result->end()}};
  }
  static void compare(Answer& expected, std::string_view entrance, const Way& way,
                      const base::Result<RuleSet::Matches>& result) {
    Answer answer = taken(result);
    if (answer.ok == expected.ok && answer.ids == expected.ids && answer.error == expected.error) {
      return;
    }
    // They may give up at different events.
    const bool together = way.verifying == Verifying::kTogether;
    if (together && (answer.error == "EventTooComplex" || expected.error == "EventTooComplex")) {
      return;
    }
    expected.disagreement =
        fmt::format("{} ({}{}): [{}] {}", entrance, name(way.instructions),
                    together ? ", together" : "", fmt::join(answer.ids, ","), answer.error);
  }

  // Takes the outermost object apart.
  void read_members(std::string_view event) {
    members_.clear();
    names_.clear();
    has_dotted_member_ = false;
    json::Scanner scanner(event, kEventDepthMax);
    if (!scanner.next().ok()) return;
    for (auto key = scanner.next(); key.ok() && key->kind == json::TokenKind::kKey;
         key = scanner.next()) {
      json::unescape(key->raw, names_.emplace_back());
      has_dotted_member_ |= names_.back().find('.') != std::string::npos;
      size_t start = event.find_first_not_of(" \n\r\t:", scanner.offset());
      if (!scanner.skip_value().ok()) return;
      members_.push_back({"", event.substr(start, scanner.offset() - start), true});
    }
    for (size_t i = 0; i < members_.size(); ++i) members_[i].name = names_[i];
  }
  std::span<const EventPart> parts(bool validated) {
    for (EventPart& part : members_) part.validated = validated || part.value[0] != '{';
    return members_;
  }

  std::vector<Way> ways_;
  std::vector<EventPart> members_;
  std::vector<std::string> names_;
  bool has_dotted_member_ = false;
};

}  // namespace angarium::pattern
