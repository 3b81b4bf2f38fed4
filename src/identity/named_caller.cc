#include "identity/named_caller.h"

#include <fmt/format.h>

#include "base/arn.h"
#include "wire/session.h"

namespace angarium::identity {
namespace {

// What a session is called that exists for a question alone.
constexpr std::string_view kNoSession = "explain";

std::string_view after_last_slash(std::string_view text) {
  return text.substr(text.rfind('/') + 1);
}

wire::Caller session_of(const Role& role, std::string_view name, base::Time now) {
  wire::Session session{.name = std::string(name),
                        .issuer_arn = arn_of(role),
                        .issuer_id = role.id,
                        .issued = now,
                        .expires = now + role.session_time_max};
  return {.kind = wire::CallerKind::kRoleSession,
          .account = role.account,
          .arn = fmt::format("arn:aws:sts::{}:assumed-role/{}/{}", role.account.text(), role.name,
                             name),
          .user_id = fmt::format("{}:{}", role.id, name),
          .access_key_id = {},
          .session = std::make_shared<wire::Session>(std::move(session))};
}

std::optional<wire::Caller> user_of(const Directory& directory, const base::Arn& arn,
                                    std::string_view text) {
  auto user = directory.user(arn.account, after_last_slash(arn.resource));
  if (!user || arn_of(*user) != text) return std::nullopt;
  return wire::Caller{.kind = wire::CallerKind::kUser,
                      .account = arn.account,
                      .arn = std::string(text),
                      .user_id = user->id,
                      .access_key_id = {}};
}

// "assumed-role/NAME/SESSION".
std::optional<wire::Caller> named_session(const Directory& directory, const base::Arn& arn,
                                          base::Time now) {
  std::string_view rest = arn.resource;
  rest.remove_prefix(rest.find('/') + 1);
  size_t slash = rest.find('/');
  if (slash == std::string_view::npos || slash + 1 == rest.size()) return std::nullopt;
  auto role = directory.role(arn.account, rest.substr(0, slash));
  if (!role) return std::nullopt;
  return session_of(*role, rest.substr(slash + 1), now);
}

bool is_service_name(std::string_view name) {
  return name.ends_with(".amazonaws.com") && name.find_first_of(":/ ") == std::string_view::npos;
}

}  // namespace

std::optional<wire::Caller> named_caller(const Directory& directory, std::string_view name,
                                         base::Time now) {
  if (name == "anonymous") return wire::Caller{};
  if (base::is_account_id(name)) return wire::root_caller(base::AccountId(name), "");
  if (is_service_name(name)) {
    wire::Caller service;
    service.kind = wire::CallerKind::kService;
    service.arn = name;
    return service;
  }
  auto arn = base::parse_arn(name);
  if (!arn || !base::is_account_id(arn->account.text())) return std::nullopt;
  if (arn->service == "sts" && arn->resource.starts_with("assumed-role/")) {
    return named_session(directory, *arn, now);
  }
  if (arn->service != "iam") return std::nullopt;
  if (arn->resource == "root") return wire::root_caller(arn->account, "");
  if (arn->resource.starts_with("user/")) return user_of(directory, *arn, name);
  if (!arn->resource.starts_with("role/")) return std::nullopt;
  auto role = directory.role(arn->account, after_last_slash(arn->resource));
  if (!role || arn_of(*role) != name) return std::nullopt;
  return session_of(*role, kNoSession, now);
}

}  // namespace angarium::identity
