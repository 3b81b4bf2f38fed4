#include "services/sqs/polls.h"

#include <algorithm>
#include <list>
#include <map>
#include <utility>
#include <vector>

namespace angarium::services::sqs {
namespace {

using Bell = base::OneShot<Polls::Taken>;

// A queue at its limit of messages in flight has messages due that nobody gets: whoever was called
// for one in vain waits this long before the next look.
constexpr base::Milliseconds kAgain{100};

}  // namespace

struct Polls::State : std::enable_shared_from_this<Polls::State> {
  State(store::Ownership& ownership, const base::Clock& clock)
      : ownership(ownership), clock(clock) {}

  struct Waiting;
  using Places = std::list<std::shared_ptr<Waiting>>;
  struct Waiting {
    Bell bell;
    Poll* poll;
    const Offer* offer;
    std::optional<Places::iterator> place = {};  // none: out of line, its bell is being rung
  };
  struct Listening {
    store::Listener filled;
    store::Listener due;
  };
  struct Line {
    Places waiting;
    size_t called_for = 0;  // messages that polls were called for and haven't told of yet
    bool is_look_posted = false;
    std::optional<Listening> listening = {};
    std::optional<std::pair<base::Instant, base::TimerId>> next_look = {};
  };

  store::Ownership& ownership;
  const base::Clock& clock;
  base::Mutex mutex;
  bool is_stopping AG_GUARDED_BY(mutex) = false;
  std::map<QueueAddress, Line> lines AG_GUARDED_BY(mutex);

  bool join(const std::shared_ptr<Waiting>& waiting);
  void take_out(Line& line, Waiting& waiting) AG_REQUIRES(mutex);
  void wake(Waiting& waiting);
  std::optional<store::Following> take(const QueueAddress& queue);
  std::shared_ptr<Waiting> take_out_first(const QueueAddress& queue);
  void end_if_empty(const QueueAddress& queue);
  void listen(const QueueAddress& queue);
  void post_look(const QueueAddress& queue);
  void look(const QueueAddress& queue);
  void look_at(const QueueAddress& queue, base::Instant time);
  void look_planned(const QueueAddress& queue, base::Instant time);
  std::vector<Bell> call(Line& line, uint64_t messages) AG_REQUIRES(mutex);
};

Polls::Polls(store::Ownership& ownership, const base::Clock& clock)
    : state_(std::make_shared<State>(ownership, clock)) {}

Polls::~Polls() = default;

base::Task<Polls::Taken> Polls::wait(Poll& poll, base::Instant deadline, const Offer& offer) {
  base::Executor& executor = state_->ownership.executor();
  Bell bell(executor);
  auto waiting = std::make_shared<State::Waiting>(State::Waiting{bell, &poll, &offer});
  if (!state_->join(waiting)) co_return std::nullopt;
  // A look may call this very poll; its bell keeps that until it is awaited.
  if (std::exchange(poll.in_vain, false)) {
    state_->look_at(poll.queue, executor.now() + kAgain);
  } else {
    state_->look(poll.queue);
  }
  base::TimerId timer =
      executor.post_at(deadline, [state = state_, waiting] { state->wake(*waiting); });
  Taken taken = co_await bell;
  executor.cancel(timer);
  state_->end_if_empty(poll.queue);
  co_return taken;
}

void Polls::note_taken(Poll& poll, bool found) {
  if (!std::exchange(poll.is_called, false)) return;
  poll.in_vain = !found;
  {
    base::MutexLock lock(state_->mutex);
    auto line = state_->lines.find(poll.queue);
    if (line == state_->lines.end()) return;
    line->second.called_for -= std::min(line->second.called_for, poll.messages_max);
  }
  // There may be more than it was called for.
  if (found) state_->post_look(poll.queue);
  state_->end_if_empty(poll.queue);
}

void Polls::stop() {
  std::vector<Bell> all;
  {
    base::MutexLock lock(state_->mutex);
    state_->is_stopping = true;
    for (auto& [queue, line] : state_->lines) {
      while (!line.waiting.empty()) {
        all.push_back(line.waiting.front()->bell);
        state_->take_out(line, *line.waiting.front());
      }
    }
  }
  for (Bell& bell : all) bell.set(std::nullopt);
}

bool Polls::is_stopping() const {
  base::MutexLock lock(state_->mutex);
  return state_->is_stopping;
}

// False when there is no waiting any more.
bool Polls::State::join(const std::shared_ptr<Waiting>& waiting) {
  const QueueAddress& queue = waiting->poll->queue;
  bool is_heard = false;
  {
    base::MutexLock lock(mutex);
    if (is_stopping) return false;
    Line& line = lines[queue];
    is_heard = line.listening.has_value();
    waiting->place = line.waiting.insert(line.waiting.end(), waiting);
  }
  if (!is_heard) listen(queue);
  return true;
}

// Who calls this rings its bell, once the lock is released.
void Polls::State::take_out(Line& line, Waiting& waiting) {
  const Places::iterator place = *std::exchange(waiting.place, std::nullopt);
  line.waiting.erase(place);
}

void Polls::State::wake(Waiting& waiting) {
  {
    base::MutexLock lock(mutex);
    if (!waiting.place) return;
    take_out(lines.find(waiting.poll->queue)->second, waiting);
  }
  waiting.bell.set(std::nullopt);
}

// The offer of whoever is first in line. Until its bell rings the poll stays where it is: what it
// refers to is there.
std::optional<store::Following> Polls::State::take(const QueueAddress& queue) {
  const std::shared_ptr<Waiting> first = take_out_first(queue);
  if (!first) return std::nullopt;
  std::optional<store::CommitRequest> request = (*first->offer)();
  if (!request) {
    first->bell.set(std::nullopt);
    return std::nullopt;
  }
  return store::Following{std::move(*request),
                          [bell = first->bell](base::Result<store::CommitResult> result) mutable {
                            bell.set(std::move(result));
                          }};
}

std::shared_ptr<Polls::State::Waiting> Polls::State::take_out_first(const QueueAddress& queue) {
  base::MutexLock lock(mutex);
  auto line = lines.find(queue);
  if (line == lines.end() || line->second.waiting.empty()) return nullptr;
  std::shared_ptr<Waiting> first = line->second.waiting.front();
  take_out(line->second, *first);
  return first;
}

// The last to leave, or to tell what it found, ends the line.
void Polls::State::end_if_empty(const QueueAddress& queue) {
  std::optional<Listening> listening;  // dies without the lock: it takes the store's
  std::optional<base::TimerId> timer;
  {
    base::MutexLock lock(mutex);
    auto line = lines.find(queue);
    if (line == lines.end() || !line->second.waiting.empty() || line->second.called_for > 0) return;
    listening = std::move(line->second.listening);
    if (line->second.next_look) timer = line->second.next_look->second;
    lines.erase(line);
  }
  if (timer) ownership.executor().cancel(*timer);
}

void Polls::State::listen(const QueueAddress& queue) {
  store::Store& store = ownership.store();
  const store::Partition partition = partition_of(queue);
  const store::Key messages = messages_key(queue.name);
  auto take_first = [weak = weak_from_this(), queue]() -> std::optional<store::Following> {
    auto state = weak.lock();
    return state ? state->take(queue) : std::nullopt;
  };
  auto look_soon = [weak = weak_from_this(), queue] {
    if (auto state = weak.lock()) state->post_look(queue);
  };
  Listening listening{store.on_queue_filled(partition, messages, std::move(take_first)),
                      store.on_queue(partition, messages, std::move(look_soon))};
  base::MutexLock lock(mutex);
  auto line = lines.find(queue);
  if (line == lines.end() || line->second.listening) return;
  line->second.listening.emplace(std::move(listening));
}

// Commits come faster than looks: one that waits serves for all.
void Polls::State::post_look(const QueueAddress& queue) {
  {
    base::MutexLock lock(mutex);
    auto line = lines.find(queue);
    if (line == lines.end() || std::exchange(line->second.is_look_posted, true)) return;
  }
  ownership.executor().post([self = shared_from_this(), queue] { self->look(queue); });
}

void Polls::State::look(const QueueAddress& queue) {
  {
    base::MutexLock lock(mutex);
    auto line = lines.find(queue);
    if (line == lines.end()) return;
    line->second.is_look_posted = false;  // what comes from here on needs a look of its own
  }
  const store::Partition partition = partition_of(queue);
  const store::Key messages = messages_key(queue.name);
  const base::Time now = clock.now();
  auto due = ownership.store().queue_next_due(partition, messages);
  if (due.ok() && !*due) return;
  if (due.ok() && **due > now) {
    return look_at(queue, ownership.executor().now() + (**due - now));
  }
  auto counts = ownership.store().queue_counts(partition, messages);
  // Without an answer of the store one poll is called, and tells its client why.
  const uint64_t visible = due.ok() && counts.ok() ? std::max<uint64_t>(counts->visible, 1) : 1;
  std::vector<Bell> called;
  {
    base::MutexLock lock(mutex);
    auto line = lines.find(queue);
    if (line != lines.end()) called = call(line->second, visible);
  }
  for (Bell& bell : called) bell.set(std::nullopt);
}

// From the front, until as many messages are called for as there are.
std::vector<Bell> Polls::State::call(Line& line, uint64_t messages) {
  std::vector<Bell> called;
  while (!line.waiting.empty() && line.called_for < messages) {
    Waiting& first = *line.waiting.front();
    first.poll->is_called = true;
    line.called_for += first.poll->messages_max;
    called.push_back(first.bell);
    take_out(line, first);
  }
  return called;
}

// Looks at `time`, or earlier when that was planned before.
void Polls::State::look_at(const QueueAddress& queue, base::Instant time) {
  base::Executor& executor = ownership.executor();
  base::MutexLock lock(mutex);
  auto line = lines.find(queue);
  if (line == lines.end()) return;
  auto& next = line->second.next_look;
  if (next && next->first <= time) return;
  if (next) executor.cancel(next->second);
  const base::TimerId timer = executor.post_at(
      time, [self = shared_from_this(), queue, time] { self->look_planned(queue, time); });
  next = {time, timer};
}

void Polls::State::look_planned(const QueueAddress& queue, base::Instant time) {
  {
    base::MutexLock lock(mutex);
    auto line = lines.find(queue);
    if (line == lines.end()) return;
    auto& next = line->second.next_look;
    if (next && next->first == time) next.reset();
  }
  look(queue);
}

}  // namespace angarium::services::sqs
