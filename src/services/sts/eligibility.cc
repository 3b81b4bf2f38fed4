#include "services/sts/eligibility.h"

#include <fmt/format.h>

#include "services/sts/errors.h"

namespace angarium::services::sts {
namespace {

bool is_among(std::string_view operation, std::initializer_list<std::string_view> names) {
  for (std::string_view name : names) {
    if (name == operation) return true;
  }
  return false;
}

// By credentials that the caller was given for a time.
bool may_with_session(wire::CallerKind kind, std::string_view operation) {
  if (operation == "GetCallerIdentity") return true;
  if (kind == wire::CallerKind::kFederated) return false;
  if (kind == wire::CallerKind::kRoleSession) {
    return !is_among(operation, {"GetSessionToken", "GetFederationToken"});
  }
  return operation == "AssumeRole";
}

}  // namespace

wire::Result<void> check_eligible(const wire::RequestContext& request, bool root_may_assume) {
  const wire::Caller& caller = request.caller;
  if (caller.session && !may_with_session(caller.kind, request.operation)) {
    return access_denied(fmt::format("Cannot call {} with session credentials", request.operation));
  }
  bool is_root = caller.kind == wire::CallerKind::kRoot;
  if (is_root && request.operation == "AssumeRole" && !root_may_assume) {
    return access_denied("Roles may not be assumed by root accounts.");
  }
  return {};
}

}  // namespace angarium::services::sts
