// An ARN that parses is written as it was read.
#include <cstdint>
#include <string_view>

#include "base/arn.h"
#include "base/assert.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  std::string_view text(reinterpret_cast<const char*>(data), size);
  if (auto arn = angarium::base::parse_arn(text)) AG_ASSERT(arn->text() == text);
  return 0;
}
