#include "identity/unique_id.h"
#include "services/iam/api.h"
#include "services/iam/entity_checks.h"
#include "services/iam/pages.h"
#include "services/iam/quotas.h"
#include "services/iam/show.h"

namespace angarium::services::iam {
namespace {

std::vector<std::shared_ptr<const User>> members_of(const Group& group,
                                                    const identity::Directory& directory) {
  auto users = directory.list<User>(group.account);
  std::erase_if(users, [&](const auto& user) { return !user->groups.contains(group.id); });
  return users;
}

}  // namespace

Answer<CreateGroupResponse> Api::create_group(Call<CreateGroupRequest, Group> call) {
  const CreateGroupRequest& input = call.input();
  const base::AccountId& account = call.request().caller.account;
  if (directory().is_taken<Group>(account, input.group_name)) {
    co_return already_exists("Group", input.group_name);
  }
  if (directory().count<Group>(account) >= kGroupsMax) {
    co_return over_quota("GroupsPerAccount", kGroupsMax);
  }
  Group group;
  group.account = account;
  group.name = input.group_name;
  group.path = input.path.value_or("/");
  group.id = identity::draw_unique_id(identity::kGroupId, dependencies_.random);
  group.created = dependencies_.clock.now();
  CreateGroupResponse response{.group = shown(group)};
  co_return co_await put(std::move(group), std::move(response));
}

wire::Result<GetGroupResponse> Api::get_group(Call<GetGroupRequest, Group> call) {
  const Named<Group>& named = call.loaded();
  if (!named.found) return no_such(named);
  const std::string scope = wire::PageTokens::scope(call.request(), {named.found->id});
  AG_TRY(page,
         page_of(members_of(*named.found, directory()), call.input(), dependencies_.page_tokens,
                 scope, [](const auto& user) { return identity::folded(user->name); }));
  GetGroupResponse response{.group = shown(*named.found)};
  for (const auto& user : page.items) response.users.push_back(shown(*user, Detail::kListed));
  page.finish(response);
  return response;
}

Answer<wire::NoOutput> Api::update_group(Call<UpdateGroupRequest, Group> call) {
  const UpdateGroupRequest& input = call.input();
  const std::shared_ptr<const Group> before = call.loaded().found;
  auto next = copy_to_change(call.loaded());
  if (!next.ok()) co_return next.error();
  next->path = input.new_path.value_or(next->path);
  next->name = input.new_group_name.value_or(next->name);
  bool is_other_name = identity::folded(next->name) != identity::folded(before->name);
  if (is_other_name && directory().is_taken<Group>(before->account, next->name)) {
    co_return already_exists("Group", next->name);
  }
  Change change = removal_of(before);
  change.groups.replace(std::move(*next));
  AG_CO_CHECK(directory().commit(std::move(change)));
  co_return wire::NoOutput();
}

Answer<wire::NoOutput> Api::delete_group(Call<DeleteGroupRequest, Group> call) {
  const std::shared_ptr<const Group> group = call.loaded().found;
  if (!group) co_return no_such(call.loaded());
  if (!members_of(*group, directory()).empty()) co_return must_first("remove users from group");
  if (!group->inline_policies.empty()) co_return must_first("delete policies");
  if (!group->attached.empty()) co_return must_first("detach all policies");
  co_return co_await remove(group);
}

wire::Result<ListGroupsResponse> Api::list_groups(AccountCall<ListGroupsRequest> call) {
  auto all = directory().list<Group>(call.request().caller.account);
  AG_TRY(page, page_below(std::move(all), call.input(), call.request(), dependencies_.page_tokens));
  ListGroupsResponse response;
  for (const auto& group : page.items) response.groups.push_back(shown(*group));
  page.finish(response);
  return response;
}

Answer<wire::NoOutput> Api::add_user_to_group(Call<AddUserToGroupRequest, Group> call) {
  const std::shared_ptr<const Group> group = call.loaded().found;
  if (!group) co_return no_such(call.loaded());
  auto user = directory().user(group->account, call.input().user_name);
  if (!user) co_return no_such_user(call.input().user_name);
  if (user->groups.contains(group->id)) co_return wire::NoOutput();
  if (user->groups.size() >= kGroupsOfUserMax) {
    co_return over_quota("GroupsPerUser", kGroupsOfUserMax);
  }
  User next = *user;
  next.groups.insert(group->id);
  co_return co_await put(std::move(next));
}

Answer<wire::NoOutput> Api::remove_user_from_group(Call<RemoveUserFromGroupRequest, Group> call) {
  const std::shared_ptr<const Group> group = call.loaded().found;
  if (!group) co_return no_such(call.loaded());
  auto user = directory().user(group->account, call.input().user_name);
  if (!user) co_return no_such_user(call.input().user_name);
  if (!user->groups.contains(group->id)) {
    co_return no_such_entity("User " + user->name + " is not in group " + group->name + ".");
  }
  User next = *user;
  next.groups.erase(group->id);
  co_return co_await put(std::move(next));
}

wire::Result<ListGroupsForUserResponse> Api::list_groups_for_user(
    Call<ListGroupsForUserRequest, User> call) {
  const Named<User>& named = call.loaded();
  if (!named.found) return no_such(named);
  const std::string scope = wire::PageTokens::scope(call.request(), {named.found->id});
  AG_TRY(page, page_of(directory().groups_of(*named.found), call.input(), dependencies_.page_tokens,
                       scope, [](const auto& group) { return identity::folded(group->name); }));
  ListGroupsForUserResponse response;
  for (const auto& group : page.items) response.groups.push_back(shown(*group));
  page.finish(response);
  return response;
}

}  // namespace angarium::services::iam
