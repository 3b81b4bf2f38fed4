#include <fmt/format.h>

#include "base/uuid.h"
#include "services/events/connection_parameters.h"
#include "services/events/destinations.h"
#include "services/events/errors.h"
#include "services/events/requests.h"

namespace angarium::services::events {
namespace {

wire::Check check_on(std::string_view operation, std::string resource) {
  return {.action = fmt::format("events:{}", operation), .resource = std::move(resource)};
}

// Whoever lets a connection be used for an endpoint lets its secrets be sent there: that takes the
// same permission on the connection (Service Authorization Reference: CreateApiDestination and
// UpdateApiDestination have both as resources).
Destinations::Plan plan_on(const wire::RequestContext& request, std::string_view operation,
                           const std::string& name,
                           const std::optional<std::string>& connection_arn = std::nullopt) {
  store::Partition partition{.account = request.caller.account, .region = request.region};
  std::vector<wire::Check> checks{check_on(operation, api_destination_resource(partition, name))};
  if (connection_arn) {
    auto connection = parse_connection_arn(*connection_arn);
    if (!connection) return malformed_arn(*connection_arn);
    wire::Check check =
        check_on(operation, connection_resource(connection->partition, connection->name));
    if (connection->partition.account != partition.account) {
      check.owner = connection->partition.account;
    }
    checks.push_back(std::move(check));
  }
  return wire::Plan<store::Partition>(std::move(checks), std::move(partition));
}

template <class Response>
Response answer_to(const ApiDestination& api_destination, bool is_active) {
  Response response;
  response.arn = api_destination.arn();
  response.state = is_active ? "ACTIVE" : "INACTIVE";
  response.creation_time = api_destination.record.created;
  response.last_modified_time = api_destination.record.modified;
  return response;
}

std::optional<uint32_t> rate_of(const std::optional<int32_t>& given) {
  return given ? std::optional(static_cast<uint32_t>(*given)) : std::nullopt;
}

}  // namespace

bool Destinations::is_active(const ApiDestination& api_destination) const {
  auto connection = find_connection(api_destination.record.connection_arn);
  return connection && connection->record.state == ConnectionState::kAuthorized;
}

ApiDestinationItem Destinations::describe(const ApiDestination& api_destination) const {
  const ApiDestinationRecord& record = api_destination.record;
  return {.arn = api_destination.arn(),
          .name = record.name,
          .state = is_active(api_destination) ? "ACTIVE" : "INACTIVE",
          .connection_arn = record.connection_arn,
          .invocation_endpoint = record.endpoint,
          .http_method = record.method,
          .invocation_rate_limit_per_second =
              static_cast<int32_t>(record.per_second_max.value_or(kPerSecondDefault)),
          .creation_time = record.created,
          .last_modified_time = record.modified};
}

wire::Result<void> Destinations::check_target(const std::string& connection_arn,
                                              const std::string& endpoint,
                                              const store::Partition& partition) const {
  AG_CHECK(check_endpoint(endpoint, "InvocationEndpoint", means_.allows_plain_http));
  auto connection = find_connection(connection_arn);
  if (connection && connection->partition == partition) return {};
  return not_found(fmt::format("Connection '{}' does not exist.", connection_arn));
}

Destinations::Plan Destinations::plan_create_api_destination(
    const wire::RequestContext& request, const CreateApiDestinationRequest& input) {
  return plan_on(request, "CreateApiDestination", input.name, input.connection_arn);
}

Destinations::Answer<CreateApiDestinationResponse> Destinations::create_api_destination(
    Call<CreateApiDestinationRequest> call) {
  const CreateApiDestinationRequest& input = call.input();
  const store::Partition& partition = call.loaded();
  store::Turns::Turn turn = co_await turns_.take(partition);
  auto valid = check_target(input.connection_arn, input.invocation_endpoint, partition);
  if (!valid.ok()) co_return valid.error();
  if (api_destinations_.find(partition, input.name)) co_return api_destination_exists(input.name);
  if (api_destinations_.count(partition) >= quotas_.of(partition.account).api_destinations_max) {
    co_return limit_exceeded();
  }
  auto created = std::make_shared<ApiDestination>(ApiDestination{partition, {}});
  created->record = {.name = input.name,
                     .id = base::uuid(random_),
                     .description = input.description,
                     .connection_arn = input.connection_arn,
                     .endpoint = input.invocation_endpoint,
                     .method = input.http_method,
                     .per_second_max = rate_of(input.invocation_rate_limit_per_second),
                     .created = call.request().time,
                     .modified = call.request().time};
  auto response = answer_to<CreateApiDestinationResponse>(*created, is_active(*created));
  auto changed = co_await change(std::move(created));
  if (!changed.ok()) co_return changed.error();
  co_return response;
}

Destinations::Plan Destinations::plan_update_api_destination(
    const wire::RequestContext& request, const UpdateApiDestinationRequest& input) {
  // Another endpoint receives the secrets of the connection that stays, too.
  std::optional<std::string> connection_arn = input.connection_arn;
  store::Partition partition{.account = request.caller.account, .region = request.region};
  auto existing = api_destinations_.find(partition, input.name);
  if (!connection_arn && input.invocation_endpoint && existing) {
    connection_arn = existing->record.connection_arn;
  }
  return plan_on(request, "UpdateApiDestination", input.name, connection_arn);
}

Destinations::Answer<UpdateApiDestinationResponse> Destinations::update_api_destination(
    Call<UpdateApiDestinationRequest> call) {
  const UpdateApiDestinationRequest& input = call.input();
  const store::Partition& partition = call.loaded();
  store::Turns::Turn turn = co_await turns_.take(partition);
  auto before = api_destinations_.find(partition, input.name);
  if (!before) co_return no_such_api_destination("update", input.name);
  auto next = std::make_shared<ApiDestination>(*before);
  ApiDestinationRecord& record = next->record;
  if (input.description) record.description = input.description;
  if (input.http_method) record.method = *input.http_method;
  if (input.connection_arn) record.connection_arn = *input.connection_arn;
  if (input.invocation_endpoint) record.endpoint = *input.invocation_endpoint;
  if (input.invocation_rate_limit_per_second) {
    record.per_second_max = rate_of(input.invocation_rate_limit_per_second);
  }
  if (input.connection_arn || input.invocation_endpoint) {
    auto valid = check_target(record.connection_arn, record.endpoint, partition);
    if (!valid.ok()) co_return valid.error();
  }
  record.modified = call.request().time;
  auto response = answer_to<UpdateApiDestinationResponse>(*next, is_active(*next));
  auto changed = co_await change(std::move(next));
  if (!changed.ok()) co_return changed.error();
  co_return response;
}

Destinations::Plan Destinations::plan_delete_api_destination(
    const wire::RequestContext& request, const DeleteApiDestinationRequest& input) {
  return plan_on(request, "DeleteApiDestination", input.name);
}

// Rules that name it keep it as their target; their deliveries fail from here on.
Destinations::Answer<DeleteApiDestinationResponse> Destinations::delete_api_destination(
    Call<DeleteApiDestinationRequest> call) {
  const std::string& name = call.input().name;
  const store::Partition& partition = call.loaded();
  store::Turns::Turn turn = co_await turns_.take(partition);
  if (!api_destinations_.find(partition, name)) co_return no_such_api_destination("delete", name);
  auto removed = co_await remove(partition, api_destination_key(name));
  if (!removed.ok()) co_return removed.error();
  api_destinations_.put(partition, name, nullptr);
  co_return DeleteApiDestinationResponse{};
}

Destinations::Plan Destinations::plan_describe_api_destination(
    const wire::RequestContext& request, const DescribeApiDestinationRequest& input) {
  return plan_on(request, "DescribeApiDestination", input.name);
}

wire::Result<DescribeApiDestinationResponse> Destinations::describe_api_destination(
    Call<DescribeApiDestinationRequest> call) {
  const std::string& name = call.input().name;
  auto found = api_destinations_.find(call.loaded(), name);
  if (!found) return no_such_api_destination("describe", name);
  return DescribeApiDestinationResponse{{describe(*found)}, found->record.description};
}

Destinations::Plan Destinations::plan_list_api_destinations(const wire::RequestContext& request,
                                                            const ListApiDestinationsRequest&) {
  store::Partition partition{.account = request.caller.account, .region = request.region};
  return wire::Plan<store::Partition>(wire::Check{.action = "events:ListApiDestinations"},
                                      std::move(partition));
}

wire::Result<ListApiDestinationsResponse> Destinations::list_api_destinations(
    Call<ListApiDestinationsRequest> call) {
  const ListApiDestinationsRequest& input = call.input();
  const std::string prefix = input.name_prefix.value_or("");
  const std::string scope =
      wire::PageTokens::scope(call.request(), {prefix, input.connection_arn.value_or("")});
  AG_TRY(after, page_position(scope, input.next_token));
  ListApiDestinationsResponse response;
  for (const auto& found : api_destinations_.list(call.loaded(), after)) {
    if (!found->record.name.starts_with(prefix)) continue;
    if (input.connection_arn && *input.connection_arn != found->record.connection_arn) continue;
    if (response.api_destinations.size() == page_size(input.limit)) {
      response.next_token = page_tokens_.issue(scope, response.api_destinations.back().name);
      break;
    }
    response.api_destinations.push_back(describe(*found));
  }
  return response;
}

}  // namespace angarium::services::events
