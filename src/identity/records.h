#pragma once

#include <string>
#include <string_view>

#include "identity/entities.h"
#include "identity/seal.h"
#include "store/operations.h"

// The stored form of what IAM keeps: docs/formats/identity.md. A record doesn't repeat what its key
// says; decoding takes that from the key. What is malformed is kCorrupt, and so is a policy that
// isn't one: a Deny that can't be read must not be dropped.
namespace angarium::identity {

// What belongs to no account; no account's id looks like it.
store::Partition global_partition();

// Of all records of a kind; the account's and the name's parts follow. Those of access keys have
// the key's id only.
template <class T>
store::Key prefix_of();

store::Key key_of(const User& user);
store::Key key_of(const Group& group);
store::Key key_of(const Role& role);
store::Key key_of(const ManagedPolicy& policy);
store::Key key_of(const AccessKey& key);
store::Key key_of(const OidcProvider& provider);
store::Key key_of(const AccountSettings& settings);

// Of an access key's record: what the seal of its secret is bound to, and where the sealed secret
// lies in it.
std::string seal_context(const std::string& access_key_id);
base::Result<std::string_view> sealed_secret(std::string_view record);

std::string encode(const User& user, const Sealer& sealer);
std::string encode(const Group& group, const Sealer& sealer);
std::string encode(const Role& role, const Sealer& sealer);
std::string encode(const ManagedPolicy& policy, const Sealer& sealer);
std::string encode(const AccessKey& key, const Sealer& sealer);
std::string encode(const OidcProvider& provider, const Sealer& sealer);
std::string encode(const AccountSettings& settings, const Sealer& sealer);

// kUnsealable for access keys whose sealing key isn't there.
template <class T>
base::Result<T> decode(const store::Key& key, std::string_view record, const Sealer& sealer);

}  // namespace angarium::identity
