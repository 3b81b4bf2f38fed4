// Which region a request belongs to, as its host and its signature say.
#include "wire/authenticator.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "base/simulated_executor.h"
#include "wire/test_echo_service.h"

namespace angarium::wire {
namespace {

const base::Time kNow = *base::parse_iso("2026-11-22T08:30:00Z");
const std::vector<base::Region> kRegions = {base::Region("us-east-1"), base::Region("eu-west-1")};

// The region that a request to `host` gets, or the name of the error; not signed when
// `signed_region` is empty.
std::string region_of(std::string_view host, std::string_view signed_region,
                      bool is_global = false) {
  TrustingAuthenticator authenticator(kRegions);
  ServiceTable table = Echo::table();
  table.is_global = is_global;
  http::Request request;
  request.method = "POST";
  request.target = "/";
  request.headers.add("Host", host);
  if (!signed_region.empty()) {
    request.headers.add("X-Amz-Date", "20261122T083000Z");
    request.headers.add("Authorization",
                        fmt::format("AWS4-HMAC-SHA256 Credential=111122223333/20261122/{}/sqs/"
                                    "aws4_request, SignedHeaders=host, Signature=0",
                                    signed_region));
  }
  std::string answer = "nothing";
  base::start([](TrustingAuthenticator& authenticator, const http::Request& request,
                 const ServiceTable& table, std::string& answer) -> base::Task<void> {
    auto known = co_await authenticator.authenticate(request, table, kNow);
    answer = known.ok() ? known->region.text() : known.error().code;
  }(authenticator, request, table, answer));
  return answer;
}

TEST(TrustingAuthenticator, AnUnsignedRequestBelongsToTheRegionOfItsHost) {
  EXPECT_EQ(region_of("sqs.eu-west-1.localhost:4566", ""), "eu-west-1");
  EXPECT_EQ(region_of("eu-west-1.queue.localhost", ""), "eu-west-1");
  EXPECT_EQ(region_of("queue.localhost", ""), "us-east-1");
  EXPECT_EQ(region_of("localhost:4566", ""), "us-east-1");
  EXPECT_EQ(region_of("sqs.mars-east-1.localhost", ""), "InvalidSignatureException");
}

TEST(TrustingAuthenticator, AHostThatNamesARegionRefusesTheSignaturesOfOthers) {
  EXPECT_EQ(region_of("localhost", "eu-west-1"), "eu-west-1");
  EXPECT_EQ(region_of("queue.localhost", "eu-west-1"), "eu-west-1");
  EXPECT_EQ(region_of("sqs.eu-west-1.localhost", "eu-west-1"), "eu-west-1");
  EXPECT_EQ(region_of("sqs.us-east-1.localhost", "eu-west-1"), "InvalidSignatureException");
  EXPECT_EQ(region_of("queue.amazonaws.com", "eu-west-1"), "InvalidSignatureException");
  EXPECT_EQ(region_of("sqs.mars-east-1.localhost", "mars-east-1"), "InvalidSignatureException");
}

TEST(TrustingAuthenticator, GlobalServicesMayAlsoBeSignedForTheFirstRegionOfAws) {
  EXPECT_EQ(region_of("sts.eu-west-1.localhost", "eu-west-1", true), "eu-west-1");
  EXPECT_EQ(region_of("sts.eu-west-1.localhost", "us-east-1", true), "us-east-1");
  EXPECT_EQ(region_of("sts.us-east-1.localhost", "eu-west-1", true), "InvalidSignatureException");
}

}  // namespace
}  // namespace angarium::wire
