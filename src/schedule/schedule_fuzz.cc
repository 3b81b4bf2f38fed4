// Bytes as an expression. What was taken says when it is due next, always later than before.
#include <cstdint>
#include <cstdlib>

#include "schedule/schedule.h"

namespace base = angarium::base;
namespace schedule = angarium::schedule;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  auto parsed = schedule::Schedule::parse({reinterpret_cast<const char*>(data), size});
  if (!parsed.ok()) return 0;
  const base::Time since = base::from_unix_ms(1'700'000'000'000);
  base::Time at = since;
  for (int i = 0; i < 5; ++i) {
    const auto due = parsed->next(since, at);
    if (!due) return 0;
    if (*due <= at || parsed->latest(since, at, *due) != due) std::abort();
    at = *due;
  }
  return 0;
}
