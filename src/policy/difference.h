#pragma once

#include <string>
#include <vector>

#include "policy/explain.h"
#include "policy/words.h"

namespace angarium::policy {

// A statement that does not apply, as parsed and as written.
struct Missed {
  const Statement& statement;
  const StatementWords& words;
  bool has_variables;  // by the version of its policy
};

// What kept `missed` from applying: one Difference for each part, and each condition, that does
// not hold, found by putting the words one by one to the predicates that decided. Empty when all
// of it applies.
std::vector<Difference> differences(const Missed& missed, const Request& request);

// The same of one part that does not hold; `condition` is the index of one that does not.
Difference action_difference(const Missed& missed, const Request& request);
Difference resource_difference(const Missed& missed, const Question& question);
Difference principal_difference(const Missed& missed, const Question& question);
Difference condition_difference(const Missed& missed, size_t condition, const Request& request);

// How far a difference is from none: what is likely a mistake counts less than what was meant.
size_t distance(const Difference& difference);

inline constexpr std::string_view kPlainVariableNote =
    "`${` is plain text in version 2008-10-17; 2012-10-17 has variables";

// One word of the policy against one of the request: how they differ.
struct WordMatch {
  DifferenceKind kind = DifferenceKind::kOther;
  std::string note = {};  // what the kind alone does not say: "the region differs"
};

// How two plain words differ: in case, in spaces, by a typing error.
WordMatch compare_words(std::string_view wanted, std::string_view found);
// How an ARN differs from a pattern that does not match it.
WordMatch compare_arns(std::string_view pattern, std::string_view arn, bool has_variables,
                       const Question& question);

// One of a list of words that were all put to the request in vain; matches[i] is of words[i]. The
// nearest word is named, or the list when none is near. Text is yet to be said().
Difference nearest_word(Part part, std::string element, const std::vector<std::string>& words,
                        const std::vector<WordMatch>& matches);

// Sets the text: ELEMENT VERB WORDS, `found`: NOTE. "Action wants `a`, the request asks for `b`".
Difference said(Difference difference, std::string_view verb, std::string_view found);

// `text`, as to be put into a sentence: shortened, safe and in backticks.
std::string ticked(std::string_view text);

}  // namespace angarium::policy
