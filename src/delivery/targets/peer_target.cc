#include "delivery/targets/peer_target.h"

#include <fmt/format.h>

#include "base/base64.h"
#include "base/shown.h"
#include "delivery/target_input.h"
#include "delivery/targets/aws_verdict.h"
#include "json/writer.h"

namespace angarium::delivery::targets {
namespace {

constexpr std::string_view kSigningName = "angarium-peers";
constexpr size_t kMessageCharactersMax = 512;

std::string bus_arn(const BusId& bus) {
  return base::Arn{"events", bus.partition.region, bus.partition.account, "event-bus/" + bus.name}
      .text();
}

AwsCall deliver_call(const Delivery& delivery) {
  const Route& route = *delivery.route;
  std::string body;
  json::Writer writer(body);
  writer.begin_object().key("EventBusArn").string(route.target_arn.text());
  writer.key("SourceBusArn").string(bus_arn(delivery.bus));
  writer.key("LogOffset").integer(static_cast<int64_t>(delivery.log_offset));
  writer.key("Shard").integer(delivery.bus.partition.shard);
  writer.key("RuleArn").string(route.rule_arn.text());
  writer.key("Subscription").string(route.subscription.text());
  writer.key("Event").string(base::encode_base64(delivery.content->stored)).end_object();
  return json_call(kJson11, "AngariumPeers.Deliver", std::move(body));
}

std::string text_of(const json::Value& object, std::string_view name) {
  return base::shown(object.find_string(name).value_or(""), kMessageCharactersMax);
}

// The peer refused the call before it looked at the bus. Credentials and configurations are mended;
// an event that is too large stays so.
Attempt refused(const AwsFailure& failure) {
  Attempt attempt = verdict_of(failure);
  if (failure.status != 413) attempt.outcome = Attempt::Outcome::kRetryable;
  return attempt;
}

}  // namespace

Attempt peer_answer(std::string_view body) {
  auto document = json::Document::parse(body);
  if (!document.ok()) {
    return Attempt::retryable("INTERNAL_ERROR", "The peer's answer could not be read.");
  }
  const json::Value root = document->root();
  const std::string outcome = text_of(root, "Outcome");
  if (outcome == "Delivered") return Attempt::delivered();
  std::string code = text_of(root, "ErrorCode");
  std::string message = text_of(root, "ErrorMessage");
  if (outcome == "Permanent") return Attempt::permanent(std::move(code), std::move(message));
  if (code.empty()) code = "INTERNAL_ERROR";
  return Attempt::retryable(std::move(code), std::move(message));
}

base::Task<Attempt> PeerTarget::attempt(Delivery delivery) {
  if (admission_) {
    const auto admitted = admission_(delivery, "events:PutEvents");
    if (!admitted.ok()) co_return refusal(admitted.error());
  }
  const auto place = parse_endpoint(endpoint_->url, true);
  if (!place.ok()) co_return Attempt::permanent("INVALID_PARAMETER", place.error().message());
  SignedCall call{.call = deliver_call(delivery),
                  .place = *place,
                  .region = endpoint_->region,
                  .service = std::string(kSigningName),
                  .time_max = kCallTimeMax};
  const auto answer = co_await send_signed(surroundings_, endpoint_, std::move(call));
  if (!answer.ok()) co_return verdict_without_answer(answer.error(), endpoint_->section);
  if (answer->status == 200) co_return peer_answer(answer->body);
  co_return refused(failure_of(*answer, surroundings_.clock.now()));
}

}  // namespace angarium::delivery::targets
