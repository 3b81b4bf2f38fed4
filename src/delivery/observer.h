#pragma once

#include <memory>

#include "delivery/failure.h"
#include "delivery/target.h"

namespace angarium::delivery {

// Hears what becomes of one bus's deliveries, for who wants to look: nothing depends on it. Called
// after the fact, outside of every lock, on whichever thread did it; must neither wait nor throw.
// Thread safe.
class Observer {
 public:
  virtual ~Observer() = default;

  // An attempt that began then has ended, of a delivery or of a dead letter. `delivery.attempt`
  // says which it was.
  virtual void attempted(const Delivery& delivery, const Attempt& attempt, base::Time began,
                         base::Time ended) = 0;
  // A delivery was given up; or a dead letter was (`delivery.dead_letter`), and is lost.
  virtual void given_up(const Failure& failure, base::Time now) = 0;
  // A dead letter is in its queue by a commit of the bus; other letters are attempted.
  virtual void dead_letter_stored(const Delivery& letter, base::Time now) = 0;
};

// Gives each bus its observer, once. Thread safe.
class Observers {
 public:
  virtual ~Observers() = default;
  virtual std::shared_ptr<Observer> of(const BusId& bus) = 0;
};

}  // namespace angarium::delivery
