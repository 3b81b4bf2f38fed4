#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "cli/answer_lines.h"
#include "cli/policy_question.h"

namespace angarium::cli {

// Answers lines of questions (policy_question.h). A decision:
//
//   {"decision":"Allow","because":[{"policy":"identity_policies[0]","statement":"send"}]}
//   {"decision":"ImplicitDeny","because":[{"missing":"resource_policy"}]}
//
// `statement` is its Sid, else "Statement[2]"; `rule` stands for what needs no policy. A
// validation:
// {"valid":true}, or {"valid":false,"error":"MalformedPolicyDocument","message":TEXT}. Errors are
// {"error":CODE,"message":TEXT}: InvalidLine for what is no question, MalformedPolicyDocument where
// a decision asks for a policy that isn't valid.
//
// Not thread safe. Policies that come again are not read again.
class PolicyCheck {
 public:
  // Appends the answer to one line, with a newline; false when it was an error.
  bool answer(std::string_view line, std::string& out);

 private:
  using Parsed = base::Result<policy::PolicyPtr>;

  const Parsed& parsed(const PolicyText& text);
  base::Result<policy::PolicyPtr> policy(const PolicyText& text);
  base::Result<std::vector<policy::PolicyPtr>> policies(const std::vector<PolicyText>& texts);
  base::Result<policy::Policies> policies(const PolicyQuestion& question);

  // Of what was read; then it starts anew. Enough for the policies of an account.
  static constexpr size_t kParsedMax = 1024;

  std::map<std::pair<policy::PolicyKind, std::string>, Parsed> parsed_;
};

// Answers every line of the input.
base::Result<CheckTotals> check_policy_lines(LineReader& in, Output& out);

}  // namespace angarium::cli
