#pragma once

#include <string>
#include <string_view>

namespace angarium::base {

// Percent-encodes all but A-Z a-z 0-9 - . _ ~ (the unreserved characters of RFC 3986, section 2.3)
// and what `keep` holds, with upper-case digits.
std::string percent_encode(std::string_view text, std::string_view keep = {});

}  // namespace angarium::base
