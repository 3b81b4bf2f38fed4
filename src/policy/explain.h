#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "policy/decision.h"
#include "policy/statement.h"

namespace angarium::policy {

// Everything shown is bounded, whatever the policies hold: an explanation goes to terminals, logs
// and answers.
inline constexpr size_t kShownTextCharactersMax = 200;  // of one word: most ARNs whole
inline constexpr size_t kShownWordsMax = 8;             // of one list
inline constexpr size_t kShownNearMissesMax = 5;
inline constexpr size_t kShownDenialsMax = 20;

// How a word of a policy and the word of a request differ, the likeliest mistake first.
enum class DifferenceKind : uint8_t {
  kLetterCase,       // in letter case only
  kSpaces,           // in spaces at an end
  kPlainWildcard,    // the word has wildcards, which its operator takes for plain text
  kPlainVariable,    // the word has a variable, which the policy's version takes for plain text
  kBound,            // the request has the bound that the comparison leaves out
  kNearWord,         // a typing error away
  kSuffix,           // the request's goes on where the policy's ends
  kPath,             // a user or role of that name, under another path
  kArnField,         // one field of an ARN
  kManyValues,       // the key has many values, and the operator compares one
  kAbsentKey,        // the request has no such key
  kPresentKey,       // Null wants no such key
  kUnknownVariable,  // the word has a variable that has no value
  kNotComparable,    // the request's is no number, date, address...
  kLeftOut,          // NotAction, NotResource or a negated operator names just this
  kNoResource,       // the action has no resource, which only `*` covers
  kOther,
};

// As programs see it: "letter-case", "arn-field"... Names never change.
std::string_view name(DifferenceKind kind);

// One word of a policy, the word of the request that it does not fit, and how they differ. All
// texts are shortened to kShownTextCharactersMax and free of control characters.
struct Difference {
  Part part = Part::kNone;
  DifferenceKind kind = DifferenceKind::kOther;
  std::string element = {};  // "Action", "NotResource", "Condition StringEquals aws:SourceArn"
  std::vector<std::string> wanted = {};  // the nearest word, or the list when none is nearer
  size_t wanted_count = 0;               // of the whole list
  std::string found = {};                // of the request; empty: there is nothing
  std::string note = {};                 // what the kind alone does not say
  std::string text = {};                 // all of it in one line for a person
};

// Where a policy stands among those of a decision: as in Reason.
struct Place {
  PolicyType type = PolicyType::kIdentity;
  size_t level = 0;
  size_t index = 0;
};

// A statement that would have helped but for some of its words.
struct NearMiss {
  Place place = {};
  const Policy* policy = nullptr;  // lives as long as the Policies that were given
  size_t statement = 0;
  std::vector<Difference> differences = {};  // one for each part, and for each condition, that
                                             // kept the statement from applying
};

// A statement to add: the least that lets the request through, in the sort of policy that lacks it.
struct Addition {
  Place place = {};
  bool is_new = false;          // there is no such policy yet
  std::string statement = {};   // JSON; goes into a document of version 2012-10-17, or of the
                                // version that the policy has if `is_new` is false
  std::string belongs_to = {};  // "the queue policy of ..": for a person
};

struct Explanation {
  Decision decision;
  std::vector<NearMiss> near_misses = {};  // of kImplicitDeny, the closest first
  // Of kImplicitDeny: with all of these added decide() says kAllow, without any one it does not.
  // Empty where no statement can help: a caller or an action that no policy can name.
  std::vector<Addition> additions = {};
};

// Why the policies decide so, and what would have to change. The decision is decide()'s own, and
// what is missed is found by asking its predicates again with one word changed. Takes time in
// proportion to the policies' text; not for the path of requests.
Explanation explain(const Request& request, const Policies& policies);

// What the policies at a place are called; `index` names one of several.
using PlaceName = std::function<std::string(const Place&)>;
// "identity_policies[0]", "resource_policy", "scps[1][0]": as in questions of `policy check`.
std::string member_name(const Place& place);

// For a terminal: some lines, each ended. For programs: one JSON object.
std::string to_text(const Explanation& explanation, const PlaceName& name = member_name);
std::string to_json(const Explanation& explanation, const PlaceName& name = member_name);

}  // namespace angarium::policy
