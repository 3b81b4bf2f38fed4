#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/mutex.h"
#include "base/one_shot.h"
#include "base/random.h"
#include "base/task.h"
#include "delivery/targets/api_destination_caller.h"
#include "identity/seal.h"
#include "identity/sealed_kind.h"
#include "services/events/api_destination_shapes.h"
#include "services/events/connection_calls.h"
#include "services/events/connection_shapes.h"
#include "services/events/destination_records.h"
#include "services/events/limits.h"
#include "services/events/names.h"
#include "services/events/shelf.h"
#include "store/ownership.h"
#include "store/turns.h"
#include "wire/operation.h"
#include "wire/page_token.h"

namespace angarium::services::events {

// A connection as it is kept in memory, its secrets open. Immutable.
struct Connection {
  store::Partition partition;
  ConnectionRecord record;
  ConnectionParameters parameters = {};  // nothing in it when the record has nothing sealed
  // What calls are authorized with; null without any. Another object after each change of the
  // parameters: what one's authorization came to says nothing about the next.
  std::shared_ptr<const delivery::targets::Connection> calls = {};

  std::string arn() const { return connection_arn({partition, record.name, record.id}); }
};

struct ApiDestination {
  store::Partition partition;
  ApiDestinationRecord record;
  // Null when this server no longer calls such an endpoint.
  std::shared_ptr<const delivery::targets::ApiDestination> calls = {};

  std::string arn() const { return api_destination_arn({partition, record.name, record.id}); }
};

// Where the secrets of connections lie, for the rotation of sealing keys.
identity::SealedKind sealed_connections();

// What it works with; all outlive it.
struct DestinationSurroundings {
  store::Ownership& ownership;
  base::Random& random;
  wire::PageTokens page_tokens;
  const identity::Sealer& sealer;
  const Quotas& quotas;
  const base::Clock& clock;
  CallMeans means;
};

// API destinations (HTTP endpoints that rules send to) and connections (how calls to them are
// authorized): their operations, their records, and what is kept of them in memory. Thread safe.
//
// A connection's secrets are sealed at rest (identity/seal.h), and no answer, log line or error
// shows them. A connection may go while API destinations name it; these are INACTIVE then.
class Destinations {
 public:
  explicit Destinations(const DestinationSurroundings& surroundings);

  // Reads what is stored. Once, before anything else. A secret that can't be opened is an error.
  base::Task<base::Result<void>> load();
  // Asks for the tokens of connections that wait for one. Once, after load().
  void start();
  // Waits for the authorizations under way, which have a time-out, and begins no more.
  base::Task<void> stop();

  // What the ARN names, UUID included; null when there is none.
  std::shared_ptr<const Connection> find_connection(std::string_view arn) const;
  std::shared_ptr<const ApiDestination> find_api_destination(std::string_view arn) const;

  // What an operation is about: its partition, found when it was authorized.
  template <class Input>
  using Call = wire::Authorized<Input, store::Partition>;
  template <class Output>
  using Answer = base::Task<wire::Result<Output>>;
  using Plan = wire::Result<wire::Plan<store::Partition>>;

  // ---- Connections (connection_operations.cc)
  Plan plan_create_connection(const wire::RequestContext&, const CreateConnectionRequest&);
  Plan plan_update_connection(const wire::RequestContext&, const UpdateConnectionRequest&);
  Plan plan_delete_connection(const wire::RequestContext&, const DeleteConnectionRequest&);
  Plan plan_deauthorize_connection(const wire::RequestContext&,
                                   const DeauthorizeConnectionRequest&);
  Plan plan_describe_connection(const wire::RequestContext&, const DescribeConnectionRequest&);
  Plan plan_list_connections(const wire::RequestContext&, const ListConnectionsRequest&);
  Answer<CreateConnectionResponse> create_connection(Call<CreateConnectionRequest> call);
  Answer<UpdateConnectionResponse> update_connection(Call<UpdateConnectionRequest> call);
  Answer<DeleteConnectionResponse> delete_connection(Call<DeleteConnectionRequest> call);
  Answer<DeauthorizeConnectionResponse> deauthorize_connection(
      Call<DeauthorizeConnectionRequest> call);
  wire::Result<DescribeConnectionResponse> describe_connection(
      Call<DescribeConnectionRequest> call);
  wire::Result<ListConnectionsResponse> list_connections(Call<ListConnectionsRequest> call);

  // ---- API destinations (api_destination_operations.cc)
  Plan plan_create_api_destination(const wire::RequestContext&, const CreateApiDestinationRequest&);
  Plan plan_update_api_destination(const wire::RequestContext&, const UpdateApiDestinationRequest&);
  Plan plan_delete_api_destination(const wire::RequestContext&, const DeleteApiDestinationRequest&);
  Plan plan_describe_api_destination(const wire::RequestContext&,
                                     const DescribeApiDestinationRequest&);
  Plan plan_list_api_destinations(const wire::RequestContext&, const ListApiDestinationsRequest&);
  Answer<CreateApiDestinationResponse> create_api_destination(
      Call<CreateApiDestinationRequest> call);
  Answer<UpdateApiDestinationResponse> update_api_destination(
      Call<UpdateApiDestinationRequest> call);
  Answer<DeleteApiDestinationResponse> delete_api_destination(
      Call<DeleteApiDestinationRequest> call);
  wire::Result<DescribeApiDestinationResponse> describe_api_destination(
      Call<DescribeApiDestinationRequest> call);
  wire::Result<ListApiDestinationsResponse> list_api_destinations(
      Call<ListApiDestinationsRequest> call);

 private:
  // ---- Authorization (connection_authorization.cc)
  // Makes `calls` of the connection's parameters.
  void set_calls(Connection& connection);
  // Has a connection that waits for a token ask for one.
  void begin_authorization(const Connection& connection);
  base::Task<void> authorize(std::shared_ptr<const delivery::targets::Connection> calls);
  // What the session of `calls` was told.
  void authorized(store::Partition partition, std::string name,
                  const delivery::targets::OAuthSession* session, const base::Result<void>& result);
  base::Task<void> note_authorization(store::Partition partition, std::string name,
                                      const delivery::targets::OAuthSession* session,
                                      std::string failure);
  bool enter();  // false: it is stopping
  void leave();

  void set_calls(ApiDestination& api_destination) const;
  base::Result<void> load_api_destination(const store::Partition& partition,
                                          std::string_view stored);
  base::Result<void> load_connection(const store::Partition& partition, std::string_view stored);
  // Seals what is secret, commits, shows it; the caller has the turn.
  base::Task<wire::Result<void>> change(std::shared_ptr<Connection> connection);
  base::Task<wire::Result<void>> change(std::shared_ptr<ApiDestination> api_destination);
  base::Task<wire::Result<void>> remove(store::Partition partition, store::Key key);
  wire::Result<std::string> page_position(const std::string& scope,
                                          const std::optional<std::string>& next_token) const;
  std::string new_secret_id();
  // ACTIVE: its connection is there and authorized.
  bool is_active(const ApiDestination& api_destination) const;
  ApiDestinationItem describe(const ApiDestination& api_destination) const;
  wire::Result<void> check_target(const std::string& connection_arn, const std::string& endpoint,
                                  const store::Partition& partition) const;

  store::Ownership& ownership_;
  base::Random& random_;
  const wire::PageTokens page_tokens_;
  const identity::Sealer& sealer_;
  const Quotas& quotas_;
  const base::Clock& clock_;
  const CallMeans means_;
  store::Turns turns_;
  Shelf<Connection> connections_;
  Shelf<ApiDestination> api_destinations_;
  base::Mutex mutex_;
  size_t running_ AG_GUARDED_BY(mutex_) = 0;  // authorizations, and the notes of what they came to
  bool is_stopping_ AG_GUARDED_BY(mutex_) = false;
  base::OneShot<bool> ended_;
};

}  // namespace angarium::services::events
