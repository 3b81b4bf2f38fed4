#pragma once

#include <memory>
#include <string>

#include "base/id.h"
#include "base/time.h"

namespace angarium::wire {

struct Session;  // session.h

// What kind of principal signed a request.
enum class CallerKind : uint8_t { kAnonymous, kRoot, kUser, kRoleSession, kFederated, kService };

// Who calls. An anonymous caller has nothing but its kind.
struct Caller {
  CallerKind kind = CallerKind::kAnonymous;
  base::AccountId account;
  std::string arn;  // of the session for roles
  std::string
      user_id;  // aws:userid: the account for root, AIDA... for users, AROA...:NAME of a role
  std::string access_key_id;  // empty in dev mode when the request was not signed
  std::shared_ptr<const Session> session = nullptr;  // null: long-term credentials
};

// The root user of an account: its ARN and user id.
Caller root_caller(const base::AccountId& account, std::string access_key_id);

// What a plan or a handler may know of the request besides its input. Lives until the handler is
// done.
struct RequestContext {
  std::string request_id;
  Caller caller;
  base::Region region;         // the one the client signed for
  std::string service;         // "sqs"
  std::string operation;       // "SendMessage"
  std::string source_address;  // of the client, without the port
  std::string user_agent;
  base::Time time;
  bool secure = false;  // TLS
  std::string
      base_url;  // how the client reached us, "http://localhost:4566": what queue URLs begin with
};

}  // namespace angarium::wire
