// Bytes as the attributes of a queue, a line "Name=Value" each: refused, or applied. What is
// applied is shown as it would be given, and what is shown differs in nothing from the queue.
#include <algorithm>

#include "base/assert.h"
#include "services/sqs/attributes.h"
#include "services/sqs/queue_policy.h"

namespace angarium::services {

namespace {

sqs::AttributeMap read_lines(std::string_view text) {
  sqs::AttributeMap given;
  while (!text.empty()) {
    size_t end = std::min(text.find('\n'), text.size());
    std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    size_t equals = std::min(line.find('='), line.size());
    given.emplace(line.substr(0, equals), line.substr(std::min(equals + 1, line.size())));
  }
  return given;
}

// A permission that is added to a policy and removed again leaves one that means the same.
void check_permissions(const std::string& policy) {
  const sqs::QueueAddress queue{base::AccountId("111122223333"), base::Region("eu-west-1"),
                                sqs::QueueName("q")};
  const sqs::Permission permission{
      .label = "fuzzed-label", .accounts = {"444455556666"}, .actions = {"SendMessage"}};
  auto more = sqs::add_permission(policy, queue, permission);
  if (!more.ok()) return;  // the label is taken
  AG_ASSERT(policy::Policy::parse(*more).ok());
  AG_ASSERT(!sqs::add_permission(*more, queue, permission).ok());
  auto less = sqs::remove_permission(*more, permission.label);
  AG_ASSERT(less.ok() && (less->empty() || policy::Policy::parse(*less).ok()));
  AG_ASSERT(!sqs::remove_permission(*less, permission.label).ok());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  sqs::AttributeMap given = read_lines({reinterpret_cast<const char*>(data), size});
  for (const auto& [name, value] : given) static_cast<void>(sqs::is_attribute_name(name));
  auto applied = sqs::apply_attributes({}, given);
  if (!applied.ok()) {
    const int status = applied.error().status;
    AG_ASSERT(!applied.error().code.empty() && (status == 400 || status == 403));
    return 0;
  }
  AG_ASSERT(!sqs::find_difference(given, *applied, *applied));
  if (applied->policy) check_permissions(applied->policy->text());
  sqs::AttributeMap shown;
  sqs::show_attributes(*applied, shown);
  auto again = sqs::apply_attributes({}, shown);
  AG_ASSERT(again.ok());
  AG_ASSERT(!sqs::find_difference(shown, *again, *applied));
  return 0;
}

}  // namespace angarium::services
