#include <array>
#include <utility>

#include "services/sqs/api.h"
#include "services/sqs/errors.h"
#include "services/sqs/parameters.h"
#include "services/sqs/push.h"
#include "services/sqs/tags.h"
#include "store/error.h"

// Queues: create, delete, find, list, purge.
namespace angarium::services::sqs {
namespace {

std::string new_handle_key(base::Random& random) {
  std::array<uint8_t, kHandleKeyBytes> bytes;
  random.fill(bytes);
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

}  // namespace

QueuePlan Api::plan_create_queue(const wire::RequestContext& request,
                                 const CreateQueueRequest& input) {
  AG_TRY(name, parse_queue_name(input.queue_name));
  NamedQueue named{.address = {request.caller.account, request.region, std::move(name)},
                   .queue = {}};
  named.queue = catalog_.find(named.address);
  wire::Check create{.action = "sqs:CreateQueue", .resource = named.address.arn().text()};
  add_request_tags(input.tags, create);
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

Answer<CreateQueueResult> Api::create_queue(QueueCall<CreateQueueRequest> call) {
  const CreateQueueRequest& input = call.input();
  const NamedQueue& named = call.loaded();
  auto type = check_queue_type(named.address.name, input.attributes);
  if (!type.ok()) co_return type.error();
  auto attributes = apply_attributes(QueueAttributes::of(named.address.name), input.attributes);
  if (!attributes.ok()) co_return attributes.error();
  auto kept = keep_principals(*attributes);
  if (!kept.ok()) co_return kept.error();
  auto tags = check_tags(named.address.name, input.tags);
  if (!tags.ok()) co_return tags.error();
  auto redrive = check_redrive(named.address, *attributes);
  if (!redrive.ok()) co_return redrive.error();
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
                .purged = {},
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

QueuePlan Api::plan_delete_queue(const wire::RequestContext& request,
                                 const DeleteQueueRequest& input) {
  return plan_for_owner(request, "sqs:DeleteQueue", input.queue_url);
}

Answer<wire::NoOutput> Api::delete_queue(QueueCall<DeleteQueueRequest> call) {
  const QueueAddress& address = call.loaded().address;
  store::CommitRequest request{.partition = partition_of(address), .operations = {}};
  request.operations.emplace_back(store::TableDelete{queue_record_key(address.name)});
  request.operations.emplace_back(store::QueueDrop{messages_key(address.name)});
  request.operations.emplace_back(store::TableDelete{move_record_key(address.name)});
  request.preconditions.emplace_back(queue_exists(address.name));
  auto committed = co_await ownership_.commit(std::move(request));
  if (!committed.ok()) co_return commit_error(committed.error());
  catalog_.remove(address, committed->revision, clock_.now());
  mover_->wake(address);  // a task of it ends
  co_return wire::NoOutput{};
}

QueuePlan Api::plan_get_queue_url(const wire::RequestContext& request,
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

wire::Result<GetQueueUrlResult> Api::get_queue_url(QueueCall<GetQueueUrlRequest> call) {
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
  AG_TRY(results_max, listed_max(input.results_max));
  const std::string prefix = input.queue_name_prefix.value_or("");
  const std::string scope = wire::PageTokens::scope(request, {prefix});
  AG_TRY(after, page_position(scope, input.next_token));
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

QueuePlan Api::plan_purge_queue(const wire::RequestContext& request,
                                const PurgeQueueRequest& input) {
  return plan_for_url(request, "sqs:PurgeQueue", input.queue_url);
}

Answer<wire::NoOutput> Api::purge_queue(QueueCall<PurgeQueueRequest> call) {
  const QueueAddress& address = call.loaded().address;
  const base::Time now = clock_.now();
  Change change = [now, wait = settings_.purge_wait](Queue& queue) -> wire::Result<void> {
    if (queue.purged && now < *queue.purged + wait) {
      return purge_in_progress(queue.address.name.text());
    }
    queue.purged = now;
    return {};
  };
  std::vector<store::Operation> purge{store::QueuePurge{messages_key(address.name)}};
  return change_queue(address, std::move(change), std::move(purge));
}

}  // namespace angarium::services::sqs
