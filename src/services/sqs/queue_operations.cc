#include <algorithm>
#include <array>
#include <utility>

#include "services/sqs/api.h"
#include "services/sqs/errors.h"
#include "services/sqs/push.h"
#include "store/error.h"

// Queues: create, delete, find, list, describe.
namespace angarium::services::sqs {
namespace {

constexpr int32_t kListedMax = 1'000;  // API reference, ListQueues

std::string new_handle_key(base::Random& random) {
  std::array<uint8_t, kHandleKeyBytes> bytes;
  random.fill(bytes);
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

std::string unix_seconds(base::Time time) { return std::to_string(base::to_unix_ms(time) / 1'000); }

}  // namespace

wire::Result<wire::Plan<NamedQueue>> Api::plan_create_queue(const wire::RequestContext& request,
                                                            const CreateQueueRequest& input) {
  AG_TRY(name, parse_queue_name(input.queue_name));
  NamedQueue named{.address = {request.caller.account, request.region, std::move(name)},
                   .queue = {}};
  named.queue = catalog_.find(named.address);
  wire::Check create{.action = "sqs:CreateQueue", .resource = named.address.arn().text()};
  for (const auto& [key, value] : input.tags) {
    create.keys["aws:RequestTag/" + key] = {value};
    create.keys["aws:TagKeys"].push_back(key);
  }
  std::vector<wire::Check> checks;
  if (!input.tags.empty()) {
    // API reference, CreateQueue, tags: asks for both permissions.
    wire::Check tag = create;
    tag.action = "sqs:TagQueue";
    checks.push_back(std::move(tag));
  }
  checks.push_back(std::move(create));
  return wire::Plan<NamedQueue>(std::move(checks), std::move(named));
}

base::Task<wire::Result<CreateQueueResult>> Api::create_queue(
    wire::Authorized<CreateQueueRequest, NamedQueue> call) {
  const CreateQueueRequest& input = call.input();
  const NamedQueue& named = call.loaded();
  auto attributes = parse_attributes(input.attributes);
  if (!attributes.ok()) co_return attributes.error();
  auto tags = check_tags(input.tags);
  if (!tags.ok()) co_return tags.error();
  QueuePtr existing = named.queue;
  if (!existing) {
    base::Time now = clock_.now();
    auto deleted = catalog_.deleted(named.address);
    if (deleted && now < *deleted + settings_.deleted_name_wait) {
      co_return queue_deleted_recently(settings_.deleted_name_wait.count());
    }
    Queue queue{.address = named.address,
                .attributes = *attributes,
                .tags = input.tags,
                .created = now,
                .modified = now,
                .handle_key = new_handle_key(random_)};
    AG_CO_TRY(created, commit_new_queue(std::move(queue)));
    existing = std::move(created);
  }
  co_return answer_existing(call.request(), input, *attributes, *existing);
}

wire::Result<CreateQueueResult> Api::answer_existing(const wire::RequestContext& request,
                                                     const CreateQueueRequest& input,
                                                     const QueueAttributes& wanted,
                                                     const Queue& existing) const {
  auto difference = find_difference(input.attributes, wanted, existing.attributes);
  if (difference) return queue_name_exists(*difference);
  if (!input.tags.empty() && input.tags != existing.tags) return queue_name_exists("tags");
  return CreateQueueResult{queue_url(request.base_url, existing.address)};
}

// The new queue; or the one that another call created at the same time.
base::Task<wire::Result<QueuePtr>> Api::commit_new_queue(Queue queue) {
  const store::Key record = queue_record_key(queue.address.name);
  store::CommitRequest request{.partition = partition_of(queue.address), .operations = {}};
  // Whatever a push may have left behind in a queue of this name that was being deleted.
  request.operations.emplace_back(store::QueueDrop{messages_key(queue.address.name)});
  request.operations.emplace_back(store::TablePut{record, encode_queue(queue)});
  request.preconditions.emplace_back(store::KeyAbsent{record});
  const QueueAddress address = queue.address;
  auto committed = co_await ownership_.commit(std::move(request));
  if (committed.ok()) {
    QueuePtr created = std::make_shared<const Queue>(std::move(queue));
    catalog_.put(created, committed->revision);
    co_return created;
  }
  if (!committed.error().is(store::StoreError::kPreconditionFailed)) co_return committed.error();
  auto read = read_queue(address);
  if (!read.ok()) co_return read.error();
  co_return std::move(*read);
}

base::Result<QueuePtr> Api::read_queue(const QueueAddress& address) const {
  const store::Store& store = ownership_.store();
  AG_TRY(record, store.get(partition_of(address), queue_record_key(address.name)));
  if (!record) {
    return base::Error(store::StoreError::kBusy, "the queue is being created and deleted");
  }
  return decode_queue(address, record->value);
}

wire::Result<wire::Plan<NamedQueue>> Api::plan_delete_queue(const wire::RequestContext& request,
                                                            const DeleteQueueRequest& input) {
  AG_TRY(plan, plan_for_url(request, "sqs:DeleteQueue", input.queue_url));
  // API reference: "Cross-account permissions don't apply to this action."
  wire::Check& check = plan.checks().front();
  if (check.owner != request.caller.account) check.resource_policy = nullptr;
  return plan;
}

base::Task<wire::Result<wire::NoOutput>> Api::delete_queue(
    wire::Authorized<DeleteQueueRequest, NamedQueue> call) {
  const QueueAddress& address = call.loaded().address;
  store::CommitRequest request{.partition = partition_of(address), .operations = {}};
  request.operations.emplace_back(store::TableDelete{queue_record_key(address.name)});
  request.operations.emplace_back(store::QueueDrop{messages_key(address.name)});
  request.preconditions.emplace_back(queue_exists(address.name));
  auto committed = co_await ownership_.commit(std::move(request));
  if (!committed.ok()) co_return commit_error(committed.error());
  catalog_.remove(address, committed->revision, clock_.now());
  co_return wire::NoOutput{};
}

wire::Result<wire::Plan<NamedQueue>> Api::plan_get_queue_url(const wire::RequestContext& request,
                                                             const GetQueueUrlRequest& input) {
  AG_TRY(name, parse_queue_name(input.queue_name));
  base::AccountId owner = request.caller.account;
  if (input.owner_account) {
    if (!base::is_account_id(*input.owner_account)) {
      return invalid_parameter_value(*input.owner_account, "QueueOwnerAWSAccountId",
                                     "Must be an account id of 12 digits.");
    }
    owner = base::AccountId(*input.owner_account);
  }
  QueueAddress address{std::move(owner), request.region, std::move(name)};
  return plan_for_url(request, "sqs:GetQueueUrl", queue_url({}, address));
}

wire::Result<GetQueueUrlResult> Api::get_queue_url(
    wire::Authorized<GetQueueUrlRequest, NamedQueue> call) {
  if (!call.loaded().queue) return queue_does_not_exist();
  return GetQueueUrlResult{queue_url(call.request().base_url, call.loaded().address)};
}

wire::Result<wire::Plan<>> Api::plan_list_queues(const wire::RequestContext&,
                                                 const ListQueuesRequest&) {
  return wire::Plan<>(wire::Check{.action = "sqs:ListQueues"});
}

wire::Result<ListQueuesResult> Api::list_queues(wire::Authorized<ListQueuesRequest> call) {
  const ListQueuesRequest& input = call.input();
  const wire::RequestContext& request = call.request();
  int32_t results_max = input.results_max.value_or(kListedMax);
  if (results_max < 1 || results_max > kListedMax) {
    return invalid_parameter_value(std::to_string(results_max), "MaxResults",
                                   "MaxResults must be an integer between 1 and 1000.");
  }
  const std::string prefix = input.queue_name_prefix.value_or("");
  const std::string scope = wire::PageTokens::scope(request, {prefix});
  std::string after;  // the last name of the page before
  if (input.next_token) {
    auto position = page_tokens_.open(scope, *input.next_token);
    if (!position) {
      return invalid_parameter_value(*input.next_token, "NextToken",
                                     "Invalid or expired next token.");
    }
    after = std::move(*position);
  }
  std::vector<QueuePtr> queues = catalog_.list(request.caller.account, request.region, prefix,
                                               after, static_cast<size_t>(results_max) + 1);
  ListQueuesResult result;
  if (queues.size() > static_cast<size_t>(results_max)) {
    queues.pop_back();
    // API reference: "You must set MaxResults to receive a value for NextToken".
    if (input.results_max) {
      result.next_token = page_tokens_.issue(scope, queues.back()->address.name.text());
    }
  }
  for (const QueuePtr& queue : queues) {
    if (!result.queue_urls) result.queue_urls.emplace();
    result.queue_urls->push_back(queue_url(request.base_url, queue->address));
  }
  return result;
}

wire::Result<wire::Plan<NamedQueue>> Api::plan_get_queue_attributes(
    const wire::RequestContext& request, const GetQueueAttributesRequest& input) {
  return plan_for_url(request, "sqs:GetQueueAttributes", input.queue_url);
}

base::Task<wire::Result<GetQueueAttributesResult>> Api::get_queue_attributes(
    wire::Authorized<GetQueueAttributesRequest, NamedQueue> call) {
  const std::vector<std::string>& names = call.input().attribute_names;
  for (const std::string& name : names) {
    if (!is_attribute_name(name)) co_return invalid_attribute_name(name);
  }
  QueuePtr queue = call.loaded().queue;
  if (!queue) co_return queue_does_not_exist();
  co_await base::resume_on(ownership_.executor());  // counts may come from the disk
  AttributeMap all;
  show_attributes(queue->attributes, all);
  all["QueueArn"] = queue->address.arn().text();
  all["CreatedTimestamp"] = unix_seconds(queue->created);
  all["LastModifiedTimestamp"] = unix_seconds(queue->modified);
  auto counted = show_counts(*queue, all);
  if (!counted.ok()) co_return counted.error();

  bool is_all = std::find(names.begin(), names.end(), "All") != names.end();
  AttributeMap shown;
  for (auto& [name, value] : all) {
    if (is_all || std::find(names.begin(), names.end(), name) != names.end()) {
      shown.emplace(name, std::move(value));
    }
  }
  GetQueueAttributesResult result;
  if (!shown.empty()) result.attributes = std::move(shown);
  co_return result;
}

wire::Result<void> Api::show_counts(const Queue& queue, AttributeMap& shown) const {
  const store::Store& store = ownership_.store();
  AG_TRY(counts, store.queue_counts(partition_of(queue.address), messages_key(queue.address.name)));
  shown["ApproximateNumberOfMessages"] = std::to_string(counts.visible);
  shown["ApproximateNumberOfMessagesNotVisible"] = std::to_string(counts.in_flight);
  shown["ApproximateNumberOfMessagesDelayed"] = std::to_string(counts.delayed);
  return {};
}

}  // namespace angarium::services::sqs
