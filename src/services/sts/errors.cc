#include "services/sts/errors.h"

#include <fmt/format.h>

#include <utility>

#include "wire/gatekeeper.h"

namespace angarium::services::sts {

wire::Error access_denied(std::string message) {
  return {.code = "AccessDenied", .message = std::move(message), .status = 403};
}

wire::Error may_not(const wire::RequestContext& request, std::string_view action,
                    std::string_view role_arn) {
  wire::Check check{.action = std::string(action), .resource = std::string(role_arn)};
  return wire::access_denied(request, check, wire::Decision{});
}

wire::Error validation_error(std::string message) {
  return {.code = "ValidationError", .message = std::move(message)};
}

wire::Error invalid_parameter_value(std::string message) {
  return {.code = "InvalidParameterValue", .message = std::move(message)};
}

wire::Error malformed_policy_document(std::string message) {
  return {.code = "MalformedPolicyDocument", .message = std::move(message)};
}

wire::Error packed_policy_too_large(int64_t percent) {
  return {.code = "PackedPolicyTooLarge",
          .message = fmt::format(
              "Packed policy consumes {}% of allotted space, please use smaller policy.", percent)};
}

wire::Error invalid_identity_token(std::string message) {
  return {.code = "InvalidIdentityToken", .message = std::move(message)};
}

wire::Error expired_identity_token(std::string message) {
  return {.code = "ExpiredTokenException", .message = std::move(message)};
}

wire::Error rejected_claim(std::string message) {
  return {.code = "IDPRejectedClaim", .message = std::move(message), .status = 403};
}

}  // namespace angarium::services::sts
