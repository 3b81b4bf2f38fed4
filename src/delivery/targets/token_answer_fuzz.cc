#include <cstddef>
#include <cstdint>

#include "base/assert.h"
#include "delivery/targets/token_answer.h"

// Whatever a server answers: an error, or a value that one header field can hold.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  auto answer =
      angarium::delivery::targets::parse_token_answer({reinterpret_cast<const char*>(data), size});
  if (!answer.ok()) return 0;
  AG_ASSERT(answer->authorization.find_first_of("\r\n") == std::string::npos);
  AG_ASSERT(answer->authorization.find('\0') == std::string::npos);
  AG_ASSERT(!answer->lifetime || *answer->lifetime >= angarium::base::Seconds(0));
  return 0;
}
