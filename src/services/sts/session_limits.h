#pragma once

#include <string>
#include <vector>

#include "identity/directory.h"
#include "services/sts/session_shapes.h"
#include "wire/authorizer.h"
#include "wire/error.h"
#include "wire/session.h"

// What every operation that makes a session reads alike: session policies and session tags.
namespace angarium::services::sts {

// An inline policy (empty: none) and managed ones of `account` or AWS's, into the session.
// MalformedPolicyDocument, ValidationError.
wire::Result<void> read_policies(const std::string& policy,
                                 const std::vector<PolicyDescriptor>& policy_arns,
                                 const identity::Directory& directory,
                                 const base::AccountId& account, wire::Session& session);

// Tags into the session, on top of those that the caller's own session (null: none) hands on.
// InvalidParameterValue. Source: IAM user guide, "Pass session tags in AWS STS".
wire::Result<void> read_tags(const std::vector<Tag>& tags,
                             const std::vector<std::string>& transitive_tag_keys,
                             const wire::Session* calling, wire::Session& session);

// What conditions see of the tags of a request: aws:RequestTag/KEY, aws:TagKeys and
// sts:TransitiveTagKeys.
void add_tag_keys(const std::vector<Tag>& tags, const std::vector<std::string>& transitive_tag_keys,
                  wire::ConditionKeys& keys);

// How much of what a token may hold its policies and tags take, in percent rounded up: the larger
// part of the 2,048 characters that the inline policy and the ARNs of the managed ones may have
// together, and of SessionTokens::kPackedBytesMax. None when there are neither policies nor tags.
// PackedPolicyTooLarge beyond 100.
wire::Result<std::optional<int32_t>> packed_percent(const wire::Session& session);

}  // namespace angarium::services::sts
