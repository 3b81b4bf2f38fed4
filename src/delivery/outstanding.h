#pragma once

#include <memory>
#include <vector>

#include "delivery/target.h"

namespace angarium::delivery {

// One record of a bus's log and what is still owed for it: all that the commit did not deliver
// itself.
struct Outstanding {
  store::Offset log_offset = 0;
  std::shared_ptr<const Content> content;
  std::vector<std::shared_ptr<const Route>> owed;
};

}  // namespace angarium::delivery
