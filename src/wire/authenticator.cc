#include "wire/authenticator.h"

#include <fmt/format.h>

#include <algorithm>

#include "sigv4/sha256.h"
#include "sigv4/verify.h"
#include "wire/service.h"

namespace angarium::wire {
namespace {

// What sigv4/ looks at, borrowed from the HTTP request.
struct SignedRequest {
  explicit SignedRequest(const http::Request& request) {
    headers.reserve(request.headers.size());
    for (http::Header header : request.headers) headers.push_back({header.name, header.value});
    view = {request.method, request.target, headers, request.body};
  }
  SignedRequest(const SignedRequest&) = delete;

  std::vector<sigv4::Header> headers;
  sigv4::Request view;
};

// Clients of global services sign for us-east-1 wherever they are.
std::vector<base::Region> regions_for(const std::vector<base::Region>& regions,
                                      const ServiceTable& service) {
  std::vector<base::Region> allowed = regions;
  if (service.is_global) allowed.emplace_back("us-east-1");
  return allowed;
}

Error invalid_token() {
  return {.code = "UnrecognizedClientException",
          .message = "The security token included in the request is invalid.",
          .query_code = "InvalidClientTokenId",
          .query_status = 403};
}

Error expired_token() {
  return {.code = "ExpiredTokenException",
          .message = "The security token included in the request is expired",
          .query_code = "ExpiredToken",
          .query_status = 403};
}

}  // namespace

std::string signed_service(const http::Request& request) {
  SignedRequest signed_request(request);
  auto authorization = sigv4::parse_authorization(signed_request.view);
  return authorization.ok() ? authorization->service : std::string();
}

base::Task<Result<Authenticated>> SignatureAuthenticator::authenticate(const http::Request& request,
                                                                       const ServiceTable& service,
                                                                       base::Time now) {
  SignedRequest signed_request(request);
  auto authorization = sigv4::parse_authorization(signed_request.view);
  if (!authorization.ok()) {
    if (!authorization.error().is(sigv4::ErrorCode::kUnsigned)) co_return authorization.error();
    co_return Authenticated{.caller = {}, .region = regions_.front()};
  }
  AG_CO_TRY(credential, credentials_.find(authorization->access_key_id));
  if (!credential) co_return invalid_token();
  if (!sigv4::equal_in_constant_time(credential->session_token, authorization->session_token)) {
    co_return invalid_token();
  }
  if (credential->expires && *credential->expires <= now) co_return expired_token();
  std::vector<base::Region> regions = regions_for(regions_, service);
  sigv4::Expected expected{
      .now = now, .service = service.signing_name, .regions = regions, .skew_max = skew_max_};
  auto verified =
      sigv4::verify(signed_request.view, *authorization, credential->secret, expected, keys_);
  if (!verified.ok()) co_return verified.error();
  Authenticated authenticated{.caller = std::move(credential->caller),
                              .region = base::Region(authorization->region)};
  authenticated.caller.access_key_id = authorization->access_key_id;
  co_return authenticated;
}

base::Task<Result<Authenticated>> TrustingAuthenticator::authenticate(const http::Request& request,
                                                                      const ServiceTable& service,
                                                                      base::Time) {
  SignedRequest signed_request(request);
  auto authorization = sigv4::parse_authorization(signed_request.view);
  if (!authorization.ok()) {
    if (request.method == "GET") co_return Authenticated{.caller = {}, .region = regions_.front()};
    co_return Authenticated{.caller = root_caller(base::AccountId(base::kDevAccount), ""),
                            .region = regions_.front()};
  }
  base::Region region(authorization->region);
  std::vector<base::Region> regions = regions_for(regions_, service);
  if (std::find(regions.begin(), regions.end(), region) == regions.end()) {
    co_return base::Error(
        sigv4::ErrorCode::kWrongRegion,
        fmt::format("Credential should be scoped to a valid region, not '{}'. ", region.text()));
  }
  bool is_account = base::is_account_id(authorization->access_key_id);
  base::AccountId account(is_account ? authorization->access_key_id : base::kDevAccount);
  co_return Authenticated{.caller = root_caller(account, authorization->access_key_id),
                          .region = std::move(region)};
}

}  // namespace angarium::wire
