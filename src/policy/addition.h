#pragma once

#include <vector>

#include "policy/explain.h"

namespace angarium::policy {

// What has to be added so that a request that nothing denies is allowed (Explanation::additions).
// Each set is put to decide() before it is given.
std::vector<Addition> additions_for(const Request& request, const Policies& policies,
                                    const Decision& decision);

// The policies with them added; none: a document is refused, since a name in the request can't
// stand in a policy, or it would be too long.
base::Result<Policies> with_additions(const Policies& policies,
                                      const std::vector<Addition>& additions);

}  // namespace angarium::policy
