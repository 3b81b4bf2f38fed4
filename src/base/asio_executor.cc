#include "base/asio_executor.h"

#include <pthread.h>

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <thread>
#include <unordered_map>
#include <vector>

#include "base/mutex.h"

namespace angarium::base {

namespace asio = boost::asio;

struct AsioExecutor::State {
  explicit State(size_t thread_count)
      : context(static_cast<int>(thread_count)), guard(asio::make_work_guard(context)) {}

  struct Timer {
    explicit Timer(asio::io_context& context) : timer(context) {}
    asio::steady_timer timer;
    std::function<void()> work;
  };
  // Takes a timer out: whoever gets it (its expiry, or cancel) decides what becomes of its work.
  std::unique_ptr<Timer> take(TimerId id) {
    MutexLock lock(mutex);
    auto found = timers.find(id);
    if (found == timers.end()) return nullptr;
    std::unique_ptr<Timer> timer = std::move(found->second);
    timers.erase(found);
    return timer;
  }

  asio::io_context context;
  asio::executor_work_guard<asio::io_context::executor_type> guard;
  Mutex mutex;
  std::unordered_map<TimerId, std::unique_ptr<Timer>> timers AG_GUARDED_BY(mutex);
  TimerId last_timer AG_GUARDED_BY(mutex) = 0;
  std::vector<std::thread> threads;
};

AsioExecutor::AsioExecutor(std::string thread_name, size_t thread_count)
    : state_(std::make_unique<State>(thread_count)) {
  for (size_t i = 0; i < thread_count; ++i) {
    state_->threads.emplace_back([this, thread_name] {
      pthread_setname_np(pthread_self(), thread_name.substr(0, 15).c_str());
      state_->context.run();
    });
  }
}

AsioExecutor::~AsioExecutor() { stop(); }

void AsioExecutor::post(std::function<void()> work) {
  asio::post(state_->context, std::move(work));
}

TimerId AsioExecutor::post_at(Instant due, std::function<void()> work) {
  auto timer = std::make_unique<State::Timer>(state_->context);
  timer->work = std::move(work);
  MutexLock lock(state_->mutex);
  TimerId id = ++state_->last_timer;
  timer->timer.expires_at(due);
  timer->timer.async_wait([state = state_.get(), id](const boost::system::error_code&) {
    if (auto expired = state->take(id)) expired->work();
  });
  state_->timers.emplace(id, std::move(timer));
  return id;
}

// The timer object dies here, outside the lock; its handler then runs, finds nothing and returns.
bool AsioExecutor::cancel(TimerId timer) { return state_->take(timer) != nullptr; }

Instant AsioExecutor::now() const { return std::chrono::steady_clock::now(); }

void AsioExecutor::stop() {
  state_->guard.reset();
  state_->context.stop();
  for (std::thread& thread : state_->threads) {
    if (thread.joinable()) thread.join();
  }
}

boost::asio::io_context& AsioExecutor::context() { return state_->context; }

}  // namespace angarium::base
