#include "pattern/instruction_set.h"

namespace angarium::pattern {
namespace {

InstructionSet detect() {
#if defined(__x86_64__)
  // The builtin asks the operating system too whether it saves the wide registers.
  bool scalar = __builtin_cpu_supports("bmi") && __builtin_cpu_supports("bmi2") &&
                __builtin_cpu_supports("pclmul");
  if (!scalar || !__builtin_cpu_supports("avx2")) return InstructionSet::kPortable;
  bool wide = __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
              __builtin_cpu_supports("avx512vl");
  return wide ? InstructionSet::kAvx512 : InstructionSet::kAvx2;
#else
  return InstructionSet::kPortable;
#endif
}

}  // namespace

InstructionSet best_instruction_set() {
  static const InstructionSet best = detect();
  return best;
}

bool is_supported(InstructionSet instructions) { return instructions <= best_instruction_set(); }

std::string_view name(InstructionSet instructions) {
  switch (instructions) {
    case InstructionSet::kPortable: return "portable";
    case InstructionSet::kAvx2: return "avx2";
    case InstructionSet::kAvx512: return "avx512";
  }
  return "";
}

}  // namespace angarium::pattern
