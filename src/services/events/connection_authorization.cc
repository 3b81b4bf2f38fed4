#include <fmt/format.h>

#include "base/shown.h"
#include "services/events/destinations.h"

namespace angarium::services::events {
namespace {

using delivery::targets::OAuthSession;

constexpr size_t kReasonBytesMax = 512;  // ConnectionStateReason in AWS's model

// A connection that has been authorized for long says so again once in a while, not at each token.
constexpr base::Seconds kNoteEvery{60};

const OAuthSession* session_of(const Connection& connection) {
  if (!connection.calls) return nullptr;
  const auto* session =
      std::get_if<std::shared_ptr<OAuthSession>>(&connection.calls->authorization);
  return session == nullptr ? nullptr : session->get();
}

std::string reason_of(const std::string& failure) {
  return std::string(base::whole_characters(
      fmt::format("The authorization endpoint gave no token: {}.", failure), kReasonBytesMax));
}

}  // namespace

void Destinations::start() {
  auto partitions = ownership_.store().partitions();
  if (!partitions.ok()) return;  // load() has read them
  for (const store::Partition& partition : *partitions) {
    for (const auto& connection : connections_.list(partition, "")) {
      begin_authorization(*connection);
    }
  }
}

base::Task<void> Destinations::stop() {
  bool waits = false;
  {
    base::MutexLock lock(mutex_);
    is_stopping_ = true;
    waits = running_ > 0;
  }
  if (waits) co_await ended_;
}

bool Destinations::enter() {
  base::MutexLock lock(mutex_);
  if (is_stopping_) return false;
  ++running_;
  return true;
}

void Destinations::leave() {
  bool is_last = false;
  {
    base::MutexLock lock(mutex_);
    is_last = --running_ == 0 && is_stopping_;
  }
  if (is_last) ended_.set(true);
}

void Destinations::set_calls(Connection& connection) {
  // A session is told from others by its address, which is its own while the connection names it.
  auto report = [this, partition = connection.partition, name = connection.record.name](
                    const OAuthSession& session, const base::Result<void>& result) {
    authorized(partition, name, &session, result);
  };
  connection.calls =
      connection_calls(connection.record.type, connection.parameters, means_, std::move(report));
}

void Destinations::begin_authorization(const Connection& connection) {
  if (connection.record.state != ConnectionState::kAuthorizing || !connection.calls) return;
  if (enter()) base::start(authorize(connection.calls));
}

// What it comes to is told to authorized().
base::Task<void> Destinations::authorize(
    std::shared_ptr<const delivery::targets::Connection> calls) {
  const auto* session = std::get_if<std::shared_ptr<OAuthSession>>(&calls->authorization);
  if (session != nullptr) {
    auto token = co_await (*session)->authorization();
    static_cast<void>(token.ok());
  }
  leave();
}

void Destinations::authorized(store::Partition partition, std::string name,
                              const OAuthSession* session, const base::Result<void>& result) {
  auto connection = connections_.find(partition, name);
  if (!connection || session_of(*connection) != session) return;
  const ConnectionRecord& record = connection->record;
  const bool is_noted = result.ok()
                            ? record.state == ConnectionState::kAuthorized && record.authorized &&
                                  clock_.now() < *record.authorized + kNoteEvery
                            : record.state == ConnectionState::kDeauthorized &&
                                  record.state_reason == reason_of(result.error().message());
  if (is_noted || !enter()) return;
  std::string failure = result.ok() ? std::string() : result.error().message();
  base::start(
      note_authorization(std::move(partition), std::move(name), session, std::move(failure)));
}

// `failure`: empty when there is none. A note that can't be stored is made again with the next
// token.
base::Task<void> Destinations::note_authorization(store::Partition partition, std::string name,
                                                  const OAuthSession* session,
                                                  std::string failure) {
  {
    store::Turns::Turn turn = co_await turns_.take(partition);
    auto before = connections_.find(partition, name);
    if (before && session_of(*before) == session) {
      auto connection = std::make_shared<Connection>(*before);
      ConnectionRecord& record = connection->record;
      if (failure.empty()) {
        record.state = ConnectionState::kAuthorized;
        record.state_reason.clear();
        record.authorized = clock_.now();
      } else {
        record.state = ConnectionState::kDeauthorized;
        record.state_reason = reason_of(failure);
      }
      auto noted = co_await change(std::move(connection));
      static_cast<void>(noted.ok());
    }
  }
  leave();
}

}  // namespace angarium::services::events
