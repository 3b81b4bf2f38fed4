#pragma once

#include <optional>
#include <string>

#include "base/result.h"
#include "base/task.h"
#include "base/time.h"
#include "wire/request_context.h"

namespace angarium::wire {

// What the server knows of one access key.
struct Credential {
  std::string secret;
  Caller caller;                           // who it stands for
  std::string session_token = {};          // temporary credentials must be sent with exactly this
  std::optional<base::Time> expires = {};  // of temporary credentials
};

// Finds access keys. server/ ties it to the store of accounts. Thread safe.
class Credentials {
 public:
  virtual ~Credentials() = default;
  // None when there is no such key, or it is not active.
  virtual base::Task<base::Result<std::optional<Credential>>> find(std::string access_key_id) = 0;
};

}  // namespace angarium::wire
