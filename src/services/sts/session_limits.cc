#include "services/sts/session_limits.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "base/arn.h"
#include "identity/session_token.h"
#include "services/sts/errors.h"

namespace angarium::services::sts {
namespace {

// Source: IAM user guide, "IAM and AWS STS quotas", "IAM object limits" for session policies.
constexpr size_t kPolicyArnsMax = 10;
constexpr int64_t kPolicyCharactersMax = 2'048;

int64_t character_count(std::string_view text) {
  return std::count_if(text.begin(), text.end(), [](char c) { return (c & 0xC0) != 0x80; });
}

std::string folded(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return lower;
}

bool contains(const std::vector<std::string>& keys, std::string_view key) {
  return std::any_of(keys.begin(), keys.end(),
                     [&](const std::string& one) { return folded(one) == folded(key); });
}

wire::Error no_such_policy(std::string_view arn) {
  return validation_error(
      fmt::format("Policy {} does not exist or can't be attached; name a managed policy of the "
                  "session's account or of AWS",
                  arn));
}

int64_t percent_of(int64_t part, int64_t whole) { return (part * 100 + whole - 1) / whole; }

}  // namespace

wire::Result<void> read_policies(const std::string& policy,
                                 const std::vector<PolicyDescriptor>& policy_arns,
                                 const identity::Directory& directory,
                                 const base::AccountId& account, wire::Session& session) {
  if (!policy.empty()) {
    auto parsed = policy::Policy::parse(policy, policy::PolicyKind::kIdentity);
    if (!parsed.ok()) return malformed_policy_document(parsed.error().message());
    session.policies.push_back(std::move(*parsed));
  }
  if (policy_arns.size() > kPolicyArnsMax) {
    return validation_error(
        fmt::format("1 validation error detected: Value of {} elements at 'policyArns' failed to "
                    "satisfy constraint: Member must have length less than or equal to {}",
                    policy_arns.size(), kPolicyArnsMax));
  }
  for (const PolicyDescriptor& descriptor : policy_arns) {
    auto managed = directory.managed_policy(descriptor.arn);
    bool is_fit = managed && (managed->account == account ||
                              managed->account == base::AccountId(identity::kAwsAccount));
    if (!is_fit) return no_such_policy(descriptor.arn);
    session.policy_arns.push_back(descriptor.arn);
  }
  return {};
}

wire::Result<void> read_tags(const std::vector<Tag>& tags,
                             const std::vector<std::string>& transitive_tag_keys,
                             const wire::Session* calling, wire::Session& session) {
  if (calling) {
    session.transitive_tag_keys = calling->transitive_tag_keys;
    for (const std::string& key : calling->transitive_tag_keys) {
      auto found = calling->tags.find(key);
      if (found != calling->tags.end()) session.tags.insert(*found);
    }
  }
  const std::vector<std::string> inherited = session.transitive_tag_keys;
  std::set<std::string> seen;
  for (const Tag& tag : tags) {
    if (folded(tag.key).starts_with("aws:")) {
      return invalid_parameter_value(
          fmt::format("Tag keys that begin with `aws:` are reserved: `{}`", tag.key));
    }
    if (!seen.insert(folded(tag.key)).second) {
      return invalid_parameter_value(
          "Duplicate tag keys found. Please note that Tag keys are case insensitive.");
    }
    if (contains(inherited, tag.key)) {
      return invalid_parameter_value(
          "One of the specified transitive tag keys can't be set because it conflicts with a "
          "transitive tag key from the calling session.");
    }
    session.tags[tag.key] = tag.value;
    if (contains(transitive_tag_keys, tag.key)) session.transitive_tag_keys.push_back(tag.key);
  }
  for (const std::string& key : transitive_tag_keys) {
    if (seen.contains(folded(key))) continue;
    return invalid_parameter_value(
        "The specified transitive tag key must be included in the requested tags.");
  }
  return {};
}

void add_tag_keys(const std::vector<Tag>& tags, const std::vector<std::string>& transitive_tag_keys,
                  wire::ConditionKeys& keys) {
  for (const Tag& tag : tags) {
    keys["aws:RequestTag/" + tag.key] = {tag.value};
    keys["aws:TagKeys"].push_back(tag.key);
  }
  if (!transitive_tag_keys.empty()) keys["sts:TransitiveTagKeys"] = transitive_tag_keys;
}

wire::Result<std::optional<int32_t>> packed_percent(const wire::Session& session) {
  if (session.policies.empty() && session.policy_arns.empty() && session.tags.empty()) {
    return std::optional<int32_t>();
  }
  int64_t characters = 0;
  for (const policy::PolicyPtr& policy : session.policies) {
    characters += character_count(policy->text());
  }
  for (const std::string& arn : session.policy_arns) characters += character_count(arn);
  auto bytes = static_cast<int64_t>(identity::SessionTokens::packed_bytes(session));
  constexpr auto kBytesMax = static_cast<int64_t>(identity::SessionTokens::kPackedBytesMax);
  int64_t percent =
      std::max(percent_of(characters, kPolicyCharactersMax), percent_of(bytes, kBytesMax));
  if (percent > 100) return packed_policy_too_large(percent);
  return std::optional(static_cast<int32_t>(percent));
}

}  // namespace angarium::services::sts
