#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace angarium::delivery {

// What stands for a placeholder: the value of a path, by its place among the paths, or one of the
// names that EventBridge reserves (User Guide, "Predefined variables").
struct Variable {
  enum class Kind : uint8_t {
    kPath,
    kRuleArn,        // aws.events.rule-arn
    kRuleName,       // aws.events.rule-name
    kIngestionTime,  // aws.events.event.ingestion-time
    kEvent,          // aws.events.event
    kEventJson,      // aws.events.event.json
  };
  Kind kind = Kind::kPath;
  uint32_t path = 0;  // kPath
};

// An InputTemplate taken apart: literal, slot, literal, slot, ..., literal.
//
// There are two kinds (spec and observations: docs/input-transformers.md). One that begins with `{`
// is JSON; its literals are kept without white space, so that what it renders is minified. Every
// other is text: lines, each in double quotes, delivered as they stand. Immutable; thread safe.
struct InputTemplate {
  struct Slot {
    Variable variable;
    bool in_quotes = false;  // of a JSON string; in text always
  };
  bool is_json = false;
  // Of text: a line has no quotes, so nothing is ever delivered. AWS takes such a template, too.
  bool is_unquoted = false;
  std::vector<std::string> literals;  // one more than slots
  std::vector<Slot> slots;

  bool uses(Variable::Kind kind) const;
};

// `paths` leads from a variable's name to its number. Errors: kUnknownPlaceholder,
// kJsonOnlyPlaceholder, kTemplate. A JSON template that has been parsed becomes valid JSON whenever
// each bare slot is filled with a JSON value, and each slot in quotes with characters that JSON
// does not ask to be escaped.
base::Result<InputTemplate> parse_input_template(
    std::string_view text, const std::map<std::string, uint32_t, std::less<>>& paths);

}  // namespace angarium::delivery
