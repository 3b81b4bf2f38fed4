#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "pattern/pattern.h"
#include "pattern/rule_set.h"

namespace angarium::pattern {

// Everything shown is bounded, whatever pattern and event hold: an explanation goes to terminals,
// logs and answers.
inline constexpr size_t kShownCharactersMax = 60;  // of one value, matcher or path: a line's worth
inline constexpr size_t kShownValuesMax = 5;       // of those found at one path
inline constexpr size_t kShownMatchersMax = 8;     // of one leaf
inline constexpr size_t kShownLeavesMax = 256;     // AWS's limit of paths
inline constexpr size_t kShownNearMissesMax = 4;   // of one leaf
inline constexpr size_t kShownAlternativesMax = 3;
inline constexpr size_t kShownRulesMax = 20;

// What a leaf that does not hold missed, the likeliest mistake first.
enum class NearMiss : uint8_t {
  kLetterCase,       // the value differs only in case
  kSpaces,           // in spaces at its beginning or end
  kOtherType,        // 5 and "5", true and "true"
  kQuotes,           // the value is the text, in quotes of its own
  kPlainText,        // the pattern's plain string would match as a wildcard, a prefix or a block
  kBound,            // the value is the bound that the range leaves out
  kNotComparable,    // a number with more digits than compare
  kNotAnAddress,     // a text that should be in a block of addresses
  kNearValue,        // a typing error away
  kExcluded,         // the value is what anything-but leaves out
  kPresent,          // a value is there and must not be
  kOtherElement,     // held, but in another array element than the leaves before it
  kEmpty,            // an empty array, or an array or object without scalars
  kContainer,        // the path holds an object, and a leaf takes scalars
  kStringHoldsJson,  // a string on the way holds JSON: it was encoded twice
  kNotAnObject,      // a scalar on the way has no members
  kPathLetterCase,   // the path exists in another case
  kOtherLevel,       // the path exists one level up or down
  kNearName,         // a name nearby exists
  kMissing,          // the path is not there, nor anything like it
};

// As programs see it: "letter-case", "other-element"... Names never change.
std::string_view name(NearMiss kind);

struct Reason {
  NearMiss kind;
  std::string text;  // one line for a person, naming value or path
};

// All texts are shortened to kShownCharactersMax and free of control characters.
struct FoundValue {
  std::string json;      // as the event spells it
  std::string location;  // its path with array indexes: detail.items[3].sku
  bool accepted;
};

struct LeafExplanation {
  std::string path = {};
  bool held = false;
  std::vector<std::string> matchers = {};  // as the language spells them: {"prefix":"eu-"}
  size_t matcher_count = 0;
  std::vector<FoundValue> found = {};  // accepted ones first
  size_t found_count = 0;
  std::vector<Reason> reasons = {};  // why it did not hold, the likeliest mistake first
};

// One way to match: `$or` multiplied out.
struct AlternativeExplanation {
  bool matches;
  std::vector<LeafExplanation> leaves = {};  // those that did not hold first, else by path
  size_t leaf_count = 0;
  size_t held_count = 0;
};

struct Explanation {
  bool matches;
  std::vector<AlternativeExplanation> alternatives = {};  // the matching one, or the closest first
  size_t alternative_count = 0;
};

// Why the pattern matches the event or does not. `matches` is what RuleSet::match says, decided by
// the same predicates and the same join. Errors: as RuleSet::match.
// Takes memory in proportion to the event; not for the path of events.
base::Result<Explanation> explain(const Pattern& pattern, std::string_view event);

struct RuleExplanation {
  uint32_t id;
  Explanation explanation;
};

// The rules that do not match but come closest, the closest first, at most `rules_max`; those of
// which nothing holds and nothing is nearly so are left out. Looks at every rule. Errors: as
// explain.
base::Result<std::vector<RuleExplanation>> explain_closest(std::span<const Rule> rules,
                                                           std::string_view event,
                                                           size_t rules_max = 5);

// For a terminal: some lines, each ended. For programs: one JSON object.
std::string to_text(const Explanation& explanation);
std::string to_json(const Explanation& explanation);

}  // namespace angarium::pattern
