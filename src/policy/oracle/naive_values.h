#pragma once

#include <optional>
#include <string>

namespace angarium::policy::oracle {

// Each gives none for what is no such value. Numbers and dates are exact as far as the generator
// goes: some digits.
std::optional<double> number_of(const std::string& text);
std::optional<double> date_of(const std::string& text);  // seconds since 1970

std::optional<std::string> address_bits(const std::string& text);     // "0101..", 32 or 128 of them
bool in_range(const std::string& address, const std::string& range);  // "10.0.0.0/8"
std::optional<std::string> base64_bits(const std::string& text);

}  // namespace angarium::policy::oracle
