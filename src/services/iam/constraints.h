#pragma once

#include <array>

#include "wire/shape.h"

// The limits that several shapes of the IAM API share, named as in AWS's model.
namespace angarium::services::iam {

inline constexpr std::string_view kNamePattern = R"([\w+=,.@-]+)";
inline constexpr std::array<std::string_view, 3> kStatuses{"Active", "Inactive", "Expired"};
inline constexpr std::array<std::string_view, 3> kAssignmentStatuses{"Assigned", "Unassigned",
                                                                     "Any"};
inline constexpr std::array<std::string_view, 3> kPolicyScopes{"All", "AWS", "Local"};
inline constexpr std::array<std::string_view, 2> kPolicyUsages{"PermissionsPolicy",
                                                               "PermissionsBoundary"};
inline constexpr std::array<std::string_view, 5> kEntityTypes{
    "User", "Role", "Group", "LocalManagedPolicy", "AWSManagedPolicy"};
inline constexpr wire::Constraint kTagKey =
    wire::Constraint{}.length(1, 128).pattern(R"([\p{L}\p{Z}\p{N}_.:/=+\-@]+)");

// "^[a-z0-9]([a-z0-9]|-(?!-)){1,61}[a-z0-9]$": no two dashes in a row, none at an end.
bool is_account_alias(std::string_view text);

// AWS's model states some maxima without a minimum; the tables say the same.
constexpr wire::Member at_most(wire::Member member, int64_t count) {
  return member.length(std::numeric_limits<int64_t>::min(), count);
}
constexpr wire::Member as_user_name(wire::Member member) {  // of one that is made
  return member.length(1, 64).pattern(kNamePattern);
}
constexpr wire::Member as_existing_user_name(wire::Member member) {
  return member.length(1, 128).pattern(kNamePattern);
}
constexpr wire::Member as_group_name(wire::Member member) {
  return member.length(1, 128).pattern(kNamePattern);
}
constexpr wire::Member as_role_name(wire::Member member) {
  return member.length(1, 64).pattern(kNamePattern);
}
constexpr wire::Member as_policy_name(wire::Member member) {
  return member.length(1, 128).pattern(kNamePattern);
}
constexpr wire::Member as_instance_profile_name(wire::Member member) {
  return member.length(1, 128).pattern(kNamePattern);
}
constexpr wire::Member as_path(wire::Member member) {
  return member.length(1, 512).pattern(R"((\u002F)|(\u002F[\u0021-\u007E]+\u002F))");
}
constexpr wire::Member as_path_prefix(wire::Member member) {
  return member.length(1, 512).pattern(R"(\u002F[\u0021-\u007F]*)");
}
constexpr wire::Member as_policy_path(wire::Member member) {
  return member.length(1, 512).pattern(R"(((/[A-Za-z0-9\.,\+@=_-]+)*)/)");
}
constexpr wire::Member as_policy_document(wire::Member member) {
  return member.length(1, 131'072).pattern(R"([\u0009\u000A\u000D\u0020-\u00FF]+)");
}
constexpr wire::Member as_arn(wire::Member member) { return member.length(20, 2048); }
constexpr wire::Member as_marker(wire::Member member) {
  return member.length(1, 320).pattern(R"([\u0020-\u00FF]+)");
}
constexpr wire::Member as_max_items(wire::Member member) { return member.range(1, 1000); }
constexpr wire::Member as_tag_key(wire::Member member) {
  return member.length(1, 128).pattern(kTagKey.expression);
}
constexpr wire::Member as_tag_value(wire::Member member) {
  return member.length(0, 256).pattern(R"([\p{L}\p{Z}\p{N}_.:/=+\-@]*)");
}
constexpr wire::Member as_access_key_id(wire::Member member) {
  return member.length(16, 128).pattern(R"([\w]+)");
}
constexpr wire::Member as_version_id(wire::Member member) {
  return member.pattern(R"(v[1-9][0-9]*(\.[A-Za-z0-9-]*)?)");
}
constexpr wire::Member as_policy_description(wire::Member member) { return at_most(member, 1000); }
constexpr wire::Member as_role_description(wire::Member member) {
  return at_most(member, 1000).pattern(R"([\u0009\u000A\u000D\u0020-\u007E\u00A1-\u00FF]*)");
}
constexpr wire::Member as_session_time(wire::Member member) { return member.range(3600, 43'200); }
constexpr wire::Member as_account_alias(wire::Member member) {
  return member.length(3, 63).pattern(R"(^[a-z0-9]([a-z0-9]|-(?!-)){1,61}[a-z0-9]$)",
                                      is_account_alias);
}
constexpr wire::Member as_provider_url(wire::Member member) { return member.length(1, 255); }
constexpr wire::Member as_client_id(wire::Member member) { return member.length(1, 255); }
constexpr wire::Member as_custom_suffix(wire::Member member) {
  return member.length(1, 64).pattern(kNamePattern);
}
constexpr wire::Member as_deletion_task(wire::Member member) { return member.length(1, 1000); }

}  // namespace angarium::services::iam
