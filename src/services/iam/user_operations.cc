#include "identity/unique_id.h"
#include "services/iam/api.h"
#include "services/iam/entity_checks.h"
#include "services/iam/pages.h"
#include "services/iam/quotas.h"
#include "services/iam/show.h"

namespace angarium::services::iam {
namespace {

// What keeps a user from being deleted, in AWS's order.
wire::Result<void> check_unused(const User& user, const identity::Directory& directory) {
  if (!directory.access_keys(user.account, user.name).empty()) {
    return must_first("delete access keys");
  }
  if (!user.inline_policies.empty()) return must_first("delete policies");
  if (!user.attached.empty()) return must_first("detach all policies");
  if (!user.groups.empty()) return must_first("remove users from group");
  return {};
}

}  // namespace

Answer<CreateUserResponse> Api::create_user(Call<CreateUserRequest, User> call) {
  const CreateUserRequest& input = call.input();
  const base::AccountId& account = call.request().caller.account;
  if (directory().is_taken<User>(account, input.user_name)) {
    co_return already_exists("User", input.user_name);
  }
  if (directory().count<User>(account) >= kUsersMax) {
    co_return over_quota("UsersPerAccount", kUsersMax);
  }
  User user;
  user.account = account;
  user.name = input.user_name;
  user.path = input.path.value_or("/");
  user.id = identity::draw_unique_id(identity::kUserId, dependencies_.random);
  user.created = dependencies_.clock.now();
  if (input.permissions_boundary) {
    auto boundary = check_boundary(account, *input.permissions_boundary);
    if (!boundary.ok()) co_return boundary.error();
    user.boundary_arn = *input.permissions_boundary;
  }
  if (input.tags) {
    auto tags = with_tags({}, *input.tags, "TagsPerUser");
    if (!tags.ok()) co_return tags.error();
    user.tags = std::move(*tags);
  }
  CreateUserResponse response{.user = shown(user, Detail::kWhole)};
  co_return co_await put(std::move(user), std::move(response));
}

wire::Result<GetUserResponse> Api::get_user(Call<GetUserRequest, User> call) {
  const Named<User>& named = call.loaded();
  if (named.found) return GetUserResponse{.user = shown(*named.found, Detail::kWhole)};
  if (!named.name.empty()) return no_such(named);
  // The root has neither name nor path.
  const wire::Caller& root = call.request().caller;
  return GetUserResponse{.user = {.path = "/",
                                  .user_name = {},
                                  .user_id = root.user_id,
                                  .arn = root.arn,
                                  .create_date = {}}};
}

Answer<wire::NoOutput> Api::update_user(Call<UpdateUserRequest, User> call) {
  const UpdateUserRequest& input = call.input();
  const std::shared_ptr<const User> before = call.loaded().found;
  auto next = copy_to_change(call.loaded());
  if (!next.ok()) co_return next.error();
  next->path = input.new_path.value_or(next->path);
  next->name = input.new_user_name.value_or(next->name);
  bool is_other_name = identity::folded(next->name) != identity::folded(before->name);
  if (is_other_name && directory().is_taken<User>(before->account, next->name)) {
    co_return already_exists("User", next->name);
  }
  Change change = removal_of(before);
  for (const auto& key : directory().access_keys(before->account, before->name)) {
    identity::AccessKey renamed = *key;
    renamed.user = next->name;
    change.access_keys.replace(std::move(renamed));
  }
  change.users.replace(std::move(*next));
  AG_CO_CHECK(directory().commit(std::move(change)));
  co_return wire::NoOutput();
}

Answer<wire::NoOutput> Api::delete_user(Call<DeleteUserRequest, User> call) {
  const std::shared_ptr<const User> user = call.loaded().found;
  if (!user) co_return no_such(call.loaded());
  auto unused = check_unused(*user, directory());
  if (!unused.ok()) co_return unused.error();
  co_return co_await remove(user);
}

wire::Result<ListUsersResponse> Api::list_users(AccountCall<ListUsersRequest> call) {
  const ListUsersRequest& input = call.input();
  auto all = directory().list<User>(call.request().caller.account);
  AG_TRY(page, page_below(std::move(all), input, call.request(), dependencies_.page_tokens));
  ListUsersResponse response;
  for (const auto& user : page.items) response.users.push_back(shown(*user, Detail::kListed));
  page.finish(response);
  return response;
}

}  // namespace angarium::services::iam
