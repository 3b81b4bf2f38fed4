#pragma once

#include <optional>
#include <string>
#include <vector>

#include "services/iam/named.h"
#include "services/iam/tag_shapes.h"
#include "wire/authorizer.h"

// What the plans put into their checks.
namespace angarium::services::iam {

// arn:aws:iam::ACCOUNT:KIND and what follows.
std::string arn_in(const base::AccountId& account, std::string_view kind, std::string_view rest);

// The user who calls; empty for the root. ValidationError for everybody else.
wire::Result<std::string> own_user_name(const wire::RequestContext& request);

bool is_of_aws(const ManagedPolicy& policy);

// aws:ResourceTag, iam:ResourceTag, and the boundary of a user or role.
void add_entity_keys(const User& user, wire::ConditionKeys& keys);
void add_entity_keys(const Group& group, wire::ConditionKeys& keys);
void add_entity_keys(const Role& role, wire::ConditionKeys& keys);
void add_entity_keys(const ManagedPolicy& policy, wire::ConditionKeys& keys);
void add_entity_keys(const OidcProvider& provider, wire::ConditionKeys& keys);

// aws:RequestTag, aws:TagKeys.
void add_request_tags(const std::vector<Tag>& tags, wire::ConditionKeys& keys);
void add_request_tags(const std::optional<std::vector<Tag>>& tags, wire::ConditionKeys& keys);
// iam:PermissionsBoundary as the request asks for it.
void add_boundary(const std::string& arn, wire::ConditionKeys& keys);
void add_boundary(const std::optional<std::string>& arn, wire::ConditionKeys& keys);

// What a list of users, groups or roles is decided on: their ARN up to the path; "*" for all
// others.
std::string listed_resource(const wire::RequestContext& request);

}  // namespace angarium::services::iam
