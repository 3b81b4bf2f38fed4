#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/time.h"
#include "wire/request_context.h"

namespace angarium::wire {

// What the server knows of one access key.
struct Credential {
  std::string secret;
  Caller caller;                           // who it stands for
  std::optional<base::Time> expires = {};  // of temporary credentials
  std::string excluded_service = {};       // where they are as good as unknown; empty: nowhere
};

// Finds access keys. Thread safe; called for every request, so it neither waits nor reads the disk.
class Credentials {
 public:
  virtual ~Credentials() = default;
  // None when there is no such key, it is not active, its bearer is gone, or `session_token` isn't
  // the one that belongs to it (empty: none was sent). Expired ones are found.
  virtual std::optional<Credential> find(std::string_view access_key_id,
                                         std::string_view session_token) = 0;
};

}  // namespace angarium::wire
