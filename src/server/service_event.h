#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/random.h"
#include "base/result.h"
#include "bus/event.h"

namespace angarium::server {

// An event that one of AWS's services would put on a bus, as somebody asks for it: whole, or by
// naming what happened, in which case its detail is written here in the form that AWS documents.
// One of `detail_type`, `api_call`, `object_created`, `object_deleted` and `instance_state` is
// given.
struct ServiceEvent {
  base::AccountId account;
  base::Region region;
  base::Time time;
  std::string service;      // "s3"; what `object_*` and `instance_state` are of is known
  std::string source;       // empty: "aws." and the service
  std::string detail_type;  // as it is, with `detail`
  // JSON; over what is written here: a merge patch of it (RFC 7396).
  std::string detail;
  std::vector<std::string> resources;  // empty: what the form says

  // CloudTrail's record of a call: "AWS API Call via CloudTrail".
  std::string api_call;  // "CreateBucket"
  std::string request;   // its requestParameters, JSON; empty: null
  std::string response;  // its responseElements, JSON; empty: null
  std::string caller;    // the ARN of who called; empty: the account's root user
  std::string error_code;

  std::string object_created;  // BUCKET/KEY: S3's "Object Created"
  std::string object_deleted;  // BUCKET/KEY: S3's "Object Deleted"
  int64_t object_bytes = 0;
  std::string instance_state;  // i-ID=STATE: "EC2 Instance State-change Notification"
};

// The event, without an id. An error's message says what is wrong with the words of `wish`.
base::Result<bus::Event> make_event(ServiceEvent wish, base::Random& random);

// Whether CloudTrail calls an API call read-only: then, on AWS, only rules of state
// ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS see it.
bool is_read_only(std::string_view api_call);

}  // namespace angarium::server
