#include "delivery/targets/aws_verdict.h"

#include <fmt/format.h>

#include <algorithm>
#include <span>

#include "base/shown.h"
#include "delivery/targets/answer_verdict.h"
#include "http/error.h"
#include "json/value.h"

namespace angarium::delivery::targets {
namespace {

constexpr size_t kCodeCharactersMax = 128;
constexpr size_t kMessageCharactersMax = 512;

// "com.amazonaws.sns#ThrottlingException:http://..." without what surrounds the name.
std::string_view bare(std::string_view code) {
  code = code.substr(0, std::min(code.find(':'), code.size()));
  const size_t hash = code.rfind('#');
  return hash == std::string_view::npos ? code : code.substr(hash + 1);
}

std::string_view between(std::string_view text, std::string_view begin, std::string_view end) {
  const size_t from = text.find(begin);
  if (from == std::string_view::npos) return {};
  text.remove_prefix(from + begin.size());
  const size_t length = text.find(end);
  return length == std::string_view::npos ? std::string_view() : text.substr(0, length);
}

std::string text_of(const json::Value& object, std::initializer_list<std::string_view> names) {
  for (std::string_view name : names) {
    if (const auto text = object.find_string(name)) return std::string(*text);
  }
  return {};
}

bool is_one_of(std::string_view code, std::span<const std::string_view> codes) {
  return std::find(codes.begin(), codes.end(), code) != codes.end();
}

// As AWS's SDKs tell them ("Retry behavior", AWS SDKs and Tools Reference Guide), and what the
// services of aws_kind.cc add.
constexpr std::string_view kThrottling[] = {
    "BandwidthLimitExceeded",
    "CallRateLimitExceededException",
    "ConcurrentPipelineExecutionsLimitExceededException",
    "ConcurrentRunsExceededException",
    "EC2ThrottledException",
    "ExecutionLimitExceeded",
    "KMSThrottlingException",
    "KmsThrottled",
    "KmsThrottlingException",
    "LimitExceededException",
    "PriorRequestNotComplete",
    "ProvisionedThroughputExceededException",
    "RequestLimitExceeded",
    "RequestThrottled",
    "RequestThrottledException",
    "SlowDown",
    "ThrottledException",
    "Throttling",
    "ThrottlingException",
    "TooManyRequestsException",
    "TransactionInProgressException",
};
constexpr std::string_view kTransient[] = {
    "ActiveStatementsExceededException",
    "ConflictException",
    "InternalError",
    "InternalException",
    "InternalFailure",
    "InternalFailureException",
    "InternalServerError",
    "InternalServerException",
    "InternalServiceException",
    "OperationTimeoutException",
    "RequestTimeout",
    "RequestTimeoutException",
    "ServerException",
    "ServiceUnavailable",
    "ServiceUnavailableException",
    "ServiceTemporarilyUnavailableException",
};
// Temporary credentials are renewed by whoever writes their file.
constexpr std::string_view kExpired[] = {"ExpiredToken", "ExpiredTokenException", "RequestExpired"};
constexpr std::string_view kDenied[] = {
    "AccessDenied",
    "AccessDeniedException",
    "AuthorizationError",
    "AuthorizationErrorException",
    "InvalidClientTokenId",
    "InvalidSignatureException",
    "MissingAuthenticationTokenException",
    "NotAuthorized",
    "SignatureDoesNotMatch",
    "UnrecognizedClientException",
};
constexpr std::string_view kAbsent[] = {
    "AWS.SimpleQueueService.NonExistentQueue",
    "ClusterNotFoundException",
    "EntityNotFoundException",
    "InvalidDocument",
    "NoSuchEntityException",
    "NotFound",
    "NotFoundException",
    "PipelineNotFoundException",
    "QueueDoesNotExist",
    "ResourceNotFound",
    "ResourceNotFoundException",
    "StateMachineDoesNotExist",
};

}  // namespace

AwsFailure failure_of(const http::Response& answer, base::Time now) {
  AwsFailure failure{.status = answer.status};
  if (const auto type = answer.headers.find("x-amzn-errortype")) failure.code = bare(*type);
  auto document = json::Document::parse(answer.body);
  if (document.ok()) {
    const json::Value root = document->root();
    if (failure.code.empty()) failure.code = bare(text_of(root, {"__type", "code"}));
    failure.message = text_of(root, {"message", "Message", "errorMessage"});
  } else if (answer.body.find("<Code>") != std::string::npos) {
    failure.code = between(answer.body, "<Code>", "</Code>");
    failure.message = between(answer.body, "<Message>", "</Message>");
  }
  // A negative one asks for no further attempt, which AWS's services don't.
  failure.retry_after = retry_after(answer, now);
  if (failure.retry_after < base::Milliseconds(0)) failure.retry_after.reset();
  failure.code = base::shown(failure.code, kCodeCharactersMax);
  failure.message = base::shown(failure.message, kMessageCharactersMax);
  return failure;
}

namespace {

Attempt without_wish(const AwsFailure& failure) {
  std::string message = fmt::format("The target answered with status {}{}{}{}{}", failure.status,
                                    failure.code.empty() ? "" : " ", failure.code,
                                    failure.message.empty() ? "" : ": ", failure.message);
  const std::string& code = failure.code;
  if (is_one_of(code, kThrottling) || failure.status == 429) {
    return Attempt::retryable("THROTTLING", std::move(message));
  }
  if (is_one_of(code, kExpired)) return Attempt::retryable("NO_PERMISSIONS", std::move(message));
  if (failure.status == 408) return Attempt::retryable("TIMEOUT", std::move(message));
  if (failure.status >= 500 || is_one_of(code, kTransient)) {
    return Attempt::retryable("INTERNAL_ERROR", std::move(message));
  }
  if (is_one_of(code, kDenied) || failure.status == 401 || failure.status == 403) {
    return Attempt::permanent("NO_PERMISSIONS", std::move(message));
  }
  if (is_one_of(code, kAbsent) || failure.status == 404) {
    return Attempt::permanent("NO_RESOURCE", std::move(message));
  }
  if (failure.status == 413) return Attempt::permanent("MESSAGE_TOO_LARGE", std::move(message));
  return Attempt::permanent("INVALID_PARAMETER", std::move(message));
}

}  // namespace

Attempt verdict_of(const AwsFailure& failure) {
  Attempt attempt = without_wish(failure);
  attempt.retry_after = failure.retry_after;
  return attempt;
}

Attempt verdict_without_answer(const base::Error& error, std::string_view endpoint) {
  if (error.is(http::HttpError::kAddressRefused)) {
    return Attempt::permanent(
        "ADDRESS_REFUSED",
        fmt::format("The endpoint's address is not public; `allow_networks` of [{}] in the "
                    "server's configuration lists those that calls may go to besides.",
                    endpoint));
  }
  if (error.is(http::HttpError::kTimedOut)) {
    return Attempt::retryable("TIMEOUT", fmt::format("[{}] did not answer in time.", endpoint));
  }
  return Attempt::retryable("CONNECTION_FAILURE",
                            fmt::format("[{}]: {}", endpoint, error.message()));
}

}  // namespace angarium::delivery::targets
