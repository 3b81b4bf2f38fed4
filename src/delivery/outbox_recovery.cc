// The part of Outbox that takes up what an earlier run left: its leases, and the end of the log.
#include <utility>

#include "base/log.h"
#include "delivery/keys.h"
#include "delivery/outbox.h"
#include "store/error.h"

namespace angarium::delivery {
namespace {

// Whether the entry waits for an attempt and not for its time.
bool is_leased(const store::Message& message) {
  if (message.lease != 0) return true;
  const auto state = decode_retry_state(message.state);
  return state.ok() && state->leased_until == message.not_before;
}

}  // namespace

// One process at a time owns a partition, and its retry queues are nobody else's: what is leased
// when it starts waits for attempts that have died with the process before. Such a lease ends
// within `spill_lease` of the start; a lease of this run ends later, so the entries due before
// `until` are all there is to look at, however many wait for longer.
base::Task<void> Outbox::release_leases(std::shared_ptr<Outbox> self,
                                        std::vector<SubscriptionId> subscriptions,
                                        base::Time until) {
  base::Executor& executor = self->surroundings_.executor;
  co_await base::resume_on(executor);
  for (const SubscriptionId& subscription : subscriptions) {
    std::optional<store::DueSpan> rest = store::DueSpan{self->now().time, until};
    while (rest && !self->is_halted()) {
      auto released = co_await self->release_page(subscription, *rest);
      if (released.ok()) {
        rest = *released;
        continue;
      }
      base::log(base::LogLevel::kError, "can't release what an earlier run was delivering",
                {{"bus", self->bus_.name}, {"error", released.error().message()}});
      if (is_final(released.error())) co_return;
      co_await base::sleep_until(executor, executor.now() + kCommitAgain);
    }
  }
}

// What was leased anew meanwhile has another token, and stays with its attempt.
base::Task<base::Result<std::optional<store::DueSpan>>> Outbox::release_page(
    SubscriptionId subscription, store::DueSpan span) {
  const store::Key queue = Keys::retry_queue(bus_.name, subscription);
  const auto page = surroundings_.ownership.store().queue_later(bus_.partition, queue, span,
                                                                limits_.commit_operations_max);
  if (!page.ok()) co_return page.error();
  store::CommitRequest request{bus_.partition, 0, {}, {}};
  for (const store::Message& message : page->messages) {
    if (!is_leased(message)) continue;
    request.operations.push_back(
        store::QueueRelease{queue, message.id, now().time, std::nullopt, message.lease});
  }
  if (request.operations.empty()) co_return page->rest;
  AG_CO_CHECK(surroundings_.ownership.commit(std::move(request)));
  change([&](Ledger& ledger, const Moment& now, Steps& steps) {
    ledger.came_due(subscription, now, steps);
  });
  co_return page->rest;
}

bool Outbox::is_busy() {
  base::MutexLock lock(mutex_);
  return ledger_.spills_waiting() >= limits_.commit_operations_max;
}

// Page by page, and no faster than what does not find room in its lane can be spilled.
base::Task<void> Outbox::replay(std::shared_ptr<Outbox> self, store::Offset from,
                                store::Offset end) {
  base::Executor& executor = self->surroundings_.executor;
  while (from < end && !self->is_halted()) {
    const bool busy = self->is_busy();
    if (!busy) {
      auto next = self->replay_page(from, end);
      if (next.ok()) {
        from = *next;
        continue;
      }
      base::log(base::LogLevel::kError, "can't read a bus's log",
                {{"bus", self->bus_.name}, {"error", next.error().message()}});
      if (next.error().is(store::StoreError::kStopped)) co_return;
    }
    co_await base::sleep_until(executor, executor.now() + kCommitAgain);
  }
  self->change(
      [](Ledger& ledger, const Moment& now, Steps& steps) { ledger.end_replay(now, steps); });
}

base::Result<store::Offset> Outbox::replay_page(store::Offset from, store::Offset end) {
  AG_TRY(items,
         surroundings_.ownership.store().log_read(bus_.partition, Keys::log(bus_.name), from, {}));
  if (items.empty()) {
    return base::Error(store::StoreError::kCorrupt,
                       "the log ends before `" + std::to_string(end) + "`");
  }
  std::vector<Outstanding> records;
  for (const store::LogItem& item : items) {
    if (item.offset < end) records.push_back(read_record(item));
  }
  const store::Offset next = records.back().log_offset + 1;
  dispatch(std::move(records));
  return next;
}

// A record that can't be read owes nobody anything any more; that is counted, and in the log.
Outstanding Outbox::read_record(const store::LogItem& item) const {
  auto record = decode_log_record(item.record);
  auto content = record.ok() ? surroundings_.reader->content(record->event)
                             : base::Result<std::shared_ptr<const Content>>(record.error());
  if (content.ok()) return {item.offset, *content, std::move(record->owed)};
  base::log(base::LogLevel::kError, "a record of a bus's log can't be read",
            {{"bus", bus_.name}, {"offset", item.offset}, {"error", content.error().message()}});
  metrics_.invocations.failed(GiveUpReason::kUnreadable).add();
  return {item.offset, std::make_shared<const Content>(), {}};
}

}  // namespace angarium::delivery
