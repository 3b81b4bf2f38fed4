#pragma once

#include <utility>

#include "policy/request.h"

namespace angarium::policy {

// What fuzz targets ask of a policy: an action on a bus, with one key for each sort of condition.
inline Request asked_by(Principal principal) {
  return {.principal = std::move(principal),
          .action = "events:PutEvents",
          .resource = "arn:aws:events:eu-west-1:444455556666:event-bus/inbox",
          .context = {{"events:source", {"shop"}},
                      {"aws:SourceIp", {"10.0.0.7"}},
                      {"aws:CurrentTime", {"2026-11-22T08:30:00Z"}},
                      {"aws:PrincipalTag/team", {"blue*${x}"}},
                      {"aws:TagKeys", {"a", "b"}},
                      {"x:Number", {"5"}},
                      {"x:Arn", {"arn:aws:sqs:eu-west-1:111122223333:jobs"}}}};
}

}  // namespace angarium::policy
