#include "identity/entities.h"

#include <algorithm>

namespace angarium::identity {
namespace {

// IAM is global: its ARNs name no region.
std::string iam_arn(const base::AccountId& account, std::string_view resource) {
  std::string arn = "arn:aws:iam::" + account.text() + ":";
  return arn.append(resource);
}

template <class T>
std::string arn_with_path(std::string_view kind, const T& entity) {
  // The path begins and ends with a slash.
  return iam_arn(entity.account, kind) + entity.path + entity.name;
}

}  // namespace

std::string arn_of(const User& user) { return arn_with_path("user", user); }
std::string arn_of(const Group& group) { return arn_with_path("group", group); }
std::string arn_of(const Role& role) { return arn_with_path("role", role); }
std::string arn_of(const ManagedPolicy& policy) { return arn_with_path("policy", policy); }
std::string arn_of(const OidcProvider& provider) {
  return iam_arn(provider.account, "oidc-provider/" + provider.url);
}

std::string folded(std::string_view name) {
  std::string out(name);
  std::transform(out.begin(), out.end(), out.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return out;
}

}  // namespace angarium::identity
