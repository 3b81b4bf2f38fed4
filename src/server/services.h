#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/executor.h"
#include "base/metrics.h"
#include "base/random.h"
#include "base/task.h"
#include "bus/event.h"
#include "bus/history.h"
#include "delivery/route.h"
#include "http/client_pool.h"
#include "identity/accounts.h"
#include "identity/directory.h"
#include "identity/last_uses.h"
#include "identity/seal.h"
#include "identity/session_token.h"
#include "server/config.h"
#include "services/events/catalog.h"
#include "services/sts/web_identities.h"
#include "store/ownership.h"
#include "wire/authorizer.h"
#include "wire/principals.h"
#include "wire/service.h"

namespace angarium::server {

class RemoteServices;

// What the services work with; all outlive them.
struct Surroundings {
  store::Ownership& ownership;
  base::Executor& work;
  const base::Clock& clock;
  base::Random& random;
  base::Metrics& metrics;
  wire::Authorizer& authorizer;  // of what rules do
  const wire::Principals* principals;
  identity::Directory& directory;
  const identity::LastUses& last_uses;
  const identity::SessionTokens& session_tokens;
  const services::sts::WebIdentities& web_identities;
  const identity::Sealer& sealer;
  http::ClientPool& calls;                       // to API destinations
  const identity::Accounts* accounts = nullptr;  // null: every account exists
  const RemoteServices& remote_services;
  std::string page_token_key;
};

// The tables of all services that this server speaks.
std::vector<const wire::ServiceTable*> service_tables();

// The policy of a queue or bus, as its owner reads it: with ARNs in place of unique ids.
struct ResourcePolicy {
  std::string arn;
  base::AccountId account;
  policy::PolicyPtr policy;
};

// The services and the engine, tied to one another: queues and buses become targets of rules.
class Services {
 public:
  // Reads what is stored; may read the disk for long. Errors: StartError::kData.
  static base::Result<std::unique_ptr<Services>> open(const Config& config,
                                                      const Surroundings& surroundings);
  ~Services();

  // Resumes what an earlier run still owes. Once, before any request.
  base::Result<void> start();
  // Long polls answer with what they have; other requests go on.
  void end_long_polls();
  // Deliveries in flight get `grace` to end. After it nothing of this runs any more.
  void stop(base::Milliseconds grace);

  std::vector<wire::Service> wire_services();

  // What an action on a resource is decided by besides who asks: its owner, its policy and its
  // tags, as the services' own plans say. For who explains decisions; a resource that no service
  // here has brings nothing along.
  wire::Check check_on(const wire::RequestContext& request, const std::string& action,
                       const std::string& resource) const;
  // All resources' policies, by service, then in the order of ARNs.
  std::vector<ResourcePolicy> resource_policies() const;
  // The ARN of the queue or bus whose policy decides about a resource; empty: there is none. None:
  // it is of no service that has such policies here.
  std::optional<std::string> holder_of(const std::string& resource) const;

  // What has happened on the buses; null when none of it is kept.
  std::shared_ptr<bus::Histories> histories() const;
  const services::events::Catalog& catalog() const;

  // An event of one of AWS's services, on a bus of this server; asks no policy. Errors: BusError.
  base::Task<base::Result<bus::EventId>> put_service_event(delivery::BusId bus, bus::Event event);

 private:
  struct State;
  explicit Services(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace angarium::server
