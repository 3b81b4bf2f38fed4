#pragma once

#include <cstdint>
#include <string_view>

namespace angarium::pattern {

// The hot loop is compiled once for each of these.
enum class InstructionSet : uint8_t {
  kPortable,
  kAvx2,    // with BMI and carry-less multiplication: x86-64 since 2013
  kAvx512,  // with byte and word instructions: x86-64 servers since 2019
};

// What this processor has, found out once.
InstructionSet best_instruction_set();
bool is_supported(InstructionSet instructions);
std::string_view name(InstructionSet instructions);  // "portable", "avx2", "avx512"

}  // namespace angarium::pattern
