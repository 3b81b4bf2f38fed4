#pragma once

#include "base/time.h"

namespace angarium::base {

// Tells the calendar time. Injected everywhere, so that tests and the simulation can move it.
// Thread safe. May jump backwards when the system's clock is set; never use it to measure a span.
class Clock {
 public:
  virtual ~Clock() = default;
  virtual Time now() const = 0;
};

// The machine's own clock.
class SystemClock final : public Clock {
 public:
  Time now() const override;
};

}  // namespace angarium::base
