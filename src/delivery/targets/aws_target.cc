#include "delivery/targets/aws_target.h"

#include <fmt/format.h>

#include <algorithm>

#include "delivery/target_input.h"
#include "delivery/targets/aws_verdict.h"
#include "delivery/targets/error.h"

namespace angarium::delivery::targets {
namespace {

// The id of an API, which may become part of a host's name: what precedes the first slash of an API
// of API Gateway, and follows the last of AppSync's.
std::string_view api_of(const base::Arn& arn) {
  const std::string_view resource = arn.resource;
  if (arn.service == "execute-api") return resource.substr(0, resource.find('/'));
  return resource.substr(resource.rfind('/') + 1);
}

// Part of a name in DNS: nothing that could end the host.
bool is_label(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    const bool is_letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    return is_letter || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.';
  });
}

base::Result<void> fill_in(std::string& url, std::string_view placeholder, std::string_view value) {
  size_t at = url.find(placeholder);
  if (at != std::string::npos && !is_label(value)) {
    return base::Error(TargetError::kEndpoint,
                       fmt::format("the target's ARN has nothing fit for {}", placeholder));
  }
  for (; at != std::string::npos; at = url.find(placeholder, at + value.size())) {
    url.replace(at, placeholder.size(), value);
  }
  return {};
}

// The calls of one attempt, or why there are none.
struct Calls {
  AwsCall call;
  std::optional<AwsCall> make_missing = {};
  std::optional<Attempt> refusal = {};
};

Calls unfit(const base::Error& error) {
  return {.call = {}, .refusal = Attempt::permanent("INVALID_PARAMETER", error.message())};
}

Calls make_calls(const AwsKind& kind, const CallSubject& subject) {
  auto call = kind.call(subject);
  if (!call.ok()) return unfit(call.error());
  Calls calls{.call = std::move(*call)};
  if (kind.make_missing == nullptr) return calls;
  auto missing = kind.make_missing(subject);
  if (!missing.ok()) return unfit(missing.error());
  calls.make_missing = std::move(*missing);
  return calls;
}

// The target's blocks, of which a kind has one: {"KinesisParameters": {...}}.
base::Result<json::Document> blocks_of(const Route& route) {
  return json::Document::parse(route.parameters.empty() ? "{}" : route.parameters);
}

std::string action_of(const AwsKind& kind, const Route& route) {
  if (kind.action_of != nullptr) {
    auto blocks = blocks_of(route);
    const auto block = blocks.ok() ? blocks->root().find(kind.parameters) : std::nullopt;
    if (block) return std::string(kind.action_of(*block));
  }
  return std::string(kind.action);
}

Calls calls_of(const AwsKind& kind, const base::Arn& arn, const Endpoint& place,
               const Delivery& delivery) {
  auto input = TargetInput::of(delivery);
  if (!input.ok()) return {.call = {}, .refusal = refusal(input.error())};
  auto blocks = blocks_of(*delivery.route);
  if (!blocks.ok()) return unfit(blocks.error());
  const json::Value parameters = blocks->root().find(kind.parameters).value_or(blocks->root());
  const std::string origin =
      fmt::format("{}://{}", place.is_secure ? "https" : "http", place.authority());
  return make_calls(kind, {.arn = arn,
                           .delivery = delivery,
                           .input = input->text(),
                           .origin = origin,
                           .parameters = parameters});
}

}  // namespace

base::Result<Endpoint> place_of(const AwsEndpoint& endpoint, const AwsKind& kind,
                                const base::Arn& arn) {
  std::string url = endpoint.url;
  AG_CHECK(fill_in(url, "{service}", kind.host_name()));
  AG_CHECK(fill_in(url, "{region}", arn.region.text()));
  AG_CHECK(fill_in(url, "{account}", arn.account.text()));
  AG_CHECK(fill_in(url, "{api}", api_of(arn)));
  return parse_endpoint(url, true);
}

AwsTarget::AwsTarget(const CallSurroundings& surroundings, const AwsKind& kind, base::Arn arn,
                     std::shared_ptr<const AwsEndpoint> endpoint, Admission admission)
    : surroundings_(surroundings),
      kind_(kind),
      arn_(std::move(arn)),
      endpoint_(std::move(endpoint)),
      admission_(std::move(admission)) {}

base::Task<Attempt> AwsTarget::attempt(Delivery delivery) {
  if (admission_) {
    const auto admitted = admission_(delivery, action_of(kind_, *delivery.route));
    if (!admitted.ok()) co_return refusal(admitted.error());
  }
  const auto place = place_of(*endpoint_, kind_, arn_);
  if (!place.ok()) {
    co_return Attempt::permanent("INVALID_PARAMETER",
                                 fmt::format("`url` of [{}] is no URL for this target: {}.",
                                             endpoint_->section, place.error().message()));
  }
  Calls calls = calls_of(kind_, arn_, *place, delivery);
  if (calls.refusal) co_return std::move(*calls.refusal);
  auto answer = co_await send(calls.call, *place);
  const bool is_missing = answer.ok() && calls.make_missing && answer->status / 100 == 4 &&
                          failure_of(*answer, surroundings_.clock.now()).code == kind_.missing;
  if (is_missing) {
    // Another attempt may have made it in the meantime: what counts is the call's own answer.
    const auto made = co_await send(*calls.make_missing, *place);
    if (!made.ok()) co_return verdict_without_answer(made.error(), endpoint_->section);
    answer = co_await send(calls.call, *place);
  }
  if (!answer.ok()) co_return verdict_without_answer(answer.error(), endpoint_->section);
  if (answer->status / 100 == 2) {
    co_return kind_.judge == nullptr ? Attempt::delivered() : kind_.judge(answer->body);
  }
  const AwsFailure failure = failure_of(*answer, surroundings_.clock.now());
  if (!failure.code.empty() && failure.code == kind_.arrived_before) co_return Attempt::delivered();
  co_return verdict_of(failure);
}

base::Task<base::Result<http::Response>> AwsTarget::send(AwsCall call, Endpoint place) {
  SignedCall signed_call{
      .call = std::move(call),
      .place = std::move(place),
      .region = endpoint_->region.empty() ? arn_.region.text() : endpoint_->region,
      .service = std::string(kind_.signs_as()),
      .time_max = kCallTimeMax};
  return send_signed(surroundings_, endpoint_, std::move(signed_call));
}

}  // namespace angarium::delivery::targets
