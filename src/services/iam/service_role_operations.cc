#include <fmt/format.h>

#include "base/uuid.h"
#include "identity/unique_id.h"
#include "services/iam/api.h"
#include "services/iam/condition_keys.h"
#include "services/iam/documents.h"
#include "services/iam/entity_checks.h"
#include "services/iam/quotas.h"
#include "services/iam/service_roles.h"
#include "services/iam/show.h"

// Roles that belong to a service: made and deleted for it, and changed by nobody.
namespace angarium::services::iam {
namespace {

constexpr std::string_view kTaskPrefix = "task";

wire::Result<std::string> name_of_service_role(const CreateServiceLinkedRoleRequest& input) {
  const ServiceRole* known = find_service_role(input.aws_service_name);
  if (!known) {
    return invalid_input(fmt::format("{} is no service that can have a service-linked role here",
                                     input.aws_service_name));
  }
  if (!input.custom_suffix) return std::string(known->role_name);
  if (!known->may_have_suffix) {
    return invalid_input(fmt::format("Custom suffix is not allowed for {}", known->service));
  }
  return fmt::format("{}_{}", known->role_name, *input.custom_suffix);
}

// What a task's id is bound to: nobody asks for another account's tasks, or makes one up.
std::string task_scope(const base::AccountId& account, std::string_view role) {
  return fmt::format("service-linked-role-deletion/{}/{}", account.text(), role);
}

// "/aws-service-role/SERVICE/NAME" of "task/aws-service-role/SERVICE/NAME/TOKEN".
std::string_view role_in(std::string_view task) {
  const size_t end = task.rfind('/');
  if (!task.starts_with(kTaskPrefix) || end == std::string_view::npos || end < kTaskPrefix.size()) {
    return {};
  }
  return task.substr(kTaskPrefix.size(), end - kTaskPrefix.size());
}

}  // namespace

base::Task<Checked<Named<Role>>> Api::plan_create_service_role(
    const wire::RequestContext& request, const CreateServiceLinkedRoleRequest& input) const {
  const base::AccountId& account = request.caller.account;
  auto turn = co_await directory().turn(account);
  auto name = name_of_service_role(input);
  if (!name.ok()) co_return name.error();
  Named<Role> named{.name = std::move(*name)};
  named.turn.emplace(std::move(turn));
  wire::Check check{.action = "iam:" + request.operation};
  check.resource = arn_in(account, "role", service_role_path(input.aws_service_name) + named.name);
  check.keys["iam:AWSServiceName"] = {input.aws_service_name};
  co_return wire::Plan<Named<Role>>(std::move(check), std::move(named));
}

Answer<CreateServiceLinkedRoleResponse> Api::create_service_role(
    Call<CreateServiceLinkedRoleRequest, Role> call) {
  const CreateServiceLinkedRoleRequest& input = call.input();
  Role role;
  role.account = call.request().caller.account;
  role.name = call.loaded().name;
  if (directory().is_taken<Role>(role.account, role.name)) {
    co_return invalid_input(
        fmt::format("Service role name {} has been taken in this account, please try a different "
                    "suffix.",
                    role.name));
  }
  if (directory().count<Role>(role.account) >= kRolesMax) {
    co_return over_quota("RolesPerAccount", kRolesMax);
  }
  auto trust = trust_document(service_trust(input.aws_service_name), directory());
  if (!trust.ok()) co_return trust.error();
  role.trust = std::move(*trust);
  role.path = service_role_path(input.aws_service_name);
  role.description = input.description.value_or("");
  role.id = identity::draw_unique_id(identity::kRoleId, dependencies_.random);
  role.created = dependencies_.clock.now();
  role.is_service_linked = true;
  CreateServiceLinkedRoleResponse response{.role = shown(role, directory(), Detail::kWhole)};
  co_return co_await put(std::move(role), std::move(response));
}

// AWS deletes in the background; here it is done when the answer is sent, and its task says so.
Answer<DeleteServiceLinkedRoleResponse> Api::delete_service_role(
    Call<DeleteServiceLinkedRoleRequest, Role> call) {
  const std::shared_ptr<const Role> role = call.loaded().found;
  if (!role) co_return no_such(call.loaded());
  if (!role->is_service_linked) {
    co_return invalid_input(
        fmt::format("{} is no service-linked role: delete it with DeleteRole", role->name));
  }
  const std::string path = role->path + role->name;
  const std::string token = dependencies_.page_tokens.issue(task_scope(role->account, path),
                                                            base::uuid(dependencies_.random));
  Change change = removal_of(role);
  AG_CO_CHECK(directory().commit(std::move(change)));
  co_return DeleteServiceLinkedRoleResponse{.deletion_task_id =
                                                fmt::format("{}{}/{}", kTaskPrefix, path, token)};
}

Checked<AccountOnly> Api::plan_deletion_status(
    const wire::RequestContext& request,
    const GetServiceLinkedRoleDeletionStatusRequest& input) const {
  wire::Check check{.action = "iam:" + request.operation};
  check.resource = arn_in(request.caller.account, "role", role_in(input.deletion_task_id));
  return wire::Plan<AccountOnly>(std::move(check));
}

wire::Result<GetServiceLinkedRoleDeletionStatusResponse> Api::get_deletion_status(
    AccountCall<GetServiceLinkedRoleDeletionStatusRequest> call) {
  const std::string& task = call.input().deletion_task_id;
  const std::string scope = task_scope(call.request().caller.account, role_in(task));
  if (!dependencies_.page_tokens.open(scope, std::string_view(task).substr(task.rfind('/') + 1))) {
    return no_such_entity(fmt::format("The deletion task {} cannot be found.", task));
  }
  return GetServiceLinkedRoleDeletionStatusResponse{.status = "SUCCEEDED"};
}

}  // namespace angarium::services::iam
