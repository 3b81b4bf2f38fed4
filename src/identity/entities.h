#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/id.h"
#include "base/time.h"
#include "policy/policy.h"

// What IAM keeps. Every value is immutable once it is in the Directory; a change puts the next one
// in its place.
namespace angarium::identity {

using Tags = std::map<std::string, std::string>;

// What users, groups and roles have in common.
struct Entity {
  base::AccountId account = {};
  std::string name = {};
  std::string path = "/";
  std::string id = {};  // AIDA.., AGPA.., AROA..: never given again, not even to a namesake
  base::Time created = {};
  std::map<std::string, policy::PolicyPtr> inline_policies = {};  // by name
  std::set<std::string> attached = {};                            // ARNs of managed policies
  Tags tags = {};                                                 // groups have none
};

struct User : Entity {
  std::set<std::string> groups = {};  // their ids, so that renaming a group changes no user
  std::string boundary_arn = {};      // of a managed policy; empty: none
};

struct Group : Entity {};

struct Role : Entity {
  // Never null once it is stored. Its principals are kept as ids (principals.h).
  policy::PolicyPtr trust = nullptr;
  std::string description = {};
  base::Seconds session_time_max{3'600};
  std::string boundary_arn = {};
  bool is_service_linked = false;
};

struct PolicyVersion {
  policy::PolicyPtr policy = nullptr;
  base::Time created = {};
};

struct ManagedPolicy {
  base::AccountId account = {};  // "aws": the same in every account, and not stored
  std::string name = {};
  std::string path = "/";
  std::string id = {};  // ANPA..
  std::string description = {};
  base::Time created = {};
  base::Time updated = {};
  std::map<uint32_t, PolicyVersion> versions = {};  // v1, v2...
  uint32_t default_version = 1;                     // one of them
  uint32_t next_version = 2;                        // numbers are never given again
  Tags tags = {};

  // The version that counts for whomever it is attached to.
  const policy::PolicyPtr& in_force() const { return versions.at(default_version).policy; }
};

// A long-term key of a user or of an account's root.
struct AccessKey {
  std::string id = {};  // AKIA..
  base::AccountId account = {};
  std::string user = {};  // its name; empty: the account's root
  bool is_active = true;
  base::Time created = {};
  std::string secret = {};  // in memory only; sealed at rest
};

// An issuer of web identities that an account trusts.
struct OidcProvider {
  base::AccountId account = {};
  std::string url = {};  // without "https://"; what its ARN ends with
  base::Time created = {};
  std::vector<std::string> client_ids = {};   // in the order in which they were added
  std::vector<std::string> thumbprints = {};  // of the certificate, hexadecimal
  Tags tags = {};
};

// What IAM keeps of an account itself.
struct AccountSettings {
  base::AccountId account = {};
  std::string alias = {};  // unique among all accounts; empty: none
};

// The owner of the managed policies that are in every account.
inline const char* const kAwsAccount = "aws";

std::string arn_of(const User& user);
std::string arn_of(const Group& group);
std::string arn_of(const Role& role);
std::string arn_of(const ManagedPolicy& policy);
std::string arn_of(const OidcProvider& provider);

// By which one is told apart from the others of its kind and account.
inline const std::string& name_of(const Entity& entity) { return entity.name; }
inline const std::string& name_of(const ManagedPolicy& policy) { return policy.name; }
inline const std::string& name_of(const AccessKey& key) { return key.id; }
inline const std::string& name_of(const OidcProvider& provider) { return provider.url; }
inline const std::string& name_of(const AccountSettings& settings) {
  return settings.account.text();
}

// Names that differ in letter case alone are the same name (API reference, "CreateUser").
std::string folded(std::string_view name);

}  // namespace angarium::identity
