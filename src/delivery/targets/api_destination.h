#pragma once

#include <memory>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "delivery/invocation_rate.h"
#include "delivery/targets/endpoint.h"

namespace angarium::delivery::targets {

class OAuthSession;

// Names and values that are added to a request, in the order they were given.
using Parameters = std::vector<std::pair<std::string, std::string>>;

struct AddedParameters {
  Parameters headers = {};
  Parameters query = {};
  Parameters body = {};
};

// A field that never changes: an API key, or a user's name and password.
struct FixedAuthorization {
  std::string name = {};
  std::string value = {};
};

// How calls are authorized, and what is added to each. Immutable; holds secrets: never logged.
struct Connection {
  std::variant<FixedAuthorization, std::shared_ptr<OAuthSession>> authorization;
  AddedParameters parameters = {};
};

// An HTTP endpoint that events are sent to. Immutable.
struct ApiDestination {
  Endpoint endpoint = {};
  std::string method = {};
  size_t per_second_max = 0;
  std::shared_ptr<InvocationRate> rate = {};  // of its calls, shared by all who make them
};

}  // namespace angarium::delivery::targets
