#include "load/timing.h"

#include <algorithm>

namespace angarium::load {

double percentile(std::vector<double>& values, double part) {
  if (values.empty()) return 0;
  std::sort(values.begin(), values.end());
  auto index = static_cast<size_t>(part * static_cast<double>(values.size() - 1));
  return values[index];
}

}  // namespace angarium::load
