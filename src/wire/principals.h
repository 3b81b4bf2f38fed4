#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "wire/authorizer.h"

namespace angarium::wire {

// Who the users and roles are that services' resources name. identity/ knows; a service without it
// (dev mode, which trusts everybody) keeps names as they are given. Thread safe; neither waits nor
// reads the disk.
class Principals {
 public:
  virtual ~Principals() = default;

  // A resource's policy as it is kept: users and roles by their unique ids, so that nobody who
  // later gets one's name steps into the policy. The error ("Invalid principal in policy: ...")
  // names one that isn't there. `policy` is one that policy::Policy::parse() took.
  virtual base::Result<std::string> with_ids(std::string_view policy) const = 0;
  // The other way, for answers. Ids of those who are gone stay.
  virtual std::string with_arns(std::string_view policy) const = 0;

  // Whether the role of `call` lets its service assume it.
  virtual bool may_assume(const ServiceCall& call) const = 0;
};

}  // namespace angarium::wire
