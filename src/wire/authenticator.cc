#include "wire/authenticator.h"

#include <fmt/format.h>

#include <algorithm>

#include "sigv4/sha256.h"
#include "sigv4/verify.h"
#include "wire/endpoint_name.h"
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

bool contains(const std::vector<base::Region>& regions, const base::Region& region) {
  return std::find(regions.begin(), regions.end(), region) != regions.end();
}

base::Region region_of_host(const http::Request& request) {
  return base::Region(
      read_endpoint_name(host_name(request.headers.find("host").value_or(""))).region);
}

// The regions that a signature may be for. A host that names one of ours
// ("sqs.eu-west-1.localhost") is that region's endpoint and refuses the others' signatures, as
// AWS's do. Clients of global services sign for us-east-1 wherever they are.
std::vector<base::Region> regions_for(const std::vector<base::Region>& regions,
                                      const ServiceTable& service, const http::Request& request) {
  std::vector<base::Region> allowed = regions;
  base::Region named = region_of_host(request);
  if (contains(regions, named)) allowed = {named};
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

base::Result<base::Region> region_of_unsigned(const std::vector<base::Region>& regions,
                                              const http::Request& request) {
  base::Region named = region_of_host(request);
  if (named.empty()) return regions.front();
  if (contains(regions, named)) return named;
  return base::Error(
      sigv4::ErrorCode::kWrongRegion,
      fmt::format("The host names the region '{}', which this server is not. ", named.text()));
}

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
    base::Result<base::Region> region = region_of_unsigned(regions_, request);
    if (!region.ok()) co_return region.error();
    co_return Authenticated{.caller = {}, .region = *region};
  }
  std::optional<Credential> credential =
      credentials_.find(authorization->access_key_id, authorization->session_token);
  if (!credential || credential->excluded_service == service.name) co_return invalid_token();
  if (credential->expires && *credential->expires <= now) co_return expired_token();
  std::vector<base::Region> regions = regions_for(regions_, service, request);
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
                                                                      base::Time now) {
  SignedRequest signed_request(request);
  auto authorization = sigv4::parse_authorization(signed_request.view);
  if (!authorization.ok()) {
    base::Result<base::Region> region = region_of_unsigned(regions_, request);
    if (!region.ok()) co_return region.error();
    if (request.method == "GET") co_return Authenticated{.caller = {}, .region = *region};
    co_return Authenticated{.caller = root_caller(base::AccountId(base::kDevAccount), ""),
                            .region = *region};
  }
  base::Region region(authorization->region);
  std::vector<base::Region> regions = regions_for(regions_, service, request);
  if (!contains(regions, region)) {
    co_return base::Error(
        sigv4::ErrorCode::kWrongRegion,
        fmt::format("Credential should be scoped to a valid region, not '{}'. ", region.text()));
  }
  if (credentials_ && !authorization->session_token.empty()) {
    std::optional<Credential> known =
        credentials_->find(authorization->access_key_id, authorization->session_token);
    if (known && known->expires && *known->expires <= now) co_return expired_token();
    if (known) {
      co_return Authenticated{.caller = std::move(known->caller), .region = std::move(region)};
    }
  }
  bool is_account = base::is_account_id(authorization->access_key_id);
  base::AccountId account(is_account ? authorization->access_key_id : base::kDevAccount);
  co_return Authenticated{.caller = root_caller(account, authorization->access_key_id),
                          .region = std::move(region)};
}

}  // namespace angarium::wire
