#include "store/recent.h"

#include <gtest/gtest.h>

namespace angarium::store {
namespace {

std::string value_of(const Recent& recent, std::string_view key) {
  const std::string* value = recent.find(key);
  return value ? *value : "none";
}

TEST(Recent, HoldsWhatWasWrittenLast) {
  Recent recent(10'000);
  recent.put("a", "1");
  recent.put("b", "2");
  recent.put("a", "3");
  EXPECT_EQ(value_of(recent, "a"), "3");
  recent.erase("b");
  recent.erase("never");
  EXPECT_EQ(value_of(recent, "b"), "none");
  recent.clear();
  EXPECT_EQ(value_of(recent, "a"), "none");
}

TEST(Recent, TheOldestGoesFirst) {
  constexpr size_t kValueBytes = 1'000;
  constexpr size_t kSlotBytes = kValueBytes + 1 + Recent::kSlotBytes;
  const std::string value(kValueBytes, 'x');
  Recent recent(3 * kSlotBytes);
  for (const char* key : {"a", "b", "c"}) recent.put(key, value);
  EXPECT_EQ(value_of(recent, "a"), value);
  recent.put("a", value);  // written again: now "b" is the oldest
  recent.put("d", "one more");
  EXPECT_EQ(value_of(recent, "b"), "none");
  EXPECT_EQ(value_of(recent, "a"), value);
  EXPECT_EQ(value_of(recent, "c"), value);
  recent.put("e", std::string(4 * kSlotBytes, 'x'));  // more than fits
  for (const char* key : {"a", "c", "d", "e"}) EXPECT_EQ(value_of(recent, key), "none");
}

}  // namespace
}  // namespace angarium::store
