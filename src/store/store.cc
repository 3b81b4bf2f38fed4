#include "store/store.h"

#include <algorithm>

#include "base/one_shot.h"
#include "store/store_state.h"

namespace angarium::store {

namespace {

constexpr size_t kScanBytesMax = 8 << 20;  // a page shouldn't fill the memory, whatever its items

}  // namespace

Store::Store(std::unique_ptr<State> state) : state_(std::move(state)) {}
Store::~Store() = default;

base::Result<std::unique_ptr<Store>> Store::open(Engine& engine, const base::Clock& clock,
                                                 GroupDriver& driver, StoreOptions options) {
  auto state = std::make_unique<State>(engine, clock, driver, std::move(options));
  AG_CHECK(state->committer.start());
  return std::unique_ptr<Store>(new Store(std::move(state)));
}

void Store::own(Partition partition, std::function<void(base::Result<Epoch>)> done) {
  state_->committer.own(std::move(partition), std::move(done));
}

void Store::commit(CommitRequest request, std::function<void(base::Result<CommitResult>)> done) {
  state_->committer.commit(std::move(request), std::move(done));
}

base::Task<base::Result<Epoch>> Store::own(base::Executor& executor, Partition partition) {
  base::OneShot<base::Result<Epoch>> answer(executor);
  auto done = [answer](base::Result<Epoch> epoch) mutable { answer.set(std::move(epoch)); };
  own(std::move(partition), done);
  co_return co_await answer;
}

base::Task<base::Result<CommitResult>> Store::commit(base::Executor& executor,
                                                     CommitRequest request) {
  base::OneShot<base::Result<CommitResult>> answer(executor);
  auto done = [answer](base::Result<CommitResult> result) mutable {
    answer.set(std::move(result));
  };
  commit(std::move(request), done);
  co_return co_await answer;
}

base::Result<std::vector<Partition>> Store::partitions() const {
  return state_->publisher.partitions();
}

Revision Store::revision(const Partition& partition) const {
  return state_->publisher.revision(partition);
}

base::Result<std::optional<Versioned>> Store::get(const Partition& partition,
                                                  const Key& key) const {
  const auto id = state_->publisher.id_of(partition);
  if (!id) return std::optional<Versioned>();
  AG_TRY(stored, state_->engine.get(layout::table(*id, key)));
  if (!stored) return std::optional<Versioned>();
  AG_TRY(record, TableRecord::decode(*stored));
  return std::optional<Versioned>({std::move(record.value), record.revision});
}

// The revision is read first: the engine then holds at least its changes.
base::Result<ScanPage> Store::scan(const Partition& partition, const ScanRequest& request) const {
  ScanPage page;
  const auto id = state_->publisher.id_of(partition);
  if (!id) return page;
  page.revision = state_->publisher.revision(partition);
  const std::string prefix = layout::table(*id, request.prefix);
  const std::string after = layout::table(*id, request.after) + '\0';
  const std::string& from = request.after.empty() ? prefix : std::max(prefix, after);
  const size_t items_max = std::min(request.items_max, SIZE_MAX - 1);
  AG_TRY(items,
         state_->engine.scan({from, layout::after_prefix(prefix), items_max + 1, kScanBytesMax}));
  size_t bytes = 0;
  for (const Item& item : items) {
    if (page.items.size() == items_max) {
      page.more = true;
      return page;
    }
    bytes += item.key.size() + item.value.size();
    AG_TRY(record, TableRecord::decode(item.value));
    page.items.push_back({layout::parse_table(item.key), std::move(record.value), record.revision});
  }
  page.more = bytes >= kScanBytesMax;
  return page;
}

base::Result<ChangePage> Store::changes(const Partition& partition, Revision after,
                                        const Key& prefix) const {
  return state_->publisher.changes(partition, after, prefix);
}

Listener Store::on_queue(const Partition& partition, const Key& queue,
                         std::function<void()> callback) {
  return state_->listeners.on_queue(partition, queue, std::move(callback));
}

Listener Store::on_queue_filled(const Partition& partition, const Key& queue, Taker taker) {
  return state_->listeners.on_queue_filled(partition, queue, std::move(taker));
}

Listener Store::on_table(const Partition& partition, const Key& prefix,
                         std::function<void()> callback) {
  return state_->listeners.on_table(partition, prefix, std::move(callback));
}

}  // namespace angarium::store
