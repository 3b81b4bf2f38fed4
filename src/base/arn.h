#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/id.h"

namespace angarium::base {

// An Amazon Resource Name: arn:partition:service:region:account:resource.
// `resource` keeps its own colons and slashes ("event-bus/orders", "function:f:1").
// Source: AWS General Reference, "Amazon Resource Names (ARNs)".
struct Arn {
  std::string service;
  Region region;      // empty for global services
  AccountId account;  // empty for resources that no account owns
  std::string resource;
  std::string partition = "aws";

  std::string text() const;
  friend auto operator<=>(const Arn&, const Arn&) = default;
};

// None when the text hasn't six parts, does not begin with "arn:", or lacks a service or a
// resource.
std::optional<Arn> parse_arn(std::string_view text);

}  // namespace angarium::base
