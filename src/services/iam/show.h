#pragma once

#include "identity/directory.h"
#include "identity/last_uses.h"
#include "services/iam/access_key_shapes.h"
#include "services/iam/attachments.h"
#include "services/iam/group_shapes.h"
#include "services/iam/named.h"
#include "services/iam/policy_shapes.h"
#include "services/iam/role_shapes.h"
#include "services/iam/user_shapes.h"

// What IAM keeps, as answers show it. Lists leave out the details that AWS leaves out.
namespace angarium::services::iam {

enum class Detail : uint8_t { kListed, kWhole };

UserItem shown(const User& user, Detail detail);
GroupItem shown(const Group& group);
PolicyItem shown(const ManagedPolicy& policy, const Uses& uses, Detail detail);
RoleItem shown(const Role& role, const identity::Directory& directory, Detail detail);

// Empty when it was never used.
RoleLastUsed shown_use(const std::optional<identity::LastUse>& use);
// None when there are none.
std::optional<std::vector<Tag>> shown_tags(const identity::Tags& tags);
std::optional<AttachedPermissionsBoundary> shown_boundary(const std::string& arn);

}  // namespace angarium::services::iam
