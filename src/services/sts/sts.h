#pragma once

#include <string>

#include "wire/service.h"

namespace angarium::services::sts {

struct GetCallerIdentityRequest {
  static const wire::Shape& shape();
};

struct GetCallerIdentityResponse {
  std::string user_id;
  std::string account;
  std::string arn;
  static const wire::Shape& shape();
};

// The Security Token Service: who am I. Stateless; thread safe.
class Sts {
 public:
  wire::Result<wire::Plan<>> plan_get_caller_identity(const wire::RequestContext& request,
                                                      const GetCallerIdentityRequest& input) const;
  wire::Result<GetCallerIdentityResponse> get_caller_identity(
      wire::Authorized<GetCallerIdentityRequest> call) const;

  static const wire::ServiceTable& table();
};

}  // namespace angarium::services::sts
