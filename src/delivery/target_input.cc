#include "delivery/target_input.h"

namespace angarium::delivery {

base::Result<TargetInput> TargetInput::of(const Delivery& delivery) {
  TargetInput input;
  if (!delivery.route->transform) {
    input.content_ = delivery.content;
    return input;
  }
  const Content& content = *delivery.content;
  AG_TRY(text, delivery.route->transform->apply(
                   {content.envelope, content.ingest_time, delivery.route->rule_arn.text()}));
  input.transformed_ = std::move(text);
  return input;
}

Attempt refusal(const base::Error& error) {
  return Attempt::permanent(std::string(error.code_name()), error.message());
}

}  // namespace angarium::delivery
