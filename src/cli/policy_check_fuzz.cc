#include <cstdint>

#include "cli/each_line.h"
#include "cli/policy_check.h"

// Input: lines of questions. What was asked before never changes an answer.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using angarium::cli::PolicyCheck;
  PolicyCheck remembering;
  angarium::cli::each_line({reinterpret_cast<const char*>(data), size}, [&](std::string_view line) {
    std::string answer, alone;
    bool good = remembering.answer(line, answer);
    if (PolicyCheck().answer(line, alone) != good || alone != answer) __builtin_trap();
  });
  return 0;
}
