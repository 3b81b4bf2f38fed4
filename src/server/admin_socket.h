#pragma once

#include <cstdint>
#include <string>

#include "base/result.h"
#include "http/message.h"

namespace angarium::server {

// Where operators reach a running server (admin.h): a Unix socket that only the server's own user
// can open.
//
// A server with a data directory has it there. One for development has it, besides, in a folder of
// its user's under the port of its API, so that whoever started it reaches it without a word: in
// $XDG_RUNTIME_DIR/angarium, or /tmp/angarium-UID where there is none such.

inline constexpr const char* kAdminSocket = "admin.socket";  // in the data directory

std::string admin_socket_in(const std::string& data_directory);

// The folder of the sockets by port. Refuses one that is not this user's alone: whoever owned it
// could listen there in a server's place. With `make` it is made when missing; StartError::kData.
base::Result<std::string> admin_socket_folder(bool make);
std::string admin_socket_of_port(const std::string& folder, uint16_t port);

// One request to the server behind a socket; answers the body of a 200. Errors: StartError::kNobody
// when no server listens there, kData with what it said.
base::Result<std::string> ask_socket(const std::string& socket_path, std::string method,
                                     std::string path, std::string body);

// What an answer says: the body of a 200, else an error with its message.
base::Result<std::string> body_of(const http::Response& response);

}  // namespace angarium::server
