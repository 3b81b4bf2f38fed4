#pragma once

#include <cstddef>

// How much IAM keeps: AWS's quotas, those that it raises on request at their defaults unless said
// otherwise. Source: IAM user guide, "IAM and AWS STS quotas".
namespace angarium::services::iam {

// Of an account.
inline constexpr size_t kUsersMax = 5'000;
inline constexpr size_t kGroupsMax = 300;
inline constexpr size_t kRolesMax = 1'000;
inline constexpr size_t kPoliciesMax = 1'500;
inline constexpr size_t kProvidersMax = 100;

// Of a user, group or role.
inline constexpr size_t kAttachedMax = 10;
inline constexpr size_t kGroupsOfUserMax = 10;
inline constexpr size_t kAccessKeysMax = 2;  // of the root, too
inline constexpr size_t kTagsMax = 50;

inline constexpr size_t kPolicyVersionsMax = 5;
inline constexpr size_t kClientIdsMax = 100;  // of an OIDC provider
inline constexpr size_t kThumbprintsMax = 5;

// Of documents, in characters but for white space.
inline constexpr size_t kManagedPolicyCharactersMax = 6'144;
inline constexpr size_t kTrustPolicyCharactersMax = 4'096;  // the default is half; this is the most
// All inline policies of one together.
inline constexpr size_t kInlineOfUserCharactersMax = 2'048;
inline constexpr size_t kInlineOfGroupCharactersMax = 5'120;
inline constexpr size_t kInlineOfRoleCharactersMax = 10'240;

// Of one page of a simulation, and of one action's part of it: for each resource the bytes of all
// policies and some for the answer. A decision takes about as long as reading its policies, and
// each statement may stand in the answer once per resource: a page is tens of milliseconds and
// megabytes at the worst.
inline constexpr size_t kSimulatedBytesMax = 8 * 1024 * 1024;
inline constexpr size_t kSimulatedAnswerBytes = 512;

}  // namespace angarium::services::iam
