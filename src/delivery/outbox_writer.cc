// The half of Outbox that talks to the store: rounds of commits, retry queues, replay.
#include <utility>

#include "base/log.h"
#include "delivery/dead_letter.h"
#include "delivery/keys.h"
#include "delivery/outbox.h"
#include "store/error.h"

namespace angarium::delivery {
namespace {

constexpr uint64_t kCommitLogEvery = 50;  // a line every ten seconds while it goes on

// The errand of an entry that has been given up goes on as a dead letter.
void resume_letter(const DeadLetterState& state, Errand& errand) {
  DeadLetter letter{errand.delivery.route,          state.reason,
                    errand.attempts_made,           errand.delivery.first_attempt_time,
                    errand.last_attempt.error_code, errand.last_attempt.error_message};
  errand.delivery = to_dead_letter_queue(errand.delivery, std::move(letter), state.since);
  errand.delivery.attempt = state.attempts_made + 1;
  errand.attempts_made = state.attempts_made;
  errand.last_attempt = {};
}

// Errors that no later commit can get over in this process.
bool is_final(const base::Error& error) {
  return error.is(store::StoreError::kStopped) || error.is(store::StoreError::kStaleEpoch);
}

}  // namespace

base::Task<void> Outbox::write(std::shared_ptr<Outbox> self) {
  while (true) {
    self->look_at_queues();
    std::optional<Round> round;
    self->change([&](Ledger& ledger, const Moment& now, Steps& steps) {
      round = ledger.begin_round(now, steps);
    });
    if (!round) co_return;
    if (round->empty()) continue;
    const bool written = co_await self->commit(*round);
    if (!written) co_return;
  }
}

void Outbox::look_at_queues() {
  std::vector<SubscriptionId> looks;
  {
    base::MutexLock lock(mutex_);
    looks = ledger_.take_looks();
  }
  for (const SubscriptionId& subscription : looks) {
    const store::Key queue = Keys::retry_queue(bus_.name, subscription);
    auto due = surroundings_.ownership.store().queue_next_due(bus_.partition, queue);
    if (!due.ok()) {
      base::log(base::LogLevel::kError, "can't read a retry queue",
                {{"queue", queue.text()}, {"error", due.error().message()}});
      due = surroundings_.clock.now() + base::Seconds(1);
    }
    change([&](Ledger& ledger, const Moment& now, Steps& steps) {
      ledger.looked(subscription, *due, now, steps);
    });
  }
}

// Makes the commit until it is durable. False: there will be no more, and the outbox has halted.
base::Task<bool> Outbox::commit(const Round& round) {
  bool letters_taken = true;
  for (uint64_t tries = 0; !is_halted(); ++tries) {
    const base::Time now = surroundings_.clock.now();
    RoundRequest made = make_request(round, bus_, limits_, now, letters_taken);
    auto result = co_await surroundings_.ownership.commit(std::move(made.request));
    if (result.ok()) {
      committed(round, made, std::move(*result), letters_taken);
      co_return true;
    }
    if (result.error().is(store::StoreError::kPreconditionFailed) && letters_taken) {
      letters_taken = false;  // only letters have preconditions
      continue;
    }
    if (tries % kCommitLogEvery == 0) {
      base::log(base::LogLevel::kError, "can't write what became of deliveries",
                {{"bus", bus_.name}, {"error", result.error().message()}});
    }
    if (is_final(result.error())) break;
    co_await base::sleep_until(surroundings_.executor, surroundings_.executor.now() + kCommitAgain);
  }
  halt();
  co_return false;
}

void Outbox::committed(const Round& round, const RoundRequest& made, store::CommitResult result,
                       bool letters_taken) {
  const auto& operations = result.operations;
  // A target may take a letter without any operation of its own.
  auto is_done = [&](size_t at) {
    return at >= operations.size() || operations[at].outcome == store::Outcome::kDone;
  };
  RoundResult found;
  for (size_t i = 0; i < round.spills.size(); ++i) {
    found.spill_is_new.push_back(is_done(made.spills_begin + i));
  }
  for (size_t i = 0; i < round.updates.size(); ++i) {
    found.update_found.push_back(is_done(made.updates_begin + i));
  }
  for (size_t i = 0; i < round.leases.size(); ++i) {
    auto& entries = found.leased.emplace_back();
    for (const store::Message& message : operations.at(made.leases_begin + i).messages) {
      entries.push_back(read_entry(message));
    }
  }
  found.letters_taken = letters_taken;
  if (observer_ && letters_taken) {
    for (const Round::Letter& letter : round.letters) {
      observer_->dead_letter_stored(letter.errand->delivery, surroundings_.clock.now());
    }
  }
  for (const size_t at : made.letters) found.letter_found.push_back(is_done(at));
  change([&](Ledger& ledger, const Moment& now, Steps& steps) {
    ledger.end_round(round, std::move(found), now, steps);
  });
}

LeasedEntry Outbox::read_entry(const store::Message& message) const {
  auto errand = read_errand(message);
  if (errand.ok()) return {(*errand)->delivery.log_offset, *errand};
  base::log(
      base::LogLevel::kError, "an entry of a retry queue can't be read",
      {{"bus", bus_.name}, {"entry", message.id.text()}, {"error", errand.error().message()}});
  return {offset_of(message.id), nullptr};
}

base::Result<ErrandPtr> Outbox::read_errand(const store::Message& message) const {
  AG_TRY(entry, decode_retry_entry(message.body));
  AG_TRY(state, decode_retry_state(message.state));
  AG_TRY(content, surroundings_.reader->content(entry.event));
  auto errand = std::make_shared<Errand>();
  errand->delivery = {std::move(content),
                      std::make_shared<const Route>(std::move(entry.route)),
                      bus_,
                      entry.log_offset,
                      state.attempts_made + 1,
                      state.first_attempt_time};
  errand->stored = Errand::Stored::kInQueue;
  errand->from_queue = true;
  errand->group = message.group;
  errand->attempts_made = state.attempts_made;
  errand->last_attempt = Attempt::retryable(state.error_code, state.error_message);
  if (state.dead_letter) resume_letter(*state.dead_letter, *errand);
  return errand;
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
