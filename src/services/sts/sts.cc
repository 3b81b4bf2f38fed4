#include "services/sts/sts.h"

namespace angarium::services::sts {

const wire::Shape& GetCallerIdentityRequest::shape() {
  static constexpr wire::Shape kShape{"GetCallerIdentityRequest", {}};
  return kShape;
}

const wire::Shape& GetCallerIdentityResponse::shape() {
  using Response = GetCallerIdentityResponse;
  static constexpr wire::Member kMembers[] = {
      wire::member<&Response::user_id>("UserId"),
      wire::member<&Response::account>("Account"),
      wire::member<&Response::arn>("Arn"),
  };
  static constexpr wire::Shape kShape{"GetCallerIdentityResponse", kMembers};
  return kShape;
}

// AWS: no permission is needed, and an explicit Deny does not stop the call.
wire::Result<wire::Plan<>> Sts::plan_get_caller_identity(const wire::RequestContext&,
                                                         const GetCallerIdentityRequest&) const {
  return wire::Plan<>::nothing_to_decide();
}

wire::Result<GetCallerIdentityResponse> Sts::get_caller_identity(
    wire::Authorized<GetCallerIdentityRequest> call) const {
  const wire::Caller& caller = call.request().caller;
  return GetCallerIdentityResponse{
      .user_id = caller.user_id, .account = caller.account.text(), .arn = caller.arn};
}

const wire::ServiceTable& Sts::table() {
  static constexpr wire::Operation kOperations[] = {
      wire::operation<&Sts::plan_get_caller_identity, &Sts::get_caller_identity>(
          "GetCallerIdentity"),
  };
  static constexpr wire::ServiceTable kTable{
      .name = "sts",
      .signing_name = "sts",
      .target_prefix = "",
      .api_version = "2011-06-15",
      .query_namespace = "https://sts.amazonaws.com/doc/2011-06-15/",
      .error_prefix = "",
      .is_global = true,
      .operations = kOperations,
      .invalid = nullptr,
  };
  return kTable;
}

}  // namespace angarium::services::sts
