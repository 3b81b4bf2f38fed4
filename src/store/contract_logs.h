#pragma once

#include "store/contract_fixture.h"

// The contract of logs; see contract_fixture.h.
namespace angarium::store {

class LogContract : public ContractTest {
 protected:
  std::string read(Offset from, LogReadLimits limits = {}) const {
    auto items = store_->log_read(partition_, log_, from, limits);
    if (!items.ok()) return std::string(items.error().code_name());
    std::string text;
    for (const LogItem& item : *items) text += std::to_string(item.offset) + item.record + " ";
    return text;
  }
  void append(const std::string& record) { apply(LogAppend{log_, record}); }
};

TEST_P(LogContract, AppendsGetDenseOffsets) {
  auto result = commit({LogAppend{log_, "a"}, LogAppend{log_, "b"}});
  EXPECT_EQ(result->operations[0].offset, 0u);
  EXPECT_EQ(result->operations[1].offset, 1u);
  EXPECT_EQ(apply(LogAppend{Key::of({"other"}), "x"}).offset, 0u);
  reopen();
  EXPECT_EQ(apply(LogAppend{log_, "c"}).offset, 2u);
  EXPECT_EQ(read(0), "0a 1b 2c ");
  EXPECT_EQ(read(1, {.records_max = 1}), "1b ");
  EXPECT_EQ(read(0, {.bytes_max = 1}), "0a ");
  EXPECT_EQ(read(3), "");
  EXPECT_EQ(read(99), "");
}

TEST_P(LogContract, TrimMovesThePersistedFloor) {
  for (const char* record : {"a", "bb", "ccc", "dddd"}) append(record);
  EXPECT_EQ(store_->log_bounds(partition_, log_)->bytes, 10u);
  apply(LogTrim{log_, 2});
  apply(LogTrim{log_, 1});
  reopen();
  EXPECT_EQ(read(1), "Trimmed");
  EXPECT_EQ(read(2), "2ccc 3dddd ");
  auto bounds = store_->log_bounds(partition_, log_);
  EXPECT_EQ(bounds->floor, 2u);
  EXPECT_EQ(bounds->end, 4u);
  EXPECT_EQ(bounds->bytes, 7u);
  apply(LogTrim{log_, 99});
  reopen();
  EXPECT_EQ(store_->log_bounds(partition_, log_)->floor, 4u);
  EXPECT_EQ(apply(LogAppend{log_, "e"}).offset, 4u);
  EXPECT_EQ(read(4), "4e ");
  EXPECT_EQ(apply(LogTrim{Key::of({"none"}), 1}).outcome, Outcome::kNotFound);
}

TEST_P(LogContract, TrimmedRecordsAreErasedInRuns) {
  auto records = [this] {
    return engine_->engine()
        .scan({std::string("\x01\0\0\0\x01"
                           "L",
                           6),
               std::string("\x01\0\0\0\x01"
                           "M",
                           6)})
        ->size();
  };
  for (int i = 0; i < 30; ++i) {
    std::vector<Operation> appends(100, LogAppend{log_, "r"});
    ASSERT_TRUE(commit(std::move(appends)).ok());
  }
  apply(LogTrim{log_, 999});
  EXPECT_EQ(records(), 3'000u);
  apply(LogTrim{log_, 1'000});
  EXPECT_EQ(records(), 2'000u);
  apply(LogTrim{log_, 2'500});
  EXPECT_EQ(records(), 500u);
  EXPECT_EQ(read(2'500, {.records_max = 1}), "2500r ");
}

TEST_P(LogContract, FindsOffsetsByTimeAndSize) {
  const base::Time start = clock_.now();
  for (const char* record : {"a", "bb", "ccc"}) {
    append(record);
    clock_.advance(base::Seconds(10));
  }
  auto at = [&](int ms) {
    return *store_->log_offset_at(partition_, log_, start + base::Milliseconds(ms));
  };
  EXPECT_EQ(at(-1), 0u);
  EXPECT_EQ(at(0), 0u);
  EXPECT_EQ(at(1), 1u);
  EXPECT_EQ(at(20'000), 2u);
  EXPECT_EQ(at(20'001), 3u);
  auto for_bytes = [&](uint64_t bytes) {
    return *store_->log_offset_for_bytes(partition_, log_, bytes);
  };
  EXPECT_EQ(for_bytes(6), 0u);
  EXPECT_EQ(for_bytes(5), 1u);
  EXPECT_EQ(for_bytes(2), 3u);
  apply(LogTrim{log_, 1});
  EXPECT_EQ(at(0), 1u);
  EXPECT_EQ(*store_->log_offset_at(partition_, Key::of({"none"}), start), 0u);
}

TEST_P(LogContract, TimeNeverGoesBackwards) {
  append("a");
  clock_.advance(base::Seconds(-100));
  append("b");
  auto items = store_->log_read(partition_, log_, 0, {});
  EXPECT_EQ((*items)[0].time, (*items)[1].time);
}

TEST_P(LogContract, ADroppedLogStartsAgain) {
  append("a");
  apply(LogDrop{log_});
  EXPECT_EQ(store_->log_bounds(partition_, log_)->end, 0u);
  EXPECT_EQ(apply(LogDrop{log_}).outcome, Outcome::kNotFound);
  append("b");
  EXPECT_EQ(read(0), "0b ");
  auto both = commit({LogDrop{log_}, LogAppend{log_, "c"}, LogDrop{log_}});
  ASSERT_TRUE(both.ok());
  reopen();
  EXPECT_EQ(read(0), "");
  EXPECT_EQ(store_->log_bounds(partition_, log_)->end, 0u);
}

}  // namespace angarium::store
