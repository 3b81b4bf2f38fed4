#pragma once

#include <chrono>
#include <vector>

#include "base/executor.h"

namespace angarium::load {

inline double milliseconds(base::Instant::duration span) {
  return std::chrono::duration<double, std::milli>(span).count();
}

inline base::Instant::duration duration(double seconds) {
  return std::chrono::duration_cast<base::Instant::duration>(
      std::chrono::duration<double>(seconds));
}

// The value below which the given part (0 to 1) of the values lies; 0 for none. Sorts them.
double percentile(std::vector<double>& values, double part);

}  // namespace angarium::load
