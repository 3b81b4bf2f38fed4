#pragma once

#include "store/committer.h"
#include "store/listeners.h"
#include "store/publisher.h"
#include "store/store.h"

namespace angarium::store {

// What Store's member functions share; they are in store.cc, log_reads.cc and queue_reads.cc.
struct Store::State {
  State(Engine& engine, const base::Clock& clock, GroupDriver& driver, StoreOptions store_options)
      : engine(engine),
        clock(clock),
        options(std::move(store_options)),
        publisher(options.limits),
        committer(engine, clock, driver, options, publisher, listeners) {}

  Engine& engine;
  const base::Clock& clock;
  const StoreOptions options;
  Publisher publisher;
  Listeners listeners;
  Committer committer;
};

}  // namespace angarium::store
