#pragma once

#include <memory>

#include "base/clock.h"
#include "base/executor.h"
#include "base/result.h"
#include "server/config.h"
#include "server/data_directory.h"
#include "store/ownership.h"
#include "store/store.h"

namespace angarium::server {

// The engine that the configuration asks for, and the store on it. Without a directory everything
// is in memory. `clock` and `executor` outlive it.
class Storage {
 public:
  // Errors: StartError.
  static base::Result<std::unique_ptr<Storage>> open(const Config& config, const base::Clock& clock,
                                                     base::Executor& executor);

  store::Ownership& ownership() { return *ownership_; }
  // Null when everything is in memory.
  const DataDirectory* directory() const { return directory_.get(); }

 private:
  Storage() = default;
  // The order of construction; the store dies first.
  std::unique_ptr<DataDirectory> directory_;  // null: in memory
  std::unique_ptr<store::Engine> engine_;
  std::unique_ptr<store::GroupDriver> driver_;
  std::unique_ptr<store::Store> store_;
  std::unique_ptr<store::Ownership> ownership_;
};

}  // namespace angarium::server
