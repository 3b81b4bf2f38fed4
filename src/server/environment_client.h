#pragma once

#include <string>

#include "base/result.h"
#include "base/time.h"
#include "server/environment.h"

namespace angarium::server {

enum class AskError {
  kBadEndpoint,  // not an address of the form http://host:port
  kNobody,       // nothing answers there
  kNotAngarium,  // something answers, but not what Angarium would
};
const base::ErrorDomain& error_domain(AskError);

// Asks the server at `endpoint`, "http://127.0.0.1:4566", how clients may come to it; while nobody
// is there, again until `patience` has passed. Over https the certificates in the file
// `trusted_path` (PEM) are believed. The message says what to do.
base::Result<EnvironmentFacts> ask_environment(const std::string& endpoint,
                                               const std::string& trusted_path,
                                               base::Milliseconds patience = {});

// What one Environment says in an answer's body.
base::Result<EnvironmentFacts> parse_environment(std::string_view body);

}  // namespace angarium::server
