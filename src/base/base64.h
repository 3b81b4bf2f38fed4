#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace angarium::base {

// RFC 4648 section 4, with padding.
std::string encode_base64(std::string_view bytes);
// None for anything but canonical base64 with padding.
std::optional<std::string> decode_base64(std::string_view text);

// RFC 4648 section 5, without padding: fit for tokens in URLs.
std::string encode_base64url(std::string_view bytes);
std::optional<std::string> decode_base64url(std::string_view text);

}  // namespace angarium::base
