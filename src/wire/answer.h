#pragma once

#include <string_view>

#include "http/message.h"
#include "wire/router.h"

namespace angarium::wire {

// The answers of each protocol.
http::Response success_response(const Route& route, std::string_view request_id,
                                const void* output);
http::Response error_response(const Route& route, std::string_view request_id, const Error& error);

}  // namespace angarium::wire
