#pragma once

#include <limits>

#include "wire/shape.h"

// The limits that several shapes of STS share, as in AWS's model.
namespace angarium::services::sts {

constexpr wire::Member as_arn(wire::Member member) {
  return member.length(20, 2048).pattern(
      R"([\u0009\u000A\u000D\u0020-\u007E\u0085\u00A0-\uD7FF\uE000-\uFFFD\u10000-\u10FFFF]+)");
}
constexpr wire::Member as_session_name(wire::Member member) {
  return member.length(2, 64).pattern(R"([\w+=,.@-]*)");
}
constexpr wire::Member as_source_identity(wire::Member member) {
  return member.length(2, 64).pattern(R"([\w+=,.@-]*)");
}
constexpr wire::Member as_policy(wire::Member member) {
  return member.length(1, 2048).pattern(R"([\u0009\u000A\u000D\u0020-\u00FF]+)");
}
constexpr wire::Member as_role_duration(wire::Member member) { return member.range(900, 43'200); }
constexpr wire::Member as_duration(wire::Member member) { return member.range(900, 129'600); }
constexpr wire::Constraint tag_key() {
  return wire::Constraint{}.length(1, 128).pattern(R"([\p{L}\p{Z}\p{N}_.:/=+\-@]+)");
}
// AWS's model states a maximum without a minimum; the table says the same.
constexpr wire::Member as_tags(wire::Member member) {
  return member.items(std::numeric_limits<int64_t>::min(), 50);
}
constexpr wire::Member as_packed_size(wire::Member member) { return member.range(0); }

}  // namespace angarium::services::sts
