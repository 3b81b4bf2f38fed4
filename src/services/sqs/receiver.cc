#include "services/sqs/receiver.h"

#include <algorithm>
#include <utility>

#include "services/sqs/errors.h"
#include "services/sqs/push.h"
#include "store/error.h"

namespace angarium::services::sqs {
namespace {

// Leases that only find what is expired or dead before a call gives up and answers nothing; the
// next call goes on.
constexpr int kRoundsMax = 10;

}  // namespace

Receiver::Receiver(const Dependencies& dependencies, const Catalog& catalog)
    : ownership_(dependencies.ownership),
      clock_(dependencies.clock),
      settings_(dependencies.settings),
      catalog_(catalog),
      polls_(dependencies.ownership, dependencies.clock) {}

base::Task<wire::Result<std::vector<store::Message>>> Receiver::receive(Request request) {
  base::Executor& executor = ownership_.executor();
  co_await base::resume_on(executor);  // the store may read the disk
  const base::Instant deadline = executor.now() + request.wait;
  Polls::Poll poll{.queue = request.queue->address, .messages_max = request.messages_max};
  while (true) {
    Taken taken = co_await take_due(request);
    const bool is_found = taken.ok() && !taken->empty();
    polls_.note_taken(poll, is_found);
    const bool is_over = !taken.ok() || is_found || executor.now() >= deadline;
    if (is_over || polls_.is_stopping()) co_return taken;
    auto epoch = co_await ownership_.epoch(partition_of(request.queue->address));
    if (!epoch.ok()) co_return commit_error(epoch.error());
    const Polls::Offer offered = [&] { return offer(request, *epoch); };
    Polls::Taken handed = co_await polls_.wait(poll, deadline, offered);
    // Without a message, or refused: why, the next look says.
    if (handed && handed->ok() && !(*handed)->operations.front().messages.empty()) {
      co_return std::move((*handed)->operations.front().messages);
    }
    if (!request.may_still) continue;
    wire::Result<void> allowed = request.may_still();
    if (allowed.ok()) continue;
    polls_.note_taken(poll, true);  // what it was called for is for whoever waits next
    co_return allowed.error();
  }
}

base::Task<Receiver::Taken> Receiver::take_due(const Request& request) {
  auto due = is_any_due(request);
  if (!due.ok()) co_return due.error();
  // What an attempt gave before is in flight now, not due.
  if (!*due && request.attempt.empty()) co_return std::vector<store::Message>();
  for (int round = 0; round < kRoundsMax; ++round) {
    auto leased = co_await lease(request);
    if (!leased.ok()) co_return commit_error(leased.error());
    if (leased->outcome == store::Outcome::kNotLeased) co_return attempt_is_spent(request.attempt);
    const bool is_more = leased->messages_removed > 0 || leased->messages_moved > 0;
    if (!leased->messages.empty() || !is_more) co_return std::move(leased->messages);
  }
  co_return std::vector<store::Message>();
}

// Without its dead-letter queue, a queue keeps its dead letters and goes on handing them out.
base::Task<base::Result<store::OperationResult>> Receiver::lease(const Request& request) {
  const QueuePtr dead_letters = dead_letter_queue(*request.queue);
  store::CommitRequest commit = lease_commit(request, dead_letters);
  auto committed = co_await ownership_.commit(std::move(commit));
  if (!committed.ok() && dead_letters &&
      committed.error().is(store::StoreError::kPreconditionFailed)) {
    // One of the two was deleted a moment ago. Without the other it turns out which.
    store::CommitRequest again = lease_commit(request, nullptr);
    committed = co_await ownership_.commit(std::move(again));
  }
  if (!committed.ok()) co_return committed.error();
  co_return std::move(committed->operations.front());
}

// Of a poll that waits: what it takes when there is something.
std::optional<store::CommitRequest> Receiver::offer(const Request& request,
                                                    store::Epoch epoch) const {
  if (request.may_still && !request.may_still().ok()) return std::nullopt;
  const auto more = may_more_be_in_flight(request);
  if (!more.ok() || !*more) return std::nullopt;
  store::CommitRequest commit = lease_commit(request, dead_letter_queue(*request.queue));
  commit.epoch = epoch;
  return commit;
}

// Null: it has none, or that is no longer there.
QueuePtr Receiver::dead_letter_queue(const Queue& queue) const {
  if (!queue.attributes.redrive) return nullptr;
  return catalog_.find(queue.attributes.redrive->dead_letter_queue);
}

store::CommitRequest Receiver::lease_commit(const Request& request,
                                            QueuePtr dead_letter_queue) const {
  const Queue& queue = *request.queue;
  const base::Time now = clock_.now();
  store::QueueLease lease{.queue = messages_key(queue.address.name),
                          .messages_max = request.messages_max,
                          .until = now + request.visibility_timeout,
                          .whole_groups = queue.is_fifo(),
                          .attempt = request.attempt,
                          .remember_for = kFifoRemembers,
                          .sent_after = now - queue.attributes.message_retention};
  store::CommitRequest commit{.partition = partition_of(queue.address), .operations = {}};
  commit.preconditions.emplace_back(queue_exists(queue.address.name));
  if (dead_letter_queue) {
    const QueueName& name = dead_letter_queue->address.name;
    lease.dead_letters = store::DeadLetters{
        .queue = messages_key(name),
        .receives_max = queue.attributes.redrive->receives_max,
        .state = encode_state({.dead_letter_source = queue.address.arn().text()}),
        // Developer guide, "Setting-up dead-letter queue retention": a standard queue's dead letter
        // keeps the time it was sent, a FIFO queue's gets a new one.
        .sent_anew = queue.is_fifo()};
    commit.preconditions.emplace_back(queue_exists(name));
  }
  commit.operations.emplace_back(std::move(lease));
  return commit;
}

wire::Result<bool> Receiver::is_any_due(const Request& request) const {
  const store::Store& store = ownership_.store();
  const store::Partition partition = partition_of(request.queue->address);
  const store::Key messages = messages_key(request.queue->address.name);
  AG_TRY(due, store.queue_next_due(partition, messages));
  if (!due || *due > clock_.now()) return false;
  AG_TRY(more, may_more_be_in_flight(request));
  if (more) return true;
  // Developer guide, "Amazon SQS visibility timeout": a short poll gets the error, a long poll
  // nothing; and "FIFO queue quotas": a FIFO queue never says so.
  if (request.wait == base::Seconds(0) && !request.queue->is_fifo()) return over_limit();
  return false;
}

base::Result<bool> Receiver::may_more_be_in_flight(const Request& request) const {
  const QueueAddress& address = request.queue->address;
  AG_TRY(counts,
         ownership_.store().queue_counts(partition_of(address), messages_key(address.name)));
  return counts.in_flight < settings_.in_flight_max;
}

}  // namespace angarium::services::sqs
