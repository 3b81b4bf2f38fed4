#include "store/rocksdb/database_options.h"

#include <rocksdb/cache.h>
#include <rocksdb/convenience.h>
#include <rocksdb/filter_policy.h>
#include <rocksdb/table.h>
#include <rocksdb/utilities/table_properties_collectors.h>

#include <algorithm>

namespace angarium::store::rocksdb {

namespace {

// Queues leave more tombstones than anything else. A table file in which 8,000 of any 16,000
// entries in a row are tombstones is compacted at once, so that a scan never crosses more than a
// few files' worth.
constexpr size_t kTombstoneWindow = 16'000;
constexpr size_t kTombstoneTrigger = 8'000;

// Data that nobody touches still gets rewritten this often, which drops what was deleted beneath
// it.
constexpr uint64_t kPeriodicCompactionSeconds = 24 * 60 * 60;

// Few shards, so that each is large: a handful of threads read.
constexpr int kCacheShardBits = 3;

::rocksdb::CompressionType supported(::rocksdb::CompressionType wanted) {
  const auto all = ::rocksdb::GetSupportedCompressions();
  const bool found = std::find(all.begin(), all.end(), wanted) != all.end();
  return found ? wanted : ::rocksdb::kNoCompression;
}

void set_table_format(const RocksdbOptions& options, ::rocksdb::Options& database) {
  ::rocksdb::BlockBasedTableOptions table;
  table.block_cache = ::rocksdb::NewLRUCache(options.block_cache_bytes, kCacheShardBits);
  // Index and filter blocks count against the cache's bound like all else. In pieces: the filter of
  // a file of a deep queue, in one piece, is larger than a shard of the cache, and would be read
  // from the disk for each look.
  table.cache_index_and_filter_blocks = true;
  table.index_type = ::rocksdb::BlockBasedTableOptions::kTwoLevelIndexSearch;
  table.partition_filters = true;
  table.pin_l0_filter_and_index_blocks_in_cache = true;
  table.filter_policy.reset(::rocksdb::NewBloomFilterPolicy(10));
  table.format_version = 5;
  database.table_factory.reset(::rocksdb::NewBlockBasedTableFactory(table));
  // At the bottom too: most of a deep queue lies there, is rewritten there as it drains, and
  // Zstandard then took a third of the processors (docs/performance.md, Queues).
  database.compression = supported(::rocksdb::kLZ4Compression);
}

}  // namespace

::rocksdb::Options database_options(const RocksdbOptions& options) {
  ::rocksdb::Options database;
  if (options.env) database.env = options.env;
  database.create_if_missing = true;
  database.paranoid_checks = true;
  set_table_format(options, database);

  // repair_logs() has cut off a torn tail; whatever else is wrong with the log is damage.
  database.wal_recovery_mode = ::rocksdb::WALRecoveryMode::kAbsoluteConsistency;
  database.track_and_verify_wals_in_manifest = true;

  // One column family: the log is never pinned by one that sleeps. Its size is bounded all the
  // same.
  database.write_buffer_size = options.write_buffer_bytes;
  database.max_write_buffer_number = 3;
  // Most looks for a message find none: a push looks for its id. A filter saves the search through
  // the write buffers, where it costs most.
  database.memtable_whole_key_filtering = true;
  database.memtable_prefix_bloom_size_ratio = 0.02;
  database.max_total_wal_size = 4 * options.write_buffer_bytes;

  database.table_properties_collector_factories.push_back(
      ::rocksdb::NewCompactOnDeletionCollectorFactory(kTombstoneWindow, kTombstoneTrigger));
  database.periodic_compaction_seconds = kPeriodicCompactionSeconds;
  database.level_compaction_dynamic_level_bytes = true;
  database.max_background_jobs = 2;
  // Compactions write out in steps rather than in one burst that delays the committer's syncs.
  database.bytes_per_sync = 1 << 20;

  database.info_log_level = ::rocksdb::WARN_LEVEL;
  database.keep_log_file_num = 3;
  database.max_log_file_size = 4 << 20;
  database.stats_dump_period_sec = 0;
  database.stats_persist_period_sec = 0;
  return database;
}

}  // namespace angarium::store::rocksdb
