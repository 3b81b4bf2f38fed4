#pragma once

#include <map>
#include <string>
#include <string_view>

#include "identity/directory.h"

namespace angarium::services::iam {

// How often a managed policy is used in one account.
struct Uses {
  int32_t attachments = 0;  // to users, groups and roles
  int32_t boundaries = 0;   // of users and roles

  // Whether ListPolicies shows a policy that is used so. `usage` is PermissionsPolicy,
  // PermissionsBoundary or empty.
  bool are_listed(std::string_view usage, bool is_attached_only) const;
};

// Counted once over a whole account, for lists: thousands of users and roles, a millisecond.
class AttachmentCounts {
 public:
  AttachmentCounts(const identity::Directory& directory, const base::AccountId& account);

  Uses uses_of(const std::string& policy_arn) const;

 private:
  template <class T>
  void count(const identity::Directory& directory, const base::AccountId& account);

  std::map<std::string, Uses> uses_;
};

}  // namespace angarium::services::iam
