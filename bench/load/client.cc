#include "load/client.h"

#include <cstdio>
#include <cstdlib>

namespace angarium::load {
namespace {

[[noreturn]] void give_up(const base::Error& error) {
  std::fprintf(stderr, "queue_load: %s\n", error.message().c_str());
  std::exit(1);
}

}  // namespace

base::Task<void> Client::connect() {
  auto connected = co_await connection_.connect();
  if (!connected.ok()) give_up(connected.error());
}

base::Task<std::string> Client::call(std::string service, std::string target, std::string body) {
  auto answer = co_await connection_.call(std::move(service), std::move(target), std::move(body));
  if (!answer.ok()) give_up(answer.error());
  co_return std::move(*answer);
}

}  // namespace angarium::load
