#include "wire/basic_authenticator.h"

#include <optional>

#include "base/base64.h"
#include "sigv4/sha256.h"
#include "wire/service.h"

namespace angarium::wire {
namespace {

struct NameAndPassword {
  std::string name;
  std::string password;
};

// As http/ gives addresses: in their canonical spelling.
bool is_loopback(std::string_view address) {
  return address == "::1" || address.starts_with("127.") || address.starts_with("::ffff:127.");
}

Error in_the_clear() {
  return {.code = "AccessDeniedException",
          .message =
              "The password came over the network in the clear and was not looked at. Call "
              "this server by https:// (`listen.tls_certificate` of its configuration, or a "
              "proxy on its own machine), and exchange the access key: others may know it.",
          .status = 403};
}

Error nobody_named() {
  return {.code = "MissingAuthenticationTokenException",
          .message =
              "The request must have one Authorization header, of the scheme Basic: the "
              "user name is the id of a user's access key, the password its secret.",
          .status = 401};
}

// The same for a key that isn't there, one that isn't active and a secret that isn't its own.
Error not_known() {
  return {.code = "UnrecognizedClientException",
          .message =
              "The user name is not the id of an active, long-term access key of this "
              "server, or the password is not its secret. Put a good pair where the request "
              "comes from: for an API destination, into its connection.",
          .status = 401};
}

Error root_key() {
  return {.code = "AccessDeniedException",
          .message =
              "The key of a root user is not accepted here. Make a user that may do nothing "
              "but events:PutEvents on this bus, and use an access key of that user.",
          .status = 403};
}

// What follows "Basic "; the scheme's name is known in any case. None for another scheme.
std::optional<std::string_view> basic_words(std::string_view field) {
  constexpr std::string_view kScheme = "basic ";
  if (!http::equals_ignoring_case(field.substr(0, kScheme.size()), kScheme)) return std::nullopt;
  field.remove_prefix(kScheme.size());
  while (field.starts_with(' ')) field.remove_prefix(1);
  return field;
}

// None for what is no base64, or has no colon. A password may have colons, a name has none.
std::optional<NameAndPassword> read_words(std::string_view words) {
  std::optional<std::string> text = base::decode_base64(words);
  if (!text) return std::nullopt;
  const size_t colon = text->find(':');
  if (colon == std::string::npos) return std::nullopt;
  return NameAndPassword{text->substr(0, colon), text->substr(colon + 1)};
}

// Takes as long whether there is such a key or not, as far as a secret's text is concerned.
bool is_secret_of(const std::optional<Credential>& credential, std::string_view password) {
  static constexpr std::string_view kNobodys = "0000000000000000000000000000000000000000";
  const bool same =
      sigv4::equal_in_constant_time(credential ? credential->secret : kNobodys, password);
  return credential && same;
}

}  // namespace

Result<Caller> BasicAuthenticator::caller_of(const http::Request& request,
                                             const ServiceTable& service, base::Time now) const {
  const std::vector<std::string_view> fields = request.headers.find_all("authorization");
  if (fields.size() != 1) return nobody_named();
  const std::optional<std::string_view> words = basic_words(fields.front());
  if (!words) return nobody_named();
  std::optional<NameAndPassword> given = read_words(*words);
  if (!given) return not_known();
  if (!credentials_) {
    const bool is_account = base::is_account_id(given->name);
    const base::AccountId account(is_account ? given->name : base::kDevAccount);
    return root_caller(account, std::move(given->name));
  }
  std::optional<Credential> credential = credentials_->find(given->name, "");
  if (!is_secret_of(credential, given->password)) return not_known();
  const bool is_over = credential->expires && *credential->expires <= now;
  if (is_over || credential->excluded_service == service.name) return not_known();
  if (credential->caller.kind == CallerKind::kRoot) return root_key();
  if (credential->caller.kind != CallerKind::kUser) return not_known();
  credential->caller.access_key_id = std::move(given->name);
  return std::move(credential->caller);
}

base::Task<Result<Authenticated>> BasicAuthenticator::authenticate(const http::Request& request,
                                                                   const ServiceTable& service,
                                                                   base::Time now) {
  base::Result<base::Region> region = region_of_unsigned(regions_, request);
  if (!region.ok()) co_return region.error();
  const bool is_private = request.secure || is_loopback(request.peer_address);
  if (credentials_ && !is_private) co_return in_the_clear();
  Result<Caller> caller = caller_of(request, service, now);
  if (!caller.ok()) co_return caller.error();
  co_return Authenticated{.caller = std::move(*caller), .region = std::move(*region)};
}

}  // namespace angarium::wire
