#include "identity/last_uses.h"

#include <algorithm>
#include <utility>

#include "base/log.h"
#include "identity/records.h"
#include "store/fields.h"

namespace angarium::identity {
namespace {

// docs/formats/identity.md. Never reuse a number.
enum UseField : uint32_t { kTime = 1, kService = 2, kRegion = 3 };

store::Key uses_prefix() { return store::Key::of({"iam", "last-use"}); }

std::string encode(const LastUse& use) {
  store::FieldWriter writer;
  writer.time(kTime, use.time);
  writer.bytes(kService, use.service);
  writer.bytes(kRegion, use.region);
  return writer.take();
}

base::Result<LastUse> decode(std::string_view record) {
  LastUse use;
  store::FieldReader reader(record);
  while (reader.next()) {
    if (reader.field() == kTime) use.time = reader.time();
    if (reader.field() == kService) use.service = reader.bytes();
    if (reader.field() == kRegion) use.region = reader.bytes();
  }
  AG_CHECK(reader.status());
  return use;
}

}  // namespace

base::Result<std::unique_ptr<LastUses>> LastUses::open(store::Ownership& ownership,
                                                       const Directory& directory) {
  std::unique_ptr<LastUses> uses(new LastUses(ownership, directory));
  AG_CHECK(uses->load());
  return uses;
}

base::Result<void> LastUses::load() {
  store::ScanRequest request{.prefix = uses_prefix(), .after = {}};
  bool more = true;
  while (more) {
    AG_TRY(page, ownership_.store().scan(global_partition(), request));
    for (const store::TableItem& item : page.items) {
      AG_TRY(use, decode(item.value));
      base::MutexLock lock(mutex_);
      entries_[item.key.parts().back()] = {.use = std::move(use), .is_written = true};
    }
    more = page.more;
    if (more) request.after = page.items.back().key;
  }
  return {};
}

void LastUses::note(std::string_view id, LastUse use) {
  base::MutexLock lock(mutex_);
  auto entry = entries_.find(id);
  if (entry == entries_.end()) {
    if (entries_.size() >= kTrackedMax) return;
    entry = entries_.emplace(id, Entry()).first;
  } else if (use.time < entry->second.use.time) {
    return;  // requests overtake one another
  }
  entry->second = {.use = std::move(use), .is_written = false};
}

std::optional<LastUse> LastUses::of(std::string_view id) const {
  base::MutexLock lock(mutex_);
  auto entry = entries_.find(id);
  if (entry == entries_.end()) return std::nullopt;
  return entry->second.use;
}

bool LastUses::exists(const std::string& id) const {
  return directory_.access_key(id) || !directory_.arn_of_id(id).empty();
}

std::vector<std::pair<std::string, LastUse>> LastUses::unwritten() const {
  std::vector<std::pair<std::string, LastUse>> found;
  base::MutexLock lock(mutex_);
  for (const auto& [id, entry] : entries_) {
    if (!entry.is_written) found.emplace_back(id, entry.use);
  }
  return found;
}

// Answers their ids. The directory is asked without our lock.
std::vector<std::string> LastUses::forget_the_gone() {
  std::vector<std::string> ids;
  {
    base::MutexLock lock(mutex_);
    for (const auto& [id, entry] : entries_) ids.push_back(id);
  }
  std::erase_if(ids, [this](const std::string& id) { return exists(id); });
  base::MutexLock lock(mutex_);
  for (const std::string& id : ids) entries_.erase(id);
  return ids;
}

base::Task<void> LastUses::write() {
  co_await base::resume_on(ownership_.executor());
  std::vector<store::Operation> operations;
  for (const std::string& id : forget_the_gone()) {
    operations.emplace_back(store::TableDelete{uses_prefix().with(id)});
  }
  const std::vector<std::pair<std::string, LastUse>> uses = unwritten();
  for (const auto& [id, use] : uses) {
    operations.emplace_back(store::TablePut{uses_prefix().with(id), encode(use)});
  }
  bool is_done = co_await commit(std::move(operations));
  if (!is_done) co_return;
  base::MutexLock lock(mutex_);
  for (const auto& [id, use] : uses) {
    auto entry = entries_.find(id);
    if (entry != entries_.end() && entry->second.use.time == use.time) {
      entry->second.is_written = true;
    }
  }
}

base::Task<bool> LastUses::commit(std::vector<store::Operation> operations) {
  for (size_t begin = 0; begin < operations.size(); begin += kRecordsPerCommit) {
    const size_t end = std::min(operations.size(), begin + kRecordsPerCommit);
    store::CommitRequest request{.partition = global_partition(), .operations = {}};
    for (size_t i = begin; i < end; ++i) {
      request.operations.push_back(std::move(operations[i]));
    }
    auto committed = co_await ownership_.commit(std::move(request));
    if (!committed.ok()) {
      base::log(base::LogLevel::kWarning, "the last uses of keys and roles could not be written",
                {{"problem", committed.error().message()}});
      co_return false;
    }
  }
  co_return true;
}

void LastUses::start() {
  {
    base::MutexLock lock(mutex_);
    is_started_ = true;
  }
  base::spawn(ownership_.executor(), run());
}

base::Task<void> LastUses::run() {
  while (!is_stopped()) {
    co_await sleep();
    co_await write();
  }
  co_await write();
  ended_.set(true);
}

base::Task<void> LastUses::sleep() {
  base::Executor& executor = ownership_.executor();
  base::OneShot<bool> over(executor);
  {
    base::MutexLock lock(mutex_);
    if (is_stopped_) co_return;
    sleeping_ = over;
  }
  base::TimerId timer =
      executor.post_at(executor.now() + kWriteInterval, [over]() mutable { over.set(true); });
  co_await over;
  executor.cancel(timer);
}

void LastUses::stop() {
  std::optional<base::OneShot<bool>> sleeping;
  {
    base::MutexLock lock(mutex_);
    is_stopped_ = true;
    sleeping = sleeping_;
  }
  if (sleeping) sleeping->set(true);
}

base::Task<void> LastUses::ended() {
  {
    base::MutexLock lock(mutex_);
    if (!is_started_) co_return;
  }
  co_await ended_;
}

bool LastUses::is_stopped() const {
  base::MutexLock lock(mutex_);
  return is_stopped_;
}

}  // namespace angarium::identity
