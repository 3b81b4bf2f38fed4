#pragma once

#include "delivery/targets/aws_target.h"

namespace angarium::delivery::targets {

// An event bus of another Angarium server: it takes the event as a bus of this one would, with its
// id, time, account and region, once however often it is sent, and its policy decides
// (services/peers on the far side). Thread safe.
class PeerTarget final : public Target {
 public:
  // A peer that knows the event makes it durable before it answers.
  static constexpr base::Seconds kCallTimeMax{20};

  // The endpoint's `url` has no placeholders, its `region` is one of the peer's.
  PeerTarget(const CallSurroundings& surroundings, std::shared_ptr<const AwsEndpoint> endpoint,
             AwsTarget::Admission admission)
      : surroundings_(surroundings),
        endpoint_(std::move(endpoint)),
        admission_(std::move(admission)) {}

  base::Task<Attempt> attempt(Delivery delivery) override;

 private:
  const CallSurroundings surroundings_;
  const std::shared_ptr<const AwsEndpoint> endpoint_;
  const AwsTarget::Admission admission_;
};

// The peer's word on a delivery, from the body of its 200.
Attempt peer_answer(std::string_view body);

}  // namespace angarium::delivery::targets
