#include "services/events/destinations.h"

#include <algorithm>
#include <utility>

#include "base/uuid.h"
#include "services/events/errors.h"
#include "services/events/requests.h"
#include "services/events/stored_items.h"

namespace angarium::services::events {
namespace {

// How Secrets Manager ends the ARN of a secret: six characters behind its name.
constexpr size_t kSecretSuffix = 6;
constexpr std::string_view kSecretAlphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

base::Result<std::optional<identity::SealedSecret>> secret_in(const store::Partition& partition,
                                                              const store::TableItem& item) {
  AG_TRY(record, decode_connection(item.value));
  if (record.sealed.empty()) return std::optional<identity::SealedSecret>();
  // Where it lies in the stored bytes: random, and so in one place only.
  const size_t at = item.value.find(record.sealed);
  return std::optional(
      identity::SealedSecret{std::string_view(item.value).substr(at, record.sealed.size()),
                             seal_context(partition, record)});
}

}  // namespace

identity::SealedKind sealed_connections() { return {connections_key(), secret_in}; }

Destinations::Destinations(const DestinationSurroundings& surroundings)
    : ownership_(surroundings.ownership),
      random_(surroundings.random),
      page_tokens_(surroundings.page_tokens),
      sealer_(surroundings.sealer),
      quotas_(surroundings.quotas),
      clock_(surroundings.clock),
      means_(surroundings.means),
      turns_(surroundings.ownership.executor()),
      ended_(surroundings.ownership.executor()) {}

base::Task<base::Result<void>> Destinations::load() {
  co_await base::resume_on(ownership_.executor());
  auto partitions = ownership_.store().partitions();
  if (!partitions.ok()) co_return partitions.error();
  for (const store::Partition& partition : *partitions) {
    auto take_connection = [&](const store::TableItem& item) {
      return load_connection(partition, item.value);
    };
    auto take_destination = [&](const store::TableItem& item) {
      return load_api_destination(partition, item.value);
    };
    auto loaded = scan_all(ownership_.store(), partition, connections_key(), take_connection);
    if (!loaded.ok()) co_return loaded;
    loaded = scan_all(ownership_.store(), partition, api_destinations_key(), take_destination);
    if (!loaded.ok()) co_return loaded;
  }
  co_return base::Result<void>();
}

base::Result<void> Destinations::load_connection(const store::Partition& partition,
                                                 std::string_view stored) {
  AG_TRY(record, decode_connection(stored));
  auto connection = std::make_shared<Connection>(Connection{partition, std::move(record)});
  if (!connection->record.sealed.empty()) {
    AG_TRY(json,
           sealer_.open(connection->record.sealed, seal_context(partition, connection->record)));
    AG_TRY(parameters, decode_parameters(json));
    connection->parameters = std::move(parameters);
    set_calls(*connection);
  }
  const std::string name = connection->record.name;
  connections_.put(partition, name, std::move(connection));
  return {};
}

base::Result<void> Destinations::load_api_destination(const store::Partition& partition,
                                                      std::string_view stored) {
  AG_TRY(record, decode_api_destination(stored));
  auto loaded = std::make_shared<ApiDestination>(ApiDestination{partition, std::move(record)});
  set_calls(*loaded);
  const std::string name = loaded->record.name;
  api_destinations_.put(partition, name, std::move(loaded));
  return {};
}

// A destination keeps the books of its rate while the rate stays.
void Destinations::set_calls(ApiDestination& api_destination) const {
  const ApiDestinationRecord& record = api_destination.record;
  auto endpoint = delivery::targets::parse_endpoint(record.endpoint, means_.allows_plain_http);
  std::shared_ptr<const delivery::targets::ApiDestination> before =
      std::exchange(api_destination.calls, nullptr);
  if (!endpoint.ok()) return;
  const size_t quota =
      quotas_.of(api_destination.partition.account).api_destination_invocations_per_second_max;
  const size_t per_second_max =
      std::min<size_t>(record.per_second_max.value_or(kPerSecondDefault), quota);
  const bool is_same_rate = before && before->per_second_max == per_second_max;
  auto rate =
      is_same_rate ? before->rate : std::make_shared<delivery::InvocationRate>(per_second_max);
  api_destination.calls = std::make_shared<const delivery::targets::ApiDestination>(
      delivery::targets::ApiDestination{.endpoint = std::move(*endpoint),
                                        .method = record.method,
                                        .per_second_max = per_second_max,
                                        .rate = std::move(rate)});
}

std::shared_ptr<const Connection> Destinations::find_connection(std::string_view arn) const {
  auto named = parse_connection_arn(arn);
  if (!named) return nullptr;
  auto connection = connections_.find(named->partition, named->name);
  return connection && connection->record.id == named->id ? connection : nullptr;
}

std::shared_ptr<const ApiDestination> Destinations::find_api_destination(
    std::string_view arn) const {
  auto named = parse_api_destination_arn(arn);
  if (!named) return nullptr;
  auto found = api_destinations_.find(named->partition, named->name);
  return found && found->record.id == named->id ? found : nullptr;
}

base::Task<wire::Result<void>> Destinations::change(std::shared_ptr<Connection> connection) {
  ConnectionRecord& record = connection->record;
  const store::Partition partition = connection->partition;
  record.sealed.clear();
  if (!record.secret_id.empty()) {
    const std::string secret = encode(connection->parameters);
    // Secrets Manager's own limit, in which AWS keeps it.
    constexpr size_t kSecretBytesMax = 65'536;
    if (secret.size() > kSecretBytesMax) {
      co_return validation("AuthParameters are larger than 65536 bytes.");
    }
    record.sealed = sealer_.seal(secret, seal_context(partition, record));
  }
  std::vector<store::Operation> operations;
  operations.emplace_back(store::TablePut{connection_key(record.name), encode(record)});
  auto committed = co_await commit_change(ownership_, partition, std::move(operations));
  if (!committed.ok()) co_return committed.error();
  const std::string name = record.name;
  connections_.put(partition, name, std::move(connection));
  co_return wire::Result<void>();
}

base::Task<wire::Result<void>> Destinations::change(
    std::shared_ptr<ApiDestination> api_destination) {
  set_calls(*api_destination);
  const store::Partition partition = api_destination->partition;
  const std::string name = api_destination->record.name;
  std::vector<store::Operation> operations;
  operations.emplace_back(
      store::TablePut{api_destination_key(name), encode(api_destination->record)});
  auto committed = co_await commit_change(ownership_, partition, std::move(operations));
  if (!committed.ok()) co_return committed.error();
  api_destinations_.put(partition, name, std::move(api_destination));
  co_return wire::Result<void>();
}

base::Task<wire::Result<void>> Destinations::remove(store::Partition partition, store::Key key) {
  std::vector<store::Operation> operations;
  operations.emplace_back(store::TableDelete{std::move(key)});
  return commit_change(ownership_, std::move(partition), std::move(operations));
}

wire::Result<std::string> Destinations::page_position(
    const std::string& scope, const std::optional<std::string>& next_token) const {
  if (!next_token) return std::string();
  std::optional<std::string> position = page_tokens_.open(scope, *next_token);
  if (!position) return invalid_next_token();
  return *position;
}

std::string Destinations::new_secret_id() {
  std::string id = base::uuid(random_) + "-";
  for (size_t i = 0; i < kSecretSuffix; ++i) {
    id += kSecretAlphabet[random_.below(kSecretAlphabet.size())];
  }
  return id;
}

}  // namespace angarium::services::events
