#include "delivery/targets/aws_verdict.h"

#include <gtest/gtest.h>

#include "http/error.h"

namespace angarium::delivery::targets {
namespace {

using Outcome = Attempt::Outcome;

http::Response answer(int status, std::string body, std::string type = {}) {
  http::Response response;
  response.status = status;
  response.body = std::move(body);
  if (!type.empty()) response.headers.add("x-amzn-ErrorType", type);
  return response;
}

AwsFailure read(const http::Response& response) { return failure_of(response, base::Time()); }

TEST(AwsFailure, IsReadInEachProtocol) {
  auto json = read(
      answer(400, R"({"__type":"com.amazonaws.kinesis#ResourceNotFoundException","message":"m"})"));
  EXPECT_EQ(json.code, "ResourceNotFoundException");
  EXPECT_EQ(json.message, "m");
  auto rest =
      read(answer(429, R"({"Message":"slow"})", "TooManyRequestsException:http://internal/coral/"));
  EXPECT_EQ(rest.code, "TooManyRequestsException");
  EXPECT_EQ(rest.message, "slow");
  auto query = read(answer(
      404, "<ErrorResponse><Error><Code>NotFound</Code><Message>no topic</Message></Error>"));
  EXPECT_EQ(query.code, "NotFound");
  EXPECT_EQ(query.message, "no topic");
  auto other = read(answer(502, "<html>"));
  EXPECT_EQ(other.code, "");
}

TEST(AwsFailure, AWishToWaitIsHonoured) {
  auto slow = answer(400, R"({"__type":"ThrottlingException"})");
  slow.headers.add("Retry-After", "7");
  const Attempt attempt = verdict_of(failure_of(slow, base::from_unix_ms(0)));
  EXPECT_EQ(attempt.outcome, Outcome::kRetryable);
  EXPECT_EQ(attempt.retry_after, base::Seconds(7));
}

TEST(AwsFailure, StrangersWordsAreCutAndEscaped) {
  auto failure =
      read(answer(400, R"({"code":"X\n","message":")" + std::string(5000, 'm') + R"("})"));
  EXPECT_EQ(failure.code.find('\n'), std::string::npos);
  EXPECT_LT(failure.message.size(), 600u);
}

TEST(AwsVerdict, TellsWhatMayGoWellLater) {
  struct Case {
    int status;
    const char* code;
    Outcome outcome;
    const char* shown;
  };
  const Case cases[] = {
      {400, "ThrottlingException", Outcome::kRetryable, "THROTTLING"},
      {400, "ProvisionedThroughputExceededException", Outcome::kRetryable, "THROTTLING"},
      {429, "", Outcome::kRetryable, "THROTTLING"},
      {500, "ServiceException", Outcome::kRetryable, "INTERNAL_ERROR"},
      {503, "", Outcome::kRetryable, "INTERNAL_ERROR"},
      {400, "InternalFailure", Outcome::kRetryable, "INTERNAL_ERROR"},
      {408, "", Outcome::kRetryable, "TIMEOUT"},
      {400, "ExpiredTokenException", Outcome::kRetryable, "NO_PERMISSIONS"},
      {403, "AccessDenied", Outcome::kPermanent, "NO_PERMISSIONS"},
      {400, "AccessDeniedException", Outcome::kPermanent, "NO_PERMISSIONS"},
      {403, "", Outcome::kPermanent, "NO_PERMISSIONS"},
      {404, "", Outcome::kPermanent, "NO_RESOURCE"},
      {400, "ResourceNotFoundException", Outcome::kPermanent, "NO_RESOURCE"},
      {413, "", Outcome::kPermanent, "MESSAGE_TOO_LARGE"},
      {400, "ValidationException", Outcome::kPermanent, "INVALID_PARAMETER"},
      {301, "", Outcome::kPermanent, "INVALID_PARAMETER"},
  };
  for (const Case& each : cases) {
    const Attempt attempt = verdict_of(AwsFailure{.status = each.status, .code = each.code});
    EXPECT_EQ(attempt.outcome, each.outcome) << each.status << " " << each.code;
    EXPECT_EQ(attempt.error_code, each.shown) << each.status << " " << each.code;
  }
}

TEST(AwsVerdict, ARefusedAddressNamesTheKeyThatAllowsIt) {
  const base::Error refused(http::HttpError::kAddressRefused, "not public");
  const Attempt attempt = verdict_without_answer(refused, "endpoints.lambda");
  EXPECT_EQ(attempt.outcome, Outcome::kPermanent);
  EXPECT_NE(attempt.error_message.find("`allow_networks` of [endpoints.lambda]"),
            std::string::npos);
  const base::Error late(http::HttpError::kTimedOut, "");
  EXPECT_EQ(verdict_without_answer(late, "endpoints.lambda").outcome, Outcome::kRetryable);
}

}  // namespace
}  // namespace angarium::delivery::targets
