#pragma once

#include <string>

#include "base/executor.h"
#include "base/task.h"
#include "identity/accounts.h"
#include "identity/directory.h"
#include "server/services.h"

namespace angarium::server {

// Names what least privilege would not allow in all that the server has at this moment: every
// policy of its users, groups, roles, queues and buses, and who has keys. Beside policy::lint()'s
// rules it has some of its own, since it sees what the policies are about. Thread safe.
//
//   user-keys        a user with an active key who may do more than take on roles
//   aws-managed      a policy of AWS's, which is for everybody, is attached
//   unattached       a managed policy that nobody has
//   gone-principal   a statement names a user or role that isn't there
//   unknown-account  a statement names an account that this server doesn't have
//   absent-resource  a statement names a queue, bus, rule, user or role that isn't there
//   other-resource   a queue's or bus's policy is about another one
//
// The last five never apply, or not yet. Services that aren't here are taken for right, and so are
// resources of accounts that aren't.
class Linter {
 public:
  static constexpr size_t kFindingsMax = 1'000;  // of an answer; nobody reads more at a time

  // All outlive it; the work is done on `work`. `accounts` is null where every account exists.
  Linter(const identity::Directory& directory, const identity::Accounts* accounts,
         const Services& services, base::Executor& work)
      : directory_(directory), accounts_(accounts), services_(services), work_(work) {}

  // {"findings": [{"account","place","statement","rule","what","why","instead"}], "left_out": N}:
  // by account; `statement` is empty where it is about no statement.
  base::Task<std::string> answer() const;

 private:
  const identity::Directory& directory_;
  const identity::Accounts* accounts_;
  const Services& services_;
  base::Executor& work_;
};

}  // namespace angarium::server
