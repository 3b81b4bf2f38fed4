#include "services/iam/attachments.h"

namespace angarium::services::iam {

bool Uses::are_listed(std::string_view usage, bool is_attached_only) const {
  if (usage == "PermissionsPolicy") return attachments > 0;
  if (usage == "PermissionsBoundary") return boundaries > 0;
  return !is_attached_only || attachments > 0;
}

AttachmentCounts::AttachmentCounts(const identity::Directory& directory,
                                   const base::AccountId& account) {
  count<identity::User>(directory, account);
  count<identity::Group>(directory, account);
  count<identity::Role>(directory, account);
}

template <class T>
void AttachmentCounts::count(const identity::Directory& directory, const base::AccountId& account) {
  for (const auto& entity : directory.list<T>(account)) {
    for (const std::string& arn : entity->attached) ++uses_[arn].attachments;
    if constexpr (!std::is_same_v<T, identity::Group>) {
      if (!entity->boundary_arn.empty()) ++uses_[entity->boundary_arn].boundaries;
    }
  }
}

Uses AttachmentCounts::uses_of(const std::string& policy_arn) const {
  auto found = uses_.find(policy_arn);
  return found != uses_.end() ? found->second : Uses();
}

}  // namespace angarium::services::iam
