#include <charconv>

#include "services/iam/api.h"
#include "services/iam/condition_keys.h"
#include "services/iam/documents.h"
#include "services/iam/entity_checks.h"
#include "services/iam/pages.h"
#include "services/iam/quotas.h"

namespace angarium::services::iam {
namespace {

std::string version_name(uint32_t number) { return "v" + std::to_string(number); }

// The version that a request names as "v2". The model lets it go on with a dot: there is none such.
wire::Result<uint32_t> version_in(const ManagedPolicy& policy, const std::string& name) {
  uint32_t number = 0;
  const char* end = name.data() + name.size();
  auto read = std::from_chars(name.data() + 1, end, number);
  if (read.ec != std::errc() || read.ptr != end || !policy.versions.contains(number)) {
    return no_such_version(arn_of(policy), name);
  }
  return number;
}

PolicyVersionItem shown_version(const ManagedPolicy& policy, uint32_t number) {
  const identity::PolicyVersion& version = policy.versions.at(number);
  return {.version_id = version_name(number),
          .is_default_version = number == policy.default_version,
          .create_date = version.created};
}

}  // namespace

Answer<CreatePolicyVersionResponse> Api::create_policy_version(
    Call<CreatePolicyVersionRequest, ManagedPolicy> call) {
  auto next = copy_to_change(call.loaded());
  if (!next.ok()) co_return next.error();
  auto document = managed_document(call.input().policy_document);
  if (!document.ok()) co_return document.error();
  if (next->versions.size() >= kPolicyVersionsMax) {
    co_return limit_exceeded(
        "A managed policy can have up to 5 versions. Before you create a new version, you must "
        "delete an existing version.");
  }
  const uint32_t number = next->next_version++;
  next->updated = dependencies_.clock.now();
  next->versions[number] = {.policy = std::move(*document), .created = next->updated};
  if (call.input().set_as_default.value_or(false)) next->default_version = number;
  CreatePolicyVersionResponse response{.policy_version = shown_version(*next, number)};
  co_return co_await put(std::move(*next), std::move(response));
}

wire::Result<GetPolicyVersionResponse> Api::get_policy_version(
    Call<GetPolicyVersionRequest, ManagedPolicy> call) {
  const Named<ManagedPolicy>& named = call.loaded();
  if (!named.found) return no_such(named);
  AG_TRY(number, version_in(*named.found, call.input().version_id));
  GetPolicyVersionResponse response{.policy_version = shown_version(*named.found, number)};
  response.policy_version->document = shown(*named.found->versions.at(number).policy);
  return response;
}

wire::Result<ListPolicyVersionsResponse> Api::list_policy_versions(
    Call<ListPolicyVersionsRequest, ManagedPolicy> call) {
  const Named<ManagedPolicy>& named = call.loaded();
  if (!named.found) return no_such(named);
  // The newest first, as AWS has them. Positions grow, so they count down from the newest.
  std::vector<uint32_t> numbers;
  for (const auto& [number, version] : named.found->versions) {
    numbers.insert(numbers.begin(), number);
  }
  const std::string scope = wire::PageTokens::scope(call.request(), {named.name});
  AG_TRY(page, page_of(std::move(numbers), call.input(), dependencies_.page_tokens, scope,
                       [](uint32_t number) {
                         std::string digits = std::to_string(UINT32_MAX - number);
                         return std::string(10 - digits.size(), '0') + digits;
                       }));
  ListPolicyVersionsResponse response;
  std::vector<PolicyVersionItem>& versions = response.versions.emplace();
  for (uint32_t number : page.items) versions.push_back(shown_version(*named.found, number));
  page.finish(response);
  return response;
}

Answer<wire::NoOutput> Api::set_default_policy_version(
    Call<SetDefaultPolicyVersionRequest, ManagedPolicy> call) {
  auto next = copy_to_change(call.loaded());
  if (!next.ok()) co_return next.error();
  auto number = version_in(*next, call.input().version_id);
  if (!number.ok()) co_return number.error();
  next->default_version = *number;
  next->updated = dependencies_.clock.now();
  co_return co_await put(std::move(*next));
}

Answer<wire::NoOutput> Api::delete_policy_version(
    Call<DeletePolicyVersionRequest, ManagedPolicy> call) {
  auto next = copy_to_change(call.loaded());
  if (!next.ok()) co_return next.error();
  auto number = version_in(*next, call.input().version_id);
  if (!number.ok()) co_return number.error();
  if (*number == next->default_version) {
    co_return delete_conflict("Cannot delete the default version of a policy.");
  }
  next->versions.erase(*number);
  next->updated = dependencies_.clock.now();
  co_return co_await put(std::move(*next));
}

}  // namespace angarium::services::iam
