// Bytes as a bus's policy: refused, or split and joined again into one that says the same and still
// does after a statement was added and taken away.
#include "base/assert.h"
#include "json/value.h"
#include "policy/policy.h"
#include "services/events/policy_document.h"

namespace angarium::services::events {

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  std::string_view text(reinterpret_cast<const char*>(data), size);
  auto document = PolicyDocument::parse(text);
  if (!document.ok()) return 0;
  std::string joined = document->text();
  AG_ASSERT(json::Document::parse(joined).ok());
  if (document->empty()) return 0;
  auto again = PolicyDocument::parse(joined);
  AG_ASSERT(again.ok() && again->text() == joined);
  // Joining drops what a policy may not have; it must not make a good policy bad.
  AG_ASSERT(!policy::Policy::parse(text).ok() || policy::Policy::parse(joined).ok());

  BusId bus{.partition = {.account = base::AccountId("111122223333"),
                          .region = base::Region("eu-west-1")},
            .name = "orders"};
  again->allow_put_events(bus, "fuzzed", "444455556666", std::nullopt);
  AG_ASSERT(PolicyDocument::parse(again->text()).ok());
  AG_ASSERT(again->remove("fuzzed"));
  return 0;
}

}  // namespace angarium::services::events
