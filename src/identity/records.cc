#include "identity/records.h"

#include "store/error.h"
#include "store/fields.h"

namespace angarium::identity {
namespace {

// The fields of the records: docs/formats/identity.md. Never reuse a number.
// Of users, groups and roles; 1 to 19 are theirs in common.
enum EntityField : uint32_t {
  kName = 1,
  kPath = 2,
  kId = 3,
  kCreated = 4,
  kInlinePolicy = 5,
  kAttached = 6,
  kTag = 7,
  kBoundary = 8,
  kGroup = 20,
  kTrust = 30,
  kRoleDescription = 31,
  kSessionTimeMax = 32,
  kServiceLinked = 33,
};
enum PolicyField : uint32_t {
  kPolicyName = 1,
  kPolicyPath = 2,
  kPolicyId = 3,
  kPolicyCreated = 4,
  kPolicyUpdated = 5,
  kPolicyDescription = 6,
  kPolicyTag = 7,
  kVersion = 8,
  kDefaultVersion = 9,
  kNextVersion = 10,
};
enum VersionField : uint32_t { kVersionNumber = 1, kVersionText = 2, kVersionCreated = 3 };
enum PairField : uint32_t { kFirst = 1, kSecond = 2 };
enum AccessKeyField : uint32_t {
  kAccount = 1,
  kSealedSecret = 2,
  kKeyCreated = 3,
  kUser = 4,
  kInactive = 5,
};
enum ProviderField : uint32_t {
  kUrl = 1,
  kProviderCreated = 2,
  kClientId = 3,
  kThumbprint = 4,
  kProviderTag = 5,
};
enum SettingsField : uint32_t { kAlias = 1 };

store::Key key_in(const store::Key& prefix, const base::AccountId& account, std::string_view name) {
  return prefix.with(account.text()).with(name);
}

// The account in a key of {"iam", kind, account, name}.
base::AccountId account_in(const store::Key& key) {
  std::vector<std::string> parts = key.parts();
  return base::AccountId(parts.size() > 2 ? parts[2] : std::string());
}

std::string pair(std::string_view first, std::string_view second) {
  store::FieldWriter writer;
  writer.bytes(kFirst, first);
  writer.bytes(kSecond, second);
  return writer.take();
}

struct Pair {
  std::string_view first, second;
};

base::Result<Pair> read_pair(std::string_view record) {
  Pair pair;
  store::FieldReader reader(record);
  while (reader.next()) {
    if (reader.field() == kFirst) pair.first = reader.bytes();
    if (reader.field() == kSecond) pair.second = reader.bytes();
  }
  AG_CHECK(reader.status());
  return pair;
}

base::Result<void> read_tag(std::string_view record, Tags& tags) {
  AG_TRY(tag, read_pair(record));
  tags[std::string(tag.first)] = tag.second;
  return {};
}

base::Result<policy::PolicyPtr> read_policy(std::string_view text, policy::PolicyKind kind) {
  auto parsed = policy::Policy::parse(text, kind);
  if (parsed.ok()) return *parsed;
  return base::Error(store::StoreError::kCorrupt,
                     "a stored policy can't be read: " + parsed.error().message());
}

void write_entity(const Entity& entity, store::FieldWriter& writer) {
  writer.bytes(kName, entity.name);
  writer.bytes(kPath, entity.path);
  writer.bytes(kId, entity.id);
  writer.time(kCreated, entity.created);
  for (const auto& [name, policy] : entity.inline_policies) {
    writer.bytes(kInlinePolicy, pair(name, policy->text()));
  }
  for (const std::string& arn : entity.attached) writer.bytes(kAttached, arn);
  for (const auto& [key, value] : entity.tags) writer.bytes(kTag, pair(key, value));
}

base::Result<void> read_inline_policy(std::string_view record, Entity& entity) {
  AG_TRY(named, read_pair(record));
  AG_TRY(parsed, read_policy(named.second, policy::PolicyKind::kIdentity));
  entity.inline_policies[std::string(named.first)] = std::move(parsed);
  return {};
}

// Takes the field that `reader` is at, if it is one that all entities have.
base::Result<void> read_entity_field(store::FieldReader& reader, Entity& entity) {
  switch (reader.field()) {
    case kName: entity.name = reader.bytes(); break;
    case kPath: entity.path = reader.bytes(); break;
    case kId: entity.id = reader.bytes(); break;
    case kCreated: entity.created = reader.time(); break;
    case kInlinePolicy: return read_inline_policy(reader.bytes(), entity);
    case kAttached: entity.attached.emplace(reader.bytes()); break;
    case kTag: return read_tag(reader.bytes(), entity.tags);
  }
  return {};
}

}  // namespace

store::Partition global_partition() { return {.account = base::AccountId("global"), .region = {}}; }

template <>
store::Key prefix_of<User>() {
  return store::Key::of({"iam", "user"});
}
template <>
store::Key prefix_of<Group>() {
  return store::Key::of({"iam", "group"});
}
template <>
store::Key prefix_of<Role>() {
  return store::Key::of({"iam", "role"});
}
template <>
store::Key prefix_of<ManagedPolicy>() {
  return store::Key::of({"iam", "policy"});
}
template <>
store::Key prefix_of<AccessKey>() {
  return store::Key::of({"iam", "access-key"});
}
template <>
store::Key prefix_of<OidcProvider>() {
  return store::Key::of({"iam", "oidc-provider"});
}
template <>
store::Key prefix_of<AccountSettings>() {
  return store::Key::of({"iam", "settings"});
}

store::Key key_of(const User& user) {
  return key_in(prefix_of<User>(), user.account, folded(user.name));
}
store::Key key_of(const Group& group) {
  return key_in(prefix_of<Group>(), group.account, folded(group.name));
}
store::Key key_of(const Role& role) {
  return key_in(prefix_of<Role>(), role.account, folded(role.name));
}
store::Key key_of(const ManagedPolicy& policy) {
  return key_in(prefix_of<ManagedPolicy>(), policy.account, folded(policy.name));
}
store::Key key_of(const AccessKey& key) { return prefix_of<AccessKey>().with(key.id); }
store::Key key_of(const OidcProvider& provider) {
  return key_in(prefix_of<OidcProvider>(), provider.account, folded(provider.url));
}
store::Key key_of(const AccountSettings& settings) {
  return prefix_of<AccountSettings>().with(settings.account.text());
}

std::string encode(const User& user, const Sealer&) {
  store::FieldWriter writer;
  write_entity(user, writer);
  if (!user.boundary_arn.empty()) writer.bytes(kBoundary, user.boundary_arn);
  for (const std::string& group : user.groups) writer.bytes(kGroup, group);
  return writer.take();
}

std::string encode(const Group& group, const Sealer&) {
  store::FieldWriter writer;
  write_entity(group, writer);
  return writer.take();
}

std::string encode(const Role& role, const Sealer&) {
  store::FieldWriter writer;
  write_entity(role, writer);
  if (!role.boundary_arn.empty()) writer.bytes(kBoundary, role.boundary_arn);
  writer.bytes(kTrust, role.trust->text());
  if (!role.description.empty()) writer.bytes(kRoleDescription, role.description);
  writer.number(kSessionTimeMax, static_cast<uint64_t>(role.session_time_max.count()));
  if (role.is_service_linked) writer.flag(kServiceLinked, true);
  return writer.take();
}

std::string encode(const ManagedPolicy& policy, const Sealer&) {
  store::FieldWriter writer;
  writer.bytes(kPolicyName, policy.name);
  writer.bytes(kPolicyPath, policy.path);
  writer.bytes(kPolicyId, policy.id);
  writer.time(kPolicyCreated, policy.created);
  writer.time(kPolicyUpdated, policy.updated);
  if (!policy.description.empty()) writer.bytes(kPolicyDescription, policy.description);
  for (const auto& [key, value] : policy.tags) writer.bytes(kPolicyTag, pair(key, value));
  for (const auto& [number, version] : policy.versions) {
    store::FieldWriter inner;
    inner.number(kVersionNumber, number);
    inner.bytes(kVersionText, version.policy->text());
    inner.time(kVersionCreated, version.created);
    writer.bytes(kVersion, inner.text());
  }
  writer.number(kDefaultVersion, policy.default_version);
  writer.number(kNextVersion, policy.next_version);
  return writer.take();
}

std::string encode(const AccessKey& key, const Sealer& sealer) {
  store::FieldWriter writer;
  writer.bytes(kAccount, key.account.text());
  writer.bytes(kSealedSecret, sealer.seal(key.secret, seal_context(key.id)));
  writer.time(kKeyCreated, key.created);
  if (!key.user.empty()) writer.bytes(kUser, key.user);
  if (!key.is_active) writer.flag(kInactive, true);
  return writer.take();
}

std::string encode(const OidcProvider& provider, const Sealer&) {
  store::FieldWriter writer;
  writer.bytes(kUrl, provider.url);
  writer.time(kProviderCreated, provider.created);
  for (const std::string& id : provider.client_ids) writer.bytes(kClientId, id);
  for (const std::string& print : provider.thumbprints) writer.bytes(kThumbprint, print);
  for (const auto& [key, value] : provider.tags) writer.bytes(kProviderTag, pair(key, value));
  return writer.take();
}

std::string encode(const AccountSettings& settings, const Sealer&) {
  store::FieldWriter writer;
  if (!settings.alias.empty()) writer.bytes(kAlias, settings.alias);
  return writer.take();
}

template <>
base::Result<User> decode(const store::Key& key, std::string_view record, const Sealer&) {
  User user;
  user.account = account_in(key);
  store::FieldReader reader(record);
  while (reader.next()) {
    if (reader.field() == kBoundary) user.boundary_arn = reader.bytes();
    if (reader.field() == kGroup) user.groups.emplace(reader.bytes());
    AG_CHECK(read_entity_field(reader, user));
  }
  AG_CHECK(reader.status());
  return user;
}

template <>
base::Result<Group> decode(const store::Key& key, std::string_view record, const Sealer&) {
  Group group;
  group.account = account_in(key);
  store::FieldReader reader(record);
  while (reader.next()) AG_CHECK(read_entity_field(reader, group));
  AG_CHECK(reader.status());
  return group;
}

template <>
base::Result<Role> decode(const store::Key& key, std::string_view record, const Sealer&) {
  Role role;
  role.account = account_in(key);
  std::string_view trust;
  store::FieldReader reader(record);
  while (reader.next()) {
    switch (reader.field()) {
      case kBoundary: role.boundary_arn = reader.bytes(); break;
      case kTrust: trust = reader.bytes(); break;
      case kRoleDescription: role.description = reader.bytes(); break;
      case kSessionTimeMax: role.session_time_max = base::Seconds(reader.number()); break;
      case kServiceLinked: role.is_service_linked = reader.flag(); break;
      default: AG_CHECK(read_entity_field(reader, role));
    }
  }
  AG_CHECK(reader.status());
  AG_TRY(parsed, read_policy(trust, policy::PolicyKind::kTrust));
  role.trust = std::move(parsed);
  return role;
}

namespace {

base::Result<void> read_version(std::string_view record, ManagedPolicy& policy) {
  uint32_t number = 0;
  std::string_view text;
  PolicyVersion version;
  store::FieldReader reader(record);
  while (reader.next()) {
    if (reader.field() == kVersionNumber) number = static_cast<uint32_t>(reader.number());
    if (reader.field() == kVersionText) text = reader.bytes();
    if (reader.field() == kVersionCreated) version.created = reader.time();
  }
  AG_CHECK(reader.status());
  AG_TRY(parsed, read_policy(text, policy::PolicyKind::kManaged));
  version.policy = std::move(parsed);
  policy.versions[number] = std::move(version);
  return {};
}

}  // namespace

template <>
base::Result<ManagedPolicy> decode(const store::Key& key, std::string_view record, const Sealer&) {
  ManagedPolicy policy;
  policy.account = account_in(key);
  store::FieldReader reader(record);
  while (reader.next()) {
    switch (reader.field()) {
      case kPolicyName: policy.name = reader.bytes(); break;
      case kPolicyPath: policy.path = reader.bytes(); break;
      case kPolicyId: policy.id = reader.bytes(); break;
      case kPolicyCreated: policy.created = reader.time(); break;
      case kPolicyUpdated: policy.updated = reader.time(); break;
      case kPolicyDescription: policy.description = reader.bytes(); break;
      case kPolicyTag: AG_CHECK(read_tag(reader.bytes(), policy.tags)); break;
      case kVersion: AG_CHECK(read_version(reader.bytes(), policy)); break;
      case kDefaultVersion: policy.default_version = static_cast<uint32_t>(reader.number()); break;
      case kNextVersion: policy.next_version = static_cast<uint32_t>(reader.number()); break;
    }
  }
  AG_CHECK(reader.status());
  if (!policy.versions.contains(policy.default_version)) {
    return base::Error(store::StoreError::kCorrupt, "a stored policy lacks its default version");
  }
  return policy;
}

std::string seal_context(const std::string& access_key_id) { return "access-key/" + access_key_id; }

base::Result<std::string_view> sealed_secret(std::string_view record) {
  std::string_view sealed;
  store::FieldReader reader(record);
  while (reader.next()) {
    if (reader.field() == kSealedSecret) sealed = reader.bytes();
  }
  AG_CHECK(reader.status());
  return sealed;
}

template <>
base::Result<AccessKey> decode(const store::Key& key, std::string_view record,
                               const Sealer& sealer) {
  AccessKey found;
  found.id = key.parts().back();
  std::string_view sealed;
  store::FieldReader reader(record);
  while (reader.next()) {
    switch (reader.field()) {
      case kAccount: found.account = base::AccountId(reader.bytes()); break;
      case kSealedSecret: sealed = reader.bytes(); break;
      case kKeyCreated: found.created = reader.time(); break;
      case kUser: found.user = reader.bytes(); break;
      case kInactive: found.is_active = !reader.flag(); break;
    }
  }
  AG_CHECK(reader.status());
  AG_TRY(secret, sealer.open(sealed, seal_context(found.id)));
  found.secret = std::move(secret);
  return found;
}

template <>
base::Result<OidcProvider> decode(const store::Key& key, std::string_view record, const Sealer&) {
  OidcProvider provider;
  provider.account = account_in(key);
  store::FieldReader reader(record);
  while (reader.next()) {
    switch (reader.field()) {
      case kUrl: provider.url = reader.bytes(); break;
      case kProviderCreated: provider.created = reader.time(); break;
      case kClientId: provider.client_ids.emplace_back(reader.bytes()); break;
      case kThumbprint: provider.thumbprints.emplace_back(reader.bytes()); break;
      case kProviderTag: AG_CHECK(read_tag(reader.bytes(), provider.tags)); break;
    }
  }
  AG_CHECK(reader.status());
  return provider;
}

template <>
base::Result<AccountSettings> decode(const store::Key& key, std::string_view record,
                                     const Sealer&) {
  AccountSettings settings;
  settings.account = account_in(key);
  store::FieldReader reader(record);
  while (reader.next()) {
    if (reader.field() == kAlias) settings.alias = reader.bytes();
  }
  AG_CHECK(reader.status());
  return settings;
}

}  // namespace angarium::identity
