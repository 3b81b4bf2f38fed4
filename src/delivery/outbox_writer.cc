// The part of Outbox that writes: rounds of commits, and what leases of retry queues find.
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

}  // namespace

bool Outbox::is_final(const base::Error& error) {
  return error.is(store::StoreError::kStopped) || error.is(store::StoreError::kStaleEpoch);
}

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
  for (const size_t at : made.updates) found.update_found.push_back(is_done(at));
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

}  // namespace angarium::delivery
