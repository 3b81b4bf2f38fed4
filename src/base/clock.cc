#include "base/clock.h"

namespace angarium::base {

Time SystemClock::now() const {
  return std::chrono::floor<Milliseconds>(std::chrono::system_clock::now());
}

}  // namespace angarium::base
