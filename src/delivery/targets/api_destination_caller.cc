#include "delivery/targets/api_destination_caller.h"

#include <fmt/format.h>

#include "delivery/target_input.h"
#include "delivery/targets/answer_verdict.h"
#include "delivery/targets/call_request.h"
#include "delivery/targets/oauth_session.h"

namespace angarium::delivery::targets {
namespace {

// What EventBridge asks endpoints for (`Range`) and reads at most.
constexpr size_t kAnswerBytesMax = 1 << 20;

struct Prepared {
  http::Request request;
  std::optional<Attempt> refusal = {};
};

Prepared prepare(const ApiDestination& destination, const AddedParameters& added,
                 const Delivery& delivery) {
  auto input = TargetInput::of(delivery);
  if (!input.ok()) return {{}, refusal(input.error())};
  auto request = call_request(destination, added, delivery, input->text());
  if (!request.ok()) {
    return {{}, Attempt::permanent("INVALID_PARAMETER", request.error().message())};
  }
  return {std::move(*request)};
}

// The message of a failed request for a token names the server's own words at most.
Attempt no_token(const base::Error& error) {
  return Attempt::retryable(
      "AUTHORIZATION_FAILURE",
      fmt::format("The authorization endpoint gave no token: {}.", error.message()));
}

}  // namespace

base::Task<Attempt> ApiDestinationCaller::call(std::shared_ptr<const ApiDestination> destination,
                                               std::shared_ptr<const Connection> connection,
                                               Delivery delivery) {
  Prepared prepared = prepare(*destination, connection->parameters, delivery);
  if (prepared.refusal) co_return std::move(*prepared.refusal);
  const base::Instant now = executor_.now();
  const auto turn = destination->rate->reserve(now, now + kTurnTimeMax);
  if (!turn) {
    // A place of the lane is held meanwhile: nothing of the retry queue runs through it in vain.
    co_await base::sleep_until(executor_, now + kTurnTimeMax);
    co_return Attempt::deferred(base::Seconds(1));
  }
  if (*turn > now) co_await base::sleep_until(executor_, *turn);
  auto authorized = co_await authorization(connection);
  if (!authorized.ok()) co_return no_token(authorized.error());
  authorize(prepared.request, *authorized);
  http::Origin origin{.is_secure = destination->endpoint.is_secure,
                      .host = destination->endpoint.host,
                      .port = destination->endpoint.port};
  http::AnswerLimits limits;
  limits.body_bytes_max = kAnswerBytesMax;
  limits.keeps_body = false;
  auto answer = co_await pool_.send(std::move(origin), std::move(prepared.request),
                                    executor_.now() + kCallTimeMax, limits);
  co_await base::resume_on(executor_);
  if (!answer.ok()) co_return verdict_of(answer.error());
  if (answer->status == 401 || answer->status == 407) {
    auto* session = std::get_if<std::shared_ptr<OAuthSession>>(&connection->authorization);
    if (session) (*session)->refuse(authorized->value);
  }
  co_return verdict_of(*answer, clock_.now());
}

base::Task<base::Result<FixedAuthorization>> ApiDestinationCaller::authorization(
    std::shared_ptr<const Connection> connection) {
  const auto& means = connection->authorization;
  if (const auto* fixed = std::get_if<FixedAuthorization>(&means)) co_return *fixed;
  const auto session = std::get<std::shared_ptr<OAuthSession>>(means);
  auto token = co_await session->authorization();
  if (!token.ok()) co_return token.error();
  co_return FixedAuthorization{"Authorization", std::move(*token)};
}

}  // namespace angarium::delivery::targets
