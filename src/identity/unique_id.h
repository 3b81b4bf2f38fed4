#pragma once

#include <string>
#include <string_view>

#include "base/random.h"

namespace angarium::identity {

// What IAM's ids begin with. Source: IAM user guide, "Unique identifiers".
inline constexpr std::string_view kUserId = "AIDA";
inline constexpr std::string_view kGroupId = "AGPA";
inline constexpr std::string_view kRoleId = "AROA";
inline constexpr std::string_view kPolicyId = "ANPA";

// The prefix and 17 characters of base32: 85 random bits, so that none comes twice.
std::string draw_unique_id(std::string_view prefix, base::Random& random);
// AKIA and 16 characters: 80 random bits.
std::string draw_access_key_id(base::Random& random);
// 40 characters of base64: 240 random bits.
std::string draw_secret(base::Random& random);

}  // namespace angarium::identity
