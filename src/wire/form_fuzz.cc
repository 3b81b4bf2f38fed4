// Bytes as a form. What was read is sorted and UTF-8, and reads the same when it is written again.
#include <algorithm>

#include "base/assert.h"
#include "base/percent.h"
#include "json/scanner.h"
#include "wire/form.h"

namespace angarium::wire {

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  auto form = Form::parse({reinterpret_cast<const char*>(data), size});
  if (!form.ok()) return 0;
  std::string written;
  for (const Form::Parameter& parameter : form->parameters()) {
    AG_ASSERT(json::is_utf8(parameter.name) && json::is_utf8(parameter.value));
    AG_ASSERT(form->find(parameter.name).has_value());
    written += base::percent_encode(parameter.name);
    written += '=';
    written += base::percent_encode(parameter.value);
    written += '&';
  }
  auto again = Form::parse(written);
  AG_ASSERT(again.ok());
  AG_ASSERT(std::equal(
      form->parameters().begin(), form->parameters().end(), again->parameters().begin(),
      again->parameters().end(),
      [](const auto& a, const auto& b) { return a.name == b.name && a.value == b.value; }));
  return 0;
}

}  // namespace angarium::wire
