#pragma once

#include <functional>
#include <string>

#include "base/executor.h"
#include "base/random.h"
#include "delivery/target.h"
#include "simulation/fault_model.h"
#include "store/ownership.h"

namespace angarium::simulation {

class World;

// A queue of this server, as services/sqs has them: a message per delivery, repetitions recognized.
class StoreQueue final : public delivery::Target {
 public:
  struct Manner {
    base::Random& random;
    Sabotage sabotage;
    std::function<std::string(const delivery::Delivery&)> body;  // of the message
  };
  StoreQueue(store::Ownership& ownership, store::Partition partition, std::string name,
             Manner manner);
  static store::Key key(const std::string& name) { return store::Key::of({"queue", name}); }
  base::Task<delivery::Attempt> attempt(delivery::Delivery delivery) override;
  std::optional<delivery::SameCommit> same_commit(const delivery::Delivery& delivery,
                                                  const store::Partition& partition) override;

 private:
  store::QueuePush push(const delivery::Delivery& delivery);

  store::Ownership& ownership_;
  const store::Partition partition_;
  const std::string name_;
  const Manner manner_;
};

// A target somewhere else, which notes what reaches it; or, as "closed", refuses for good.
class OutsideTarget final : public delivery::Target {
 public:
  OutsideTarget(World& world, std::string name) : world_(world), name_(std::move(name)) {}
  base::Task<delivery::Attempt> attempt(delivery::Delivery delivery) override;

 private:
  World& world_;
  const std::string name_;
};

// The way to a target, with the faults of the model.
class FaultyTarget final : public delivery::Target {
 public:
  // `life` is the server's when it was made: an attempt that outlives its server has no effect.
  FaultyTarget(World& world, std::string name, std::shared_ptr<delivery::Target> inner, int life);
  base::Task<delivery::Attempt> attempt(delivery::Delivery delivery) override;
  std::optional<delivery::SameCommit> same_commit(const delivery::Delivery& delivery,
                                                  const store::Partition& partition) override;

 private:
  base::Task<bool> travel();  // false: the server died, or the target is dead
  base::Task<delivery::Attempt> reach(const delivery::Delivery& delivery);

  World& world_;
  const std::string name_;
  const std::shared_ptr<delivery::Target> inner_;
  const int life_;
};

}  // namespace angarium::simulation
