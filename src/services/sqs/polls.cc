#include "services/sqs/polls.h"

#include <algorithm>
#include <utility>
#include <vector>

namespace angarium::services::sqs {
namespace {

using Bell = base::OneShot<bool>;

// A queue at its limit of messages in flight has messages due that nobody gets: whoever was called
// for one in vain waits this long before the next look.
constexpr base::Milliseconds kAgain{100};

}  // namespace

struct Polls::State : std::enable_shared_from_this<Polls::State> {
  State(store::Ownership& ownership, const base::Clock& clock)
      : ownership(ownership), clock(clock) {}

  struct Waiting {
    Bell bell;
    Poll* poll;
  };
  struct Line {
    std::list<Waiting> waiting;
    size_t called_for = 0;  // messages that polls were called for and haven't told of yet
    bool is_look_posted = false;
    std::optional<store::Listener> listener = {};
    std::optional<std::pair<base::Instant, base::TimerId>> next_look = {};
  };

  store::Ownership& ownership;
  const base::Clock& clock;
  base::Mutex mutex;
  bool is_stopping AG_GUARDED_BY(mutex) = false;
  std::map<QueueAddress, Line> lines AG_GUARDED_BY(mutex);

  std::optional<std::list<Waiting>::iterator> join(Poll& poll, const Bell& bell);
  void leave(const QueueAddress& queue, std::list<Waiting>::iterator place);
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

base::Task<void> Polls::wait(Poll& poll, base::Instant deadline) {
  base::Executor& executor = state_->ownership.executor();
  Bell bell(executor);
  auto place = state_->join(poll, bell);
  if (!place) co_return;
  // A look may call this very poll; its bell keeps that until it is awaited.
  if (std::exchange(poll.in_vain, false)) {
    state_->look_at(poll.queue, executor.now() + kAgain);
  } else {
    state_->look(poll.queue);
  }
  base::TimerId timer = executor.post_at(deadline, [bell]() mutable { bell.set(true); });
  co_await bell;
  executor.cancel(timer);
  state_->leave(poll.queue, *place);
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
      for (auto& waiting : line.waiting) all.push_back(waiting.bell);
    }
  }
  for (Bell& bell : all) bell.set(true);
}

bool Polls::is_stopping() const {
  base::MutexLock lock(state_->mutex);
  return state_->is_stopping;
}

// None when there is no waiting any more.
std::optional<std::list<Polls::State::Waiting>::iterator> Polls::State::join(Poll& poll,
                                                                             const Bell& bell) {
  bool is_first = false;
  std::list<Waiting>::iterator place;
  {
    base::MutexLock lock(mutex);
    if (is_stopping) return std::nullopt;
    Line& line = lines[poll.queue];
    is_first = line.waiting.empty() && !line.listener;
    place = line.waiting.insert(line.waiting.end(), {bell, &poll});
  }
  if (is_first) listen(poll.queue);
  return place;
}

void Polls::State::leave(const QueueAddress& queue, std::list<Waiting>::iterator place) {
  {
    base::MutexLock lock(mutex);
    lines.find(queue)->second.waiting.erase(place);
  }
  end_if_empty(queue);
}

// The last to leave, or to tell what it found, ends the line.
void Polls::State::end_if_empty(const QueueAddress& queue) {
  std::optional<store::Listener> listener;  // dies without the lock: it takes the store's
  std::optional<base::TimerId> timer;
  {
    base::MutexLock lock(mutex);
    auto line = lines.find(queue);
    if (line == lines.end() || !line->second.waiting.empty() || line->second.called_for > 0) return;
    listener = std::move(line->second.listener);
    if (line->second.next_look) timer = line->second.next_look->second;
    lines.erase(line);
  }
  if (timer) ownership.executor().cancel(*timer);
}

void Polls::State::listen(const QueueAddress& queue) {
  store::Listener listener = ownership.store().on_queue(
      partition_of(queue), messages_key(queue.name), [weak = weak_from_this(), queue] {
        if (auto state = weak.lock()) state->post_look(queue);
      });
  base::MutexLock lock(mutex);
  auto line = lines.find(queue);
  if (line != lines.end()) line->second.listener.emplace(std::move(listener));
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
  auto counts = ownership.store().queue_counts(partition, messages);
  if (due.ok() && !*due) return;
  if (due.ok() && **due > now) {
    return look_at(queue, ownership.executor().now() + (**due - now));
  }
  // Without an answer of the store one poll is called, and tells its client why.
  const uint64_t visible = due.ok() && counts.ok() ? std::max<uint64_t>(counts->visible, 1) : 1;
  std::vector<Bell> called;
  {
    base::MutexLock lock(mutex);
    auto line = lines.find(queue);
    if (line != lines.end()) called = call(line->second, visible);
  }
  for (Bell& bell : called) bell.set(true);
}

// From the front, until as many messages are called for as there are.
std::vector<Bell> Polls::State::call(Line& line, uint64_t messages) {
  std::vector<Bell> called;
  for (Waiting& waiting : line.waiting) {
    if (line.called_for >= messages) break;
    if (waiting.poll->is_called) continue;
    waiting.poll->is_called = true;
    line.called_for += waiting.poll->messages_max;
    called.push_back(waiting.bell);
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
