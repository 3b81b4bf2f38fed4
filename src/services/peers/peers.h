#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "base/arn.h"
#include "delivery/target.h"
#include "services/peers/shapes.h"
#include "wire/service.h"

namespace angarium::services::peers {

// What lies on another server, and who that server is here.
struct Peer {
  std::string name = {};
  std::vector<std::string> accounts = {};  // whose rules it delivers for
  std::vector<std::string> regions = {};   // of these buses; empty: any
};

// All outlive the service.
struct Dependencies {
  std::map<std::string, Peer> peers = {};  // by the ARN of the caller as whom each comes
  // What stands behind a bus's ARN as a rule's target. An error has failed for good.
  std::function<base::Result<std::shared_ptr<delivery::Target>>(const std::string& arn)> bus = {};
};

// Takes in what rules of other Angarium servers deliver to buses here, as if they were rules of
// this server: id, time, account and region of the event stay, its hop grows, the bus's policy
// decides about the account whose rule it is. What a peer says is believed for its own accounts
// only: of the rule, and of who sent the event. Thread safe.
class Peers {
 public:
  explicit Peers(Dependencies needs) : needs_(std::move(needs)) {}

  // Who delivers, and from which bus there.
  struct Sender {
    const Peer* peer = nullptr;  // of `needs`
    base::Arn bus = {};
  };

  // Whether any may deliver here.
  bool has_peers() const { return !needs_.peers.empty(); }

  // Refuses callers that are no peers, and what a peer may not speak for.
  wire::Result<wire::Plan<Sender>> plan_deliver(const wire::RequestContext& request,
                                                const DeliverRequest& input) const;
  base::Task<wire::Result<DeliverResponse>> deliver(
      wire::Authorized<DeliverRequest, Sender> call) const;

  static const wire::ServiceTable& table();

 private:
  const Dependencies needs_;
};

}  // namespace angarium::services::peers
