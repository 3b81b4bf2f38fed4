#pragma once

#include <memory>
#include <string>

#include "base/executor.h"

namespace boost::asio {
class io_context;
}

namespace angarium::base {

// An executor with threads of its own behind it. The only place besides http/ that knows Asio.
//
// With one thread, work runs one piece at a time, in the order posted: state that only such work
// touches needs no lock. Started by the constructor; stop() (or the destructor) lets running work
// end, drops what waits, and joins. Never stop it from its own thread.
class AsioExecutor final : public Executor {
 public:
  AsioExecutor(std::string thread_name, size_t thread_count);
  ~AsioExecutor() override;

  void post(std::function<void()> work) override;
  TimerId post_at(Instant due, std::function<void()> work) override;
  bool cancel(TimerId timer) override;
  Instant now() const override;

  void stop();
  // For sockets, which http/ opens on this executor's threads.
  boost::asio::io_context& context();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace angarium::base
