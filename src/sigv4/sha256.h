#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace angarium::sigv4 {

using Digest = std::array<uint8_t, 32>;

Digest sha256(std::string_view bytes);
// RFC 2104 over SHA-256.
Digest hmac_sha256(std::string_view key, std::string_view bytes);

std::string_view as_text(const Digest& digest);  // its bytes; a view into it
std::string hex(const Digest& digest);           // lower case

// Compares without telling by its duration where the difference is. Lengths are not secret.
bool equal_in_constant_time(std::string_view a, std::string_view b);

}  // namespace angarium::sigv4
