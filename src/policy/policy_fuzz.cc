// Bytes as a policy: parsed or refused; what was parsed answers a question.
#include <cstdint>

#include "policy/policy.h"

using namespace angarium;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  auto policy = policy::Policy::parse({reinterpret_cast<const char*>(data), size});
  if (!policy.ok()) return 0;
  policy::Request request{.principal = {.account = base::AccountId("111122223333"),
                                        .arn = "arn:aws:iam::111122223333:root"},
                          .action = "events:PutEvents",
                          .resource = "arn:aws:events:eu-west-1:444455556666:event-bus/inbox",
                          .context = {{"events:source", {"shop"}}}};
  static_cast<void>((*policy)->evaluate(request));
  return 0;
}
