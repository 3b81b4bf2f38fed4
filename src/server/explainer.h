#pragma once

#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/result.h"
#include "identity/authorizer.h"
#include "server/services.h"

namespace angarium::server {

// Says to operators what the server would answer to a request, and why, with the users, roles and
// policies that it has at this moment. Asks the same authorizer as the gateway. Thread safe.
class Explainer {
 public:
  // Of a question or an answer in JSON: an operator may ask with many condition keys.
  static constexpr size_t kQuestionBytesMax = 65'536;

  // All outlive it. Where `policies_decide` is false the answer says what they would decide.
  Explainer(const identity::Directory& directory, const Services& services,
            const base::Clock& clock, bool policies_decide)
      : directory_(directory),
        authorizer_(directory),
        services_(services),
        clock_(clock),
        policies_decide_(policies_decide) {}

  // `question`: {"as": who (named_caller.h), "action": "events:PutEvents", "resource": ARN or "*",
  // "context": {KEY: [VALUES]}, "session_policies": [documents and ARNs]}; the last three may be
  // left out. The answer is policy::to_json()'s object with two members more: "enforced", whether
  // policies decide at all, and "text", the same for a terminal. The error's message says what the
  // question lacks.
  base::Result<std::string> answer(std::string_view question) const;

 private:
  const identity::Directory& directory_;
  const identity::Authorizer authorizer_;
  const Services& services_;
  const base::Clock& clock_;
  const bool policies_decide_;
};

}  // namespace angarium::server
