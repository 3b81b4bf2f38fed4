#pragma once

#include <string>

#include "base/random.h"
#include "pattern/oracle/number.h"

namespace angarium::pattern::oracle {

// The many ways to write one value, one of them at random.

// A JSON string with its quotes.
std::string spell_string(const std::u32string& characters, base::Random& random);

// A JSON number of that value.
std::string spell_number(const Number& number, base::Random& random);

// The four or sixteen bytes of an address.
std::string spell_address(const std::string& bytes, base::Random& random);

}  // namespace angarium::pattern::oracle
