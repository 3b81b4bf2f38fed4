#include "identity/key_rotation.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "identity/key_file.h"
#include "identity/records.h"
#include "identity/session_token.h"

namespace angarium::identity {
namespace {

constexpr size_t kPageItems = 250;  // sealed anew in one commit: a fraction of a second
// A record that keeps changing under our hands is a bug elsewhere, not a reason to go on forever.
constexpr int kConflictsMax = 20;
// Between the time that a key notes and the moment from which it seals lies the writing of a file.
constexpr base::Seconds kExchangeTimeMax{300};

base::Error running() {
  return {IdentityError::kRotationRunning,
          "the sealing keys are being changed; try again when that is done"};
}

// When sessions under the key before the one of `made` have all ended.
base::Time sessions_end(base::Time made) { return made + kSessionTimeMax + kExchangeTimeMax; }

base::Result<std::optional<SealedSecret>> secret_of_key(const store::Partition&,
                                                        const store::TableItem& record) {
  AG_TRY(sealed, sealed_secret(record.value));
  return std::optional(SealedSecret{sealed, seal_context(record.key.parts().back())});
}

std::vector<SealedKind> with_access_keys(std::vector<SealedKind> kinds) {
  kinds.push_back({prefix_of<AccessKey>(), secret_of_key});
  return kinds;
}

// Ends a change when it goes out of scope.
class Running {
 public:
  explicit Running(std::atomic<bool>& is_running)
      : is_running_(is_running), is_mine_(!is_running.exchange(true)) {}
  ~Running() {
    if (is_mine_) is_running_ = false;
  }
  Running(const Running&) = delete;
  Running& operator=(const Running&) = delete;
  bool is_mine() const { return is_mine_; }

 private:
  std::atomic<bool>& is_running_;
  const bool is_mine_;
};

}  // namespace

KeyRotation::KeyRotation(std::string path, Sealer& sealer, store::Ownership& ownership,
                         const base::Clock& clock, base::Random& random,
                         std::vector<SealedKind> others)
    : path_(std::move(path)),
      sealer_(sealer),
      ownership_(ownership),
      clock_(clock),
      random_(random),
      kinds_(with_access_keys(std::move(others))) {}

base::Task<base::Result<std::vector<SealingKey>>> KeyRotation::list() {
  co_await base::resume_on(ownership_.executor());
  auto records = count_records();
  if (!records.ok()) co_return records.error();
  const std::shared_ptr<const SealKeys> keys = sealer_.keys();
  std::vector<SealingKey> list;
  for (auto key = keys->begin(); key != keys->end(); ++key) {
    auto next = std::next(key);
    SealingKey shown{.id = key->first,
                     .made = key->second.made,
                     .seals = next == keys->end(),
                     .records = (*records)[key->first]};
    bool has_sessions = !shown.seals && sessions_end(next->second.made) > clock_.now();
    if (has_sessions) shown.sessions_until = sessions_end(next->second.made);
    list.push_back(shown);
  }
  co_return list;
}

base::Task<base::Result<SealKeyId>> KeyRotation::rotate() {
  co_await base::resume_on(ownership_.executor());
  Running running_now(is_running_);
  if (!running_now.is_mine()) co_return running();
  SealKeys keys = *sealer_.keys();
  if (keys.size() >= kKeysMax) {
    co_return base::Error(IdentityError::kTooManyKeys,
                          "there are 100 sealing keys; drop old ones first");
  }
  const SealKeyId id = keys.rbegin()->first + 1;
  keys.insert({id, SealKey::draw(random_, clock_.now())});
  auto written = write_keys(path_, keys);
  if (!written.ok()) co_return written.error();
  sealer_.exchange(std::move(keys));
  auto done = co_await reseal();
  if (!done.ok()) co_return done.error();
  co_return id;
}

base::Result<void> KeyRotation::check_droppable(SealKeyId id, bool ends_sessions) const {
  const std::shared_ptr<const SealKeys> keys = sealer_.keys();
  auto key = keys->find(id);
  if (key == keys->end()) {
    return base::Error(IdentityError::kNoSuchKey, fmt::format("there is no sealing key {}", id));
  }
  auto next = std::next(key);
  if (next == keys->end()) {
    return base::Error(IdentityError::kKeyInUse,
                       fmt::format("key {} is the one that seals; rotate first", id));
  }
  base::Time end = sessions_end(next->second.made);
  if (end <= clock_.now() || ends_sessions) return {};
  return base::Error(
      IdentityError::kKeyInUse,
      fmt::format("sessions that key {} sealed may live until {}; drop it then. If somebody else "
                  "may know the key, `angarium keys drop {} --force` ends these sessions now: "
                  "who has one must get another",
                  id, base::format_iso_seconds(end), id));
}

base::Task<base::Result<void>> KeyRotation::drop(SealKeyId id, bool ends_sessions) {
  co_await base::resume_on(ownership_.executor());
  Running running_now(is_running_);
  if (!running_now.is_mine()) co_return running();
  auto droppable = check_droppable(id, ends_sessions);
  if (!droppable.ok()) co_return droppable;
  auto done = co_await reseal();  // what an interrupted rotation left
  if (!done.ok()) co_return done;
  auto records = count_records();
  if (!records.ok()) co_return records.error();
  if ((*records)[id] > 0) {
    co_return base::Error(IdentityError::kKeyInUse,
                          fmt::format("{} records lie under key {}", (*records)[id], id));
  }
  SealKeys keys = *sealer_.keys();
  keys.erase(id);
  auto written = write_keys(path_, keys);
  if (!written.ok()) co_return written.error();
  sealer_.exchange(std::move(keys));
  co_return base::Result<void>();
}

base::Task<base::Result<void>> KeyRotation::reseal() {
  auto partitions = ownership_.store().partitions();
  if (!partitions.ok()) co_return partitions.error();
  for (const store::Partition& partition : *partitions) {
    for (const SealedKind& kind : kinds_) {
      auto done = co_await reseal(partition, kind);
      if (!done.ok()) co_return done;
    }
  }
  co_return base::Result<void>();
}

// Page by page. A record that has changed since it was read is read again.
base::Task<base::Result<void>> KeyRotation::reseal(store::Partition partition,
                                                   const SealedKind& kind) {
  store::ScanRequest request{.prefix = kind.prefix, .after = {}, .items_max = kPageItems};
  int conflicts = 0;
  bool more = true;
  while (more) {
    auto page = ownership_.store().scan(partition, request);
    if (!page.ok()) co_return page.error();
    auto commit = resealed(partition, kind, page->items);
    if (!commit.ok()) co_return commit.error();
    if (!commit->operations.empty()) {
      auto committed = co_await ownership_.commit(std::move(*commit));
      bool is_conflict =
          !committed.ok() && committed.error().is(store::StoreError::kPreconditionFailed);
      if (is_conflict && ++conflicts < kConflictsMax) continue;
      if (!committed.ok()) co_return committed.error();
    }
    more = page->more;
    if (more) request.after = page->items.back().key;
  }
  co_return base::Result<void>();
}

base::Result<store::CommitRequest> KeyRotation::resealed(
    const store::Partition& partition, const SealedKind& kind,
    const std::vector<store::TableItem>& items) const {
  const SealKeyId newest = sealer_.keys()->rbegin()->first;
  store::CommitRequest commit{.partition = partition, .operations = {}};
  for (const store::TableItem& item : items) {
    AG_TRY(found, kind.secret_in(partition, item));
    if (!found || Sealer::key_of(found->sealed) == newest) continue;
    AG_TRY(secret, sealer_.open(found->sealed, found->context));
    const std::string anew = sealer_.seal(secret, found->context);
    // As long as before, so that it fits into its place and the rest of the record stays.
    std::string value = item.value;
    value.replace(static_cast<size_t>(found->sealed.data() - item.value.data()),
                  found->sealed.size(), anew);
    commit.operations.emplace_back(store::TablePut{item.key, std::move(value)});
    commit.preconditions.emplace_back(store::KeyAtRevision{item.key, item.revision});
  }
  return commit;
}

base::Result<std::map<SealKeyId, size_t>> KeyRotation::count_records() const {
  std::map<SealKeyId, size_t> records;
  AG_TRY(partitions, ownership_.store().partitions());
  for (const store::Partition& partition : partitions) {
    for (const SealedKind& kind : kinds_) AG_CHECK(count_records(partition, kind, records));
  }
  return records;
}

base::Result<void> KeyRotation::count_records(const store::Partition& partition,
                                              const SealedKind& kind,
                                              std::map<SealKeyId, size_t>& records) const {
  store::ScanRequest request{.prefix = kind.prefix, .after = {}};
  bool more = true;
  while (more) {
    AG_TRY(page, ownership_.store().scan(partition, request));
    for (const store::TableItem& item : page.items) {
      AG_TRY(found, kind.secret_in(partition, item));
      if (found) ++records[Sealer::key_of(found->sealed).value_or(0)];
    }
    more = page.more;
    if (more) request.after = page.items.back().key;
  }
  return {};
}

}  // namespace angarium::identity
