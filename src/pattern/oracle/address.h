#pragma once

#include <string>

namespace angarium::pattern::oracle {

// The four or sixteen bytes of the IP address that the characters spell; empty when they spell
// none.
std::string read_address(const std::u32string& characters);

// Whether two addresses are of one family and agree in their first bits.
bool is_inside(const std::string& address, const std::string& network, unsigned bits);

}  // namespace angarium::pattern::oracle
