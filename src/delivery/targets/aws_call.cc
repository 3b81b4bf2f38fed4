#include "delivery/targets/aws_call.h"

#include <fmt/format.h>

#include "delivery/targets/error.h"
#include "delivery/targets/parameter_value.h"
#include "sigv4/sha256.h"

namespace angarium::delivery::targets {

std::string token_of(const Delivery& delivery) {
  const std::string digest = sigv4::hex(sigv4::sha256(deduplication_key(delivery).encoded()));
  const std::string_view hex = digest;
  // Version 8, RFC 9562: a UUID whose bits are its maker's business.
  return fmt::format("{}-{}-8{}-8{}-{}", hex.substr(0, 8), hex.substr(8, 4), hex.substr(12, 3),
                     hex.substr(15, 3), hex.substr(18, 12));
}

base::Result<std::string> resolve_parameter(std::string_view value, const Delivery& delivery) {
  auto resolved = parameter_value(value, delivery);
  if (resolved) return std::move(*resolved);
  return base::Error(TargetError::kParameter,
                     fmt::format("The event has no value for the parameter {}.", value));
}

base::Result<std::optional<std::string>> parameter(const CallSubject& subject,
                                                   std::string_view name) {
  const auto text = subject.parameters.find_string(name);
  if (!text) return std::optional<std::string>();
  AG_TRY(resolved, resolve_parameter(*text, subject.delivery));
  return std::optional<std::string>(std::move(resolved));
}

AwsCall json_call(std::string_view version, std::string_view operation, std::string body) {
  return {.headers = {{"Content-Type", fmt::format("application/x-amz-json-{}", version)},
                      {"X-Amz-Target", std::string(operation)}},
          .body = std::move(body)};
}

}  // namespace angarium::delivery::targets
