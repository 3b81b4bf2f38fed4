#include "identity/unique_id.h"
#include "services/iam/api.h"
#include "services/iam/documents.h"
#include "services/iam/entity_checks.h"
#include "services/iam/pages.h"
#include "services/iam/quotas.h"
#include "services/iam/show.h"

namespace angarium::services::iam {
namespace {

// Where only services have roles (user guide, "Service-linked roles").
constexpr std::string_view kServicePath = "/aws-service-role/";

// The parts of a role that a request may set in any form.
wire::Result<Role> new_role(const CreateRoleRequest& input, const identity::Directory& directory) {
  Role role;
  role.name = input.role_name;
  role.path = input.path.value_or("/");
  if (role.path.starts_with(kServicePath)) {
    return validation_error("The path " + std::string(kServicePath) +
                            " is reserved: use CreateServiceLinkedRole");
  }
  role.description = input.description.value_or("");
  role.session_time_max = base::Seconds(input.max_session_duration.value_or(3'600));
  AG_TRY(trust, trust_document(input.assume_role_policy_document, directory));
  role.trust = std::move(trust);
  if (input.tags) {
    AG_TRY(tags, with_tags({}, *input.tags, "TagsPerRole"));
    role.tags = std::move(tags);
  }
  return role;
}

}  // namespace

Answer<CreateRoleResponse> Api::create_role(Call<CreateRoleRequest, Role> call) {
  const CreateRoleRequest& input = call.input();
  const base::AccountId& account = call.request().caller.account;
  if (directory().is_taken<Role>(account, input.role_name)) {
    co_return already_exists("Role", input.role_name);
  }
  if (directory().count<Role>(account) >= kRolesMax) {
    co_return over_quota("RolesPerAccount", kRolesMax);
  }
  auto role = new_role(input, directory());
  if (!role.ok()) co_return role.error();
  if (input.permissions_boundary) {
    auto boundary = check_boundary(account, *input.permissions_boundary);
    if (!boundary.ok()) co_return boundary.error();
    role->boundary_arn = *input.permissions_boundary;
  }
  role->account = account;
  role->id = identity::draw_unique_id(identity::kRoleId, dependencies_.random);
  role->created = dependencies_.clock.now();
  CreateRoleResponse response{.role = shown(*role, directory(), Detail::kWhole)};
  co_return co_await put(std::move(*role), std::move(response));
}

wire::Result<GetRoleResponse> Api::get_role(Call<GetRoleRequest, Role> call) {
  if (!call.loaded().found) return no_such(call.loaded());
  const Role& role = *call.loaded().found;
  GetRoleResponse response{.role = shown(role, directory(), Detail::kWhole)};
  response.role.role_last_used = shown_use(dependencies_.last_uses.of(role.id));
  return response;
}

Answer<UpdateRoleResponse> Api::update_role(Call<UpdateRoleRequest, Role> call) {
  auto next = copy_to_change(call.loaded());
  if (!next.ok()) co_return next.error();
  const UpdateRoleRequest& input = call.input();
  if (input.description) next->description = *input.description;
  if (input.max_session_duration) {
    next->session_time_max = base::Seconds(*input.max_session_duration);
  }
  UpdateRoleResponse response;
  co_return co_await put(std::move(*next), response);
}

Answer<UpdateRoleDescriptionResponse> Api::update_role_description(
    Call<UpdateRoleDescriptionRequest, Role> call) {
  auto next = copy_to_change(call.loaded());
  if (!next.ok()) co_return next.error();
  next->description = call.input().description;
  UpdateRoleDescriptionResponse response{.role = shown(*next, directory(), Detail::kWhole)};
  co_return co_await put(std::move(*next), std::move(response));
}

Answer<wire::NoOutput> Api::update_assume_role_policy(
    Call<UpdateAssumeRolePolicyRequest, Role> call) {
  auto next = copy_to_change(call.loaded());
  if (!next.ok()) co_return next.error();
  auto trust = trust_document(call.input().policy_document, directory());
  if (!trust.ok()) co_return trust.error();
  next->trust = std::move(*trust);
  co_return co_await put(std::move(*next));
}

Answer<wire::NoOutput> Api::delete_role(Call<DeleteRoleRequest, Role> call) {
  const std::shared_ptr<const Role> role = call.loaded().found;
  if (!role) co_return no_such(call.loaded());
  auto modifiable = check_modifiable(*role);
  if (!modifiable.ok()) co_return modifiable.error();
  if (!role->inline_policies.empty()) co_return must_first("delete policies");
  if (!role->attached.empty()) co_return must_first("detach all policies");
  co_return co_await remove(role);
}

wire::Result<ListRolesResponse> Api::list_roles(AccountCall<ListRolesRequest> call) {
  auto all = directory().list<Role>(call.request().caller.account);
  AG_TRY(page, page_below(std::move(all), call.input(), call.request(), dependencies_.page_tokens));
  ListRolesResponse response;
  for (const auto& role : page.items) {
    response.roles.push_back(shown(*role, directory(), Detail::kListed));
  }
  page.finish(response);
  return response;
}

}  // namespace angarium::services::iam
