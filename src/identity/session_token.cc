#include "identity/session_token.h"

#include <openssl/crypto.h>

#include <array>
#include <charconv>
#include <utility>

#include "base/arn.h"
#include "base/assert.h"
#include "base/base64.h"
#include "store/fields.h"

namespace angarium::identity {
namespace {

// The fields of a token: docs/formats/identity.md. Never reuse a number.
enum TokenField : uint32_t {
  kVersion = 1,
  kKind = 2,
  kSecret = 3,
  kName = 4,
  kIssuerArn = 5,
  kIssuerId = 6,
  kIssued = 7,
  kExpires = 8,
  kPolicy = 9,
  kPolicyArn = 10,
  kTag = 11,
  kTransitiveTagKey = 12,
  kSourceIdentity = 13,
  kFederatedProvider = 14,
  kIsChained = 15,
};
enum TagField : uint32_t { kTagKey = 1, kTagValue = 2 };

// Of a token's fields. What a reader doesn't know may be a limit: it opens no other version.
constexpr uint64_t kTokenVersion = 1;
// Header lines of a request end at 32 KiB; nothing longer was ever issued.
constexpr size_t kTokenCharactersMax = 24 * 1'024;

constexpr std::string_view kBase32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
constexpr std::string_view kTemporaryKey = "ASIA";
constexpr size_t kKeySuffix = 16;
constexpr size_t kSecretBytes = 30;  // 40 characters of base64, as AWS's

std::string seal_context(std::string_view access_key_id) {
  return "session/" + std::string(access_key_id);
}

// By numbers of their own: those of wire::CallerKind may change.
std::optional<wire::CallerKind> kind_of(uint64_t number) {
  switch (number) {
    case 1: return wire::CallerKind::kRoot;
    case 2: return wire::CallerKind::kUser;
    case 3: return wire::CallerKind::kRoleSession;
    case 4: return wire::CallerKind::kFederated;
    default: return std::nullopt;
  }
}

uint64_t number_of(wire::CallerKind kind) {
  for (uint64_t number = 1; auto known = kind_of(number); ++number) {
    if (*known == kind) return number;
  }
  AG_ASSERT(!"nobody else has sessions");
  return 0;
}

void write_packed(store::FieldWriter& writer, const wire::Session& session) {
  for (const policy::PolicyPtr& policy : session.policies) writer.bytes(kPolicy, policy->text());
  for (const std::string& arn : session.policy_arns) writer.bytes(kPolicyArn, arn);
  for (const auto& [key, value] : session.tags) {
    store::FieldWriter tag;
    tag.bytes(kTagKey, key);
    tag.bytes(kTagValue, value);
    writer.bytes(kTag, tag.text());
  }
  for (const std::string& key : session.transitive_tag_keys) writer.bytes(kTransitiveTagKey, key);
  if (!session.source_identity.empty()) writer.bytes(kSourceIdentity, session.source_identity);
  if (!session.federated_provider.empty()) {
    writer.bytes(kFederatedProvider, session.federated_provider);
  }
}

std::string encode(const wire::Caller& caller, std::string_view secret) {
  const wire::Session& session = *caller.session;
  store::FieldWriter writer;
  writer.number(kVersion, kTokenVersion);
  writer.number(kKind, number_of(caller.kind));
  writer.bytes(kSecret, secret);
  if (!session.name.empty()) writer.bytes(kName, session.name);
  writer.bytes(kIssuerArn, session.issuer_arn);
  writer.bytes(kIssuerId, session.issuer_id);
  writer.time(kIssued, session.issued);
  writer.time(kExpires, session.expires);
  write_packed(writer, session);
  if (session.is_chained) writer.flag(kIsChained, true);
  return writer.take();
}

bool read_tag(std::string_view record, wire::Session& session) {
  std::string key, value;
  store::FieldReader reader(record);
  while (reader.next()) {
    if (reader.field() == kTagKey) key = reader.bytes();
    if (reader.field() == kTagValue) value = reader.bytes();
  }
  session.tags[key] = value;
  return reader.status().ok();
}

// False for a policy that isn't one: a limit that can't be read must not be dropped.
bool read_policy(std::string_view text, wire::Session& session) {
  auto policy = policy::Policy::parse(text, policy::PolicyKind::kIdentity);
  if (policy.ok()) session.policies.push_back(std::move(*policy));
  return policy.ok();
}

struct Decoded {
  uint64_t version = 0;
  uint64_t kind = 0;
  std::string secret = {};
  wire::Session session = {};
};

// One field; false when it makes no sense.
bool read_field(store::FieldReader& reader, Decoded& out) {
  wire::Session& session = out.session;
  switch (reader.field()) {
    case kVersion: out.version = reader.number(); break;
    case kKind: out.kind = reader.number(); break;
    case kSecret: out.secret = reader.bytes(); break;
    case kName: session.name = reader.bytes(); break;
    case kIssuerArn: session.issuer_arn = reader.bytes(); break;
    case kIssuerId: session.issuer_id = reader.bytes(); break;
    case kIssued: session.issued = reader.time(); break;
    case kExpires: session.expires = reader.time(); break;
    case kPolicy: return read_policy(reader.bytes(), session);
    case kPolicyArn: session.policy_arns.emplace_back(reader.bytes()); break;
    case kTag: return read_tag(reader.bytes(), session);
    case kTransitiveTagKey: session.transitive_tag_keys.emplace_back(reader.bytes()); break;
    case kSourceIdentity: session.source_identity = reader.bytes(); break;
    case kFederatedProvider: session.federated_provider = reader.bytes(); break;
    case kIsChained: session.is_chained = reader.flag(); break;
    default: break;
  }
  return true;
}

std::optional<Decoded> decode(std::string_view fields) {
  Decoded decoded;
  store::FieldReader reader(fields);
  while (reader.next()) {
    if (!read_field(reader, decoded)) return std::nullopt;
  }
  if (!reader.status().ok() || decoded.version != kTokenVersion) return std::nullopt;
  return decoded;
}

}  // namespace

wire::Caller session_caller(wire::CallerKind kind, wire::Session session) {
  std::optional<base::Arn> issuer = base::parse_arn(session.issuer_arn);
  AG_ASSERT(issuer);
  wire::Caller caller;
  caller.kind = kind;
  caller.account = issuer->account;
  std::string resource;
  switch (kind) {
    case wire::CallerKind::kRoleSession:
      // The role's path is not part of it. Source: IAM user guide, "Unique identifiers".
      resource = issuer->resource.substr(issuer->resource.rfind('/') + 1);
      resource = "assumed-role/" + resource + "/" + session.name;
      caller.user_id = session.issuer_id + ":" + session.name;
      break;
    case wire::CallerKind::kFederated:
      resource = "federated-user/" + session.name;
      caller.user_id = issuer->account.text() + ":" + session.name;
      break;
    default:  // the session is its issuer
      caller.arn = session.issuer_arn;
      caller.user_id = session.issuer_id;
  }
  if (!resource.empty()) {
    caller.arn =
        base::Arn{.service = "sts", .region = {}, .account = issuer->account, .resource = resource}
            .text();
  }
  caller.session = std::make_shared<const wire::Session>(std::move(session));
  return caller;
}

// 80 bits, of which 40, from the second on, are the account's number.
// Source: what T. Be'ery and A. Malevanets found in AWS's ids.
std::string draw_temporary_key_id(const base::AccountId& account, base::Random& random) {
  uint64_t number = 0;
  const std::string& digits = account.text();
  std::from_chars(digits.data(), digits.data() + digits.size(), number);
  std::array<uint8_t, 10> bytes;
  random.fill(bytes);
  constexpr int kShift = 7;
  uint64_t head = 0;
  for (size_t i = 0; i < 6; ++i) head = (head << 8) | bytes[i];
  constexpr uint64_t kMask = ((uint64_t{1} << 40) - 1) << kShift;
  head = (head & ~kMask) | ((number << kShift) & kMask);
  for (size_t i = 6; i-- > 0; head >>= 8) bytes[i] = static_cast<uint8_t>(head);
  std::string id(kTemporaryKey);
  uint32_t buffer = 0;
  int bits = 0;
  for (uint8_t byte : bytes) {
    buffer = (buffer << 8) | byte;
    for (bits += 8; bits >= 5; bits -= 5) id.push_back(kBase32[(buffer >> (bits - 5)) & 31]);
  }
  return id;
}

std::optional<base::AccountId> account_of_temporary_key(std::string_view access_key_id) {
  if (access_key_id.size() != kTemporaryKey.size() + kKeySuffix) return std::nullopt;
  if (!access_key_id.starts_with(kTemporaryKey)) return std::nullopt;
  uint64_t head = 0;  // of the first 50 bits the last two belong to the seventh byte
  for (char c : access_key_id.substr(kTemporaryKey.size())) {
    if (kBase32.find(c) == std::string_view::npos) return std::nullopt;
  }
  for (char c : access_key_id.substr(kTemporaryKey.size(), 10)) {
    head = (head << 5) | kBase32.find(c);
  }
  uint64_t number = (head >> (7 + 2)) & ((uint64_t{1} << 40) - 1);
  std::string digits = std::to_string(number);
  if (digits.size() > 12) return std::nullopt;
  return base::AccountId(std::string(12 - digits.size(), '0') + digits);
}

TemporaryKey SessionTokens::issue(const wire::Caller& caller) const {
  AG_ASSERT(caller.session && packed_bytes(*caller.session) <= kPackedBytesMax);
  std::string bytes(kSecretBytes, '\0');
  random_.fill({reinterpret_cast<uint8_t*>(bytes.data()), bytes.size()});
  TemporaryKey key{.id = draw_temporary_key_id(caller.account, random_),
                   .secret = base::encode_base64(bytes),
                   .session_token = {}};
  std::string fields = encode(caller, key.secret);
  key.session_token = base::encode_base64(sealer_.seal(fields, seal_context(key.id)));
  OPENSSL_cleanse(fields.data(), fields.size());
  return key;
}

std::optional<wire::Credential> SessionTokens::open(std::string_view access_key_id,
                                                    std::string_view session_token) const {
  if (session_token.size() > kTokenCharactersMax) return std::nullopt;
  std::optional<std::string> sealed = base::decode_base64(session_token);
  if (!sealed) return std::nullopt;
  auto fields = sealer_.open(*sealed, seal_context(access_key_id));
  if (!fields.ok()) return std::nullopt;
  std::optional<Decoded> decoded = decode(*fields);
  OPENSSL_cleanse(fields->data(), fields->size());
  if (!decoded || !base::parse_arn(decoded->session.issuer_arn)) return std::nullopt;
  std::optional<wire::CallerKind> kind = kind_of(decoded->kind);
  if (!kind) return std::nullopt;
  wire::Credential credential{.secret = std::move(decoded->secret), .caller = {}};
  credential.expires = decoded->session.expires;
  credential.caller = session_caller(*kind, std::move(decoded->session));
  credential.caller.access_key_id = access_key_id;
  return credential;
}

std::optional<SealKeyId> SessionTokens::key_of(std::string_view session_token) {
  if (session_token.size() > kTokenCharactersMax) return std::nullopt;
  std::optional<std::string> sealed = base::decode_base64(session_token);
  return sealed ? Sealer::key_of(*sealed) : std::nullopt;
}

size_t SessionTokens::packed_bytes(const wire::Session& session) {
  store::FieldWriter writer;
  write_packed(writer, session);
  return writer.text().size();
}

}  // namespace angarium::identity
