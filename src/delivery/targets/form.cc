#include "delivery/targets/form.h"

#include "base/percent.h"

namespace angarium::delivery::targets {

void append_form(const Parameters& parameters, std::string& out) {
  bool is_first = true;
  for (const auto& [name, value] : parameters) {
    if (!is_first) out += '&';
    is_first = false;
    out += base::percent_encode(name);
    out += '=';
    out += base::percent_encode(value);
  }
}

}  // namespace angarium::delivery::targets
