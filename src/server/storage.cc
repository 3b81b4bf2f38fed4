#include "server/storage.h"

#include "server/server.h"
#include "store/memory/memory_engine.h"
#include "store/rocksdb/rocksdb_engine.h"

namespace angarium::server {
namespace {

struct Opened {
  std::unique_ptr<store::Engine> engine;
  store::StoreOptions options;
};

Opened open_memory() {
  auto engine = std::make_unique<store::memory::MemoryEngine>();
  store::StoreOptions options;
  options.free_bytes = [held = engine.get()]() -> base::Result<uint64_t> {
    return held->free_bytes();
  };
  return {std::move(engine), std::move(options)};
}

base::Result<Opened> open_directory(const DataDirectory& directory) {
  std::string path = directory.file("store");
  auto engine = store::rocksdb::open_rocksdb({.directory = path});
  if (!engine.ok()) return base::Error(StartError::kData, engine.error().message());
  store::StoreOptions options;
  options.free_bytes = store::rocksdb::free_bytes_of(path);
  return Opened{std::move(*engine), std::move(options)};
}

}  // namespace

base::Result<std::unique_ptr<Storage>> Storage::open(const Config& config, const base::Clock& clock,
                                                     base::Executor& executor) {
  std::unique_ptr<Storage> storage(new Storage);
  Opened opened;
  if (config.directory.empty()) {
    opened = open_memory();
  } else {
    AG_TRY(directory, DataDirectory::open(config.directory));
    storage->directory_ = std::move(directory);
    AG_TRY(on_disk, open_directory(*storage->directory_));
    opened = std::move(on_disk);
  }
  opened.options.limits.reserve_bytes = static_cast<uint64_t>(config.reserve_mb) << 20;
  storage->engine_ = std::move(opened.engine);
  storage->driver_ = store::make_thread_driver();
  auto store =
      store::Store::open(*storage->engine_, clock, *storage->driver_, std::move(opened.options));
  if (!store.ok()) return base::Error(StartError::kData, store.error().message());
  storage->store_ = std::move(*store);
  storage->ownership_ = std::make_unique<store::Ownership>(*storage->store_, executor);
  return storage;
}

}  // namespace angarium::server
