#include <fmt/format.h>

#include <algorithm>

#include "base/arn.h"
#include "base/uuid.h"
#include "services/events/connection_parameters.h"
#include "services/events/destination_constraints.h"
#include "services/events/destinations.h"
#include "services/events/errors.h"
#include "services/events/requests.h"

namespace angarium::services::events {
namespace {

Destinations::Plan plan_on(const wire::RequestContext& request, std::string_view operation,
                           const std::string& name) {
  store::Partition partition{.account = request.caller.account, .region = request.region};
  wire::Check check{.action = fmt::format("events:{}", operation),
                    .resource = connection_resource(partition, name)};
  return wire::Plan<store::Partition>(std::move(check), std::move(partition));
}

std::string name_of(ConnectionState state) {
  return std::string(kConnectionStates[static_cast<size_t>(state)]);
}
std::string name_of(AuthorizationType type) {
  return std::string(kAuthorizationTypes[static_cast<size_t>(type)]);
}
AuthorizationType type_of(std::string_view name) {
  auto found = std::find(kAuthorizationTypes.begin(), kAuthorizationTypes.end(), name);
  return static_cast<AuthorizationType>(found - kAuthorizationTypes.begin());
}

// A user name or a key needs no proof; a client of OAuth is authorized when it has a token.
void set_state(ConnectionRecord& record, base::Time now) {
  record.state = record.type == AuthorizationType::kOAuth ? ConnectionState::kAuthorizing
                                                          : ConnectionState::kAuthorized;
  record.state_reason.clear();
  record.authorized = now;
}

// `state`: as the answer calls it, which may already be over.
template <class Response>
Response answer_to(const Connection& connection, ConnectionState state) {
  Response response;
  response.arn = connection.arn();
  response.state = name_of(state);
  response.creation_time = connection.record.created;
  response.last_modified_time = connection.record.modified;
  response.last_authorized_time = connection.record.authorized;
  return response;
}

std::string secret_arn(const Connection& connection) {
  return base::Arn{.service = "secretsmanager",
                   .region = connection.partition.region,
                   .account = connection.partition.account,
                   .resource = fmt::format("secret:events!connection/{}/{}", connection.record.name,
                                           connection.record.secret_id)}
      .text();
}

std::optional<std::string> unless_empty(const std::string& text) {
  return text.empty() ? std::nullopt : std::optional(text);
}

// What an update makes of the parameters. Another type begins with none of its own.
ConnectionParameters next_parameters(const Connection& connection,
                                     const UpdateConnectionRequest& input, AuthorizationType type) {
  ConnectionParameters parameters = connection.parameters;
  if (type != connection.record.type) {
    parameters.basic.reset();
    parameters.oauth.reset();
    parameters.api_key.reset();
  }
  return input.auth_parameters ? updated(std::move(parameters), *input.auth_parameters)
                               : parameters;
}

}  // namespace

Destinations::Plan Destinations::plan_create_connection(const wire::RequestContext& request,
                                                        const CreateConnectionRequest& input) {
  return plan_on(request, "CreateConnection", input.name);
}

Destinations::Answer<CreateConnectionResponse> Destinations::create_connection(
    Call<CreateConnectionRequest> call) {
  const CreateConnectionRequest& input = call.input();
  const store::Partition& partition = call.loaded();
  auto connection = std::make_shared<Connection>(Connection{partition, {}});
  connection->parameters = parameters_of(input.auth_parameters);
  ConnectionRecord& record = connection->record;
  record.type = type_of(input.authorization_type);
  auto valid = check_parameters(record.type, connection->parameters, means_.allows_plain_http);
  if (!valid.ok()) co_return valid.error();
  store::Turns::Turn turn = co_await turns_.take(partition);
  if (connections_.find(partition, input.name)) co_return connection_exists(input.name);
  if (connections_.count(partition) >= quotas_.of(partition.account).connections_max) {
    co_return limit_exceeded();
  }
  record.name = input.name;
  record.id = base::uuid(random_);
  record.description = input.description;
  record.secret_id = new_secret_id();
  record.created = record.modified = call.request().time;
  set_state(record, call.request().time);
  set_calls(*connection);
  CreateConnectionResponse response{.arn = connection->arn(),
                                    .state = name_of(record.state),
                                    .creation_time = record.created,
                                    .last_modified_time = record.modified};
  auto changed = co_await change(connection);
  if (!changed.ok()) co_return changed.error();
  begin_authorization(*connection);
  co_return response;
}

Destinations::Plan Destinations::plan_update_connection(const wire::RequestContext& request,
                                                        const UpdateConnectionRequest& input) {
  return plan_on(request, "UpdateConnection", input.name);
}

Destinations::Answer<UpdateConnectionResponse> Destinations::update_connection(
    Call<UpdateConnectionRequest> call) {
  const UpdateConnectionRequest& input = call.input();
  const store::Partition& partition = call.loaded();
  store::Turns::Turn turn = co_await turns_.take(partition);
  auto before = connections_.find(partition, input.name);
  if (!before) co_return no_such_connection("update", input.name);
  auto connection = std::make_shared<Connection>(*before);
  ConnectionRecord& record = connection->record;
  if (input.description) record.description = input.description;
  if (input.authorization_type) record.type = type_of(*input.authorization_type);
  if (input.auth_parameters || record.type != before->record.type) {
    connection->parameters = next_parameters(*before, input, record.type);
    auto valid = check_parameters(record.type, connection->parameters, means_.allows_plain_http);
    if (!valid.ok()) co_return valid.error();
    if (record.secret_id.empty()) record.secret_id = new_secret_id();
    set_state(record, call.request().time);
    set_calls(*connection);
  }
  record.modified = call.request().time;
  auto response = answer_to<UpdateConnectionResponse>(*connection, record.state);
  auto changed = co_await change(connection);
  if (!changed.ok()) co_return changed.error();
  begin_authorization(*connection);
  co_return response;
}

Destinations::Plan Destinations::plan_delete_connection(const wire::RequestContext& request,
                                                        const DeleteConnectionRequest& input) {
  return plan_on(request, "DeleteConnection", input.name);
}

// AWS deletes a connection that API destinations name: no error of the operation says otherwise.
Destinations::Answer<DeleteConnectionResponse> Destinations::delete_connection(
    Call<DeleteConnectionRequest> call) {
  const std::string& name = call.input().name;
  const store::Partition& partition = call.loaded();
  store::Turns::Turn turn = co_await turns_.take(partition);
  auto connection = connections_.find(partition, name);
  if (!connection) co_return no_such_connection("delete", name);
  auto removed = co_await remove(partition, connection_key(name));
  if (!removed.ok()) co_return removed.error();
  connections_.put(partition, name, nullptr);
  co_return answer_to<DeleteConnectionResponse>(*connection, ConnectionState::kDeleting);
}

Destinations::Plan Destinations::plan_deauthorize_connection(
    const wire::RequestContext& request, const DeauthorizeConnectionRequest& input) {
  return plan_on(request, "DeauthorizeConnection", input.name);
}

Destinations::Answer<DeauthorizeConnectionResponse> Destinations::deauthorize_connection(
    Call<DeauthorizeConnectionRequest> call) {
  const std::string& name = call.input().name;
  const store::Partition& partition = call.loaded();
  store::Turns::Turn turn = co_await turns_.take(partition);
  auto before = connections_.find(partition, name);
  if (!before) co_return no_such_connection("deauthorize", name);
  auto connection = std::make_shared<Connection>(*before);
  connection->parameters = {};
  connection->calls = nullptr;
  connection->record.secret_id.clear();
  connection->record.state = ConnectionState::kDeauthorized;
  connection->record.state_reason.clear();
  connection->record.modified = call.request().time;
  auto response =
      answer_to<DeauthorizeConnectionResponse>(*connection, ConnectionState::kDeauthorizing);
  auto changed = co_await change(std::move(connection));
  if (!changed.ok()) co_return changed.error();
  co_return response;
}

Destinations::Plan Destinations::plan_describe_connection(const wire::RequestContext& request,
                                                          const DescribeConnectionRequest& input) {
  return plan_on(request, "DescribeConnection", input.name);
}

wire::Result<DescribeConnectionResponse> Destinations::describe_connection(
    Call<DescribeConnectionRequest> call) {
  auto connection = connections_.find(call.loaded(), call.input().name);
  if (!connection) return no_such_connection("describe", call.input().name);
  const ConnectionRecord& record = connection->record;
  DescribeConnectionResponse response{.arn = connection->arn(),
                                      .name = record.name,
                                      .description = record.description,
                                      .state = name_of(record.state),
                                      .state_reason = unless_empty(record.state_reason),
                                      .authorization_type = name_of(record.type),
                                      .creation_time = record.created,
                                      .last_modified_time = record.modified,
                                      .last_authorized_time = record.authorized};
  if (record.secret_id.empty()) return response;
  response.secret_arn = secret_arn(*connection);
  response.auth_parameters = shown(connection->parameters);
  return response;
}

Destinations::Plan Destinations::plan_list_connections(const wire::RequestContext& request,
                                                       const ListConnectionsRequest&) {
  store::Partition partition{.account = request.caller.account, .region = request.region};
  return wire::Plan<store::Partition>(wire::Check{.action = "events:ListConnections"},
                                      std::move(partition));
}

wire::Result<ListConnectionsResponse> Destinations::list_connections(
    Call<ListConnectionsRequest> call) {
  const ListConnectionsRequest& input = call.input();
  const std::string prefix = input.name_prefix.value_or("");
  const std::string scope =
      wire::PageTokens::scope(call.request(), {prefix, input.state.value_or("")});
  AG_TRY(after, page_position(scope, input.next_token));
  ListConnectionsResponse response;
  for (const auto& connection : connections_.list(call.loaded(), after)) {
    const ConnectionRecord& record = connection->record;
    if (!record.name.starts_with(prefix)) continue;
    if (input.state && *input.state != name_of(record.state)) continue;
    if (response.connections.size() == page_size(input.limit)) {
      response.next_token = page_tokens_.issue(scope, response.connections.back().name);
      break;
    }
    response.connections.push_back({.arn = connection->arn(),
                                    .name = record.name,
                                    .state = name_of(record.state),
                                    .state_reason = unless_empty(record.state_reason),
                                    .authorization_type = name_of(record.type),
                                    .creation_time = record.created,
                                    .last_modified_time = record.modified,
                                    .last_authorized_time = record.authorized});
  }
  return response;
}

}  // namespace angarium::services::events
