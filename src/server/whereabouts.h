#pragma once

#include <string>
#include <vector>

#include "base/id.h"
#include "base/result.h"
#include "identity/accounts.h"
#include "identity/directory.h"

namespace angarium::server {

// Which account and region somebody at a terminal means, who names them as their shell does: not at
// all, or by the access key that it is set up with. Thread safe.
class Whereabouts {
 public:
  // `accounts` is null where every account exists. All outlive it.
  Whereabouts(const identity::Accounts* accounts, const identity::Directory& directory,
              std::vector<std::string> regions)
      : accounts_(accounts), directory_(directory), regions_(std::move(regions)) {}

  // In this order: the account of that id, the one of that access key, the only one there is. An
  // error says how to name one.
  base::Result<base::AccountId> account(const std::string& id,
                                        const std::string& access_key_id) const;
  // The region of that name, else the server's first.
  base::Result<base::Region> region(const std::string& name) const;

 private:
  const identity::Accounts* accounts_;
  const identity::Directory& directory_;
  const std::vector<std::string> regions_;
};

}  // namespace angarium::server
