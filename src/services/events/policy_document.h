#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/id.h"
#include "services/events/bus_shapes.h"
#include "services/events/names.h"
#include "wire/error.h"

namespace angarium::services::events {

// A bus's policy as text that can be edited statement by statement, the way PutPermission and
// RemovePermission do. What the statements mean is the policy room's business. A plain value.
class PolicyDocument {
 public:
  // Splits a JSON policy. ValidationException when it is not an object with a Statement that is an
  // object or an array of objects.
  static wire::Result<PolicyDocument> parse(std::string_view text);

  // Adds "the account (or `*`) may put events on the bus", in place of a statement of the same id.
  // `condition`: that the account belongs to an organization.
  void allow_put_events(const BusId& bus, std::string_view statement_id, std::string_view principal,
                        const std::optional<Condition>& condition);
  // False when there is none.
  bool remove(std::string_view statement_id);

  bool empty() const { return statements_.empty(); }
  std::string text() const;  // without white space between what it adds itself

 private:
  struct Statement {
    std::string id;
    std::string json;
  };
  // JSON; empty: none, which IAM reads as 2008-10-17. Giving such a policy a newer version would
  // turn its texts with "${" into variables.
  std::string version_ = R"("2012-10-17")";
  std::string id_;  // JSON; empty: none
  std::vector<Statement> statements_;
};

}  // namespace angarium::services::events
