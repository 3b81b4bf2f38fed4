#pragma once

#include <optional>
#include <string>
#include <vector>

#include "http/message.h"
#include "wire/form.h"
#include "wire/service.h"

namespace angarium::wire {

// Which operation of which service a request asks for, and in which protocol. As much as could be
// found is set even when `error` is: the error is then answered in that protocol.
struct Route {
  Protocol protocol = Protocol::kJson11;
  const Service* service = nullptr;
  const Operation* operation = nullptr;
  std::string operation_name;
  bool is_unimplemented = false;  // the operation is one of AWS's that Angarium does not have
  Form form;                      // query protocol: query string and body
  std::string place;              // of an entrance: what the path leads to
  std::optional<Error> error;
};

// Finds a request's route, in this order: X-Amz-Target; the path of an entrance; for the query
// protocol the service it was signed for, its Version, the host's name (endpoint_name.h), and a
// path like a queue URL's.
Route find_route(const http::Request& request, const std::vector<Service>& services);

}  // namespace angarium::wire
