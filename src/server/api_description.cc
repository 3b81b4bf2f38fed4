#include "server/api_description.h"

#include <algorithm>
#include <iterator>

#include "base/version.h"
#include "json/writer.h"
#include "policy/statement.h"
#include "server/services.h"
#include "wire/aws_operations.h"
#include "wire/dump.h"

namespace angarium::server {
namespace {

// Actions that no operation is named after.
// Source: Service Authorization Reference, "[permission only]".
struct PermissionOnly {
  std::string_view service, name;
};
constexpr PermissionOnly kPermissionsOnly[] = {{"events", "InvokeApiDestination"},
                                               {"events", "RetrieveConnectionCredentials"},
                                               {"iam", "PassRole"},
                                               {"sts", "SetSourceIdentity"},
                                               {"sts", "SetContext"},
                                               {"sts", "TagSession"}};

}  // namespace

std::string describe_api() {
  std::string out;
  json::Writer writer(out);
  writer.begin_object().key("version").string(base::version());
  writer.key("services").begin_array();
  for (const wire::ServiceTable* table : service_tables()) writer.raw(wire::dump(*table));
  writer.end_array().end_object();
  return out;
}

bool knows_action(std::string_view action) {
  size_t colon = action.find(':');
  if (colon == std::string_view::npos) return true;
  std::string service(action.substr(0, colon));
  std::transform(service.begin(), service.end(), service.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  std::span<const std::string_view> operations = wire::aws_operations(service);
  auto pattern = policy::ActionPattern::parse(action);
  if (operations.empty() || !pattern.ok()) return true;
  auto is_meant = [&](std::string_view name) {
    policy::Request request{.action = service + ":" + std::string(name)};
    return pattern->matches(policy::Question(request));
  };
  auto is_action = [&](std::string_view name) {
    // Batches are decided as the action of their entries.
    return !(service == "sqs" && name.ends_with("Batch")) && is_meant(name);
  };
  auto is_permission = [&](const PermissionOnly& one) {
    return one.service == service && is_meant(one.name);
  };
  return std::any_of(operations.begin(), operations.end(), is_action) ||
         std::any_of(std::begin(kPermissionsOnly), std::end(kPermissionsOnly), is_permission);
}

}  // namespace angarium::server
