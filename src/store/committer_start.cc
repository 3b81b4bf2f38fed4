#include "store/committer.h"

namespace angarium::store {

namespace {

constexpr size_t kPageItems = 1'000;

}  // namespace

base::Result<void> Committer::start() {
  AG_CHECK(check_format());
  AG_CHECK(load_partitions());
  driver_.start({[this] { evaluate_waiting(); }, [this] { write_sealed(); }});
  return {};
}

base::Result<void> Committer::check_format() {
  AG_TRY(stored, engine_.get(layout::format_version()));
  if (!stored) {
    FieldWriter writer;
    writer.number(1, kFormatVersion);
    Batch batch;
    batch.put(layout::format_version(), writer.text());
    return engine_.write(batch, Durability::kSynced);
  }
  uint64_t version = 0;
  FieldReader reader(*stored);
  while (reader.next()) {
    if (reader.field() == 1) version = reader.number();
  }
  AG_CHECK(reader.status());
  if (version == kFormatVersion) return {};
  return base::Error(StoreError::kUnsupportedFormat,
                     "the data is in format " + std::to_string(version) + ", this program knows " +
                         std::to_string(kFormatVersion));
}

base::Result<void> Committer::load_partitions() {
  std::string from = layout::partitions_begin();
  while (true) {
    AG_TRY(page, engine_.scan({from, layout::partitions_end(), kPageItems}));
    for (const Item& item : page) {
      AG_TRY(record, PartitionRecord::decode(item.value));
      const Partition partition = layout::parse_partition(item.key);
      publisher_.add(partition, record.id, record.revision);
      partitions_.emplace(partition, std::make_unique<PartitionState>(partition, record));
    }
    if (page.size() < kPageItems) return {};
    from = page.back().key + '\0';
  }
}

}  // namespace angarium::store
