#include "store/fields.h"

#include <gtest/gtest.h>

#include "base/random.h"
#include "store/error.h"
#include "store/key.h"

namespace angarium::store {
namespace {

TEST(Fields, RoundTripEveryKind) {
  FieldWriter writer;
  writer.number(1, UINT64_MAX);
  writer.signed_number(2, INT64_MIN);
  writer.flag(3, true);
  writer.time(4, base::from_unix_ms(-5));
  writer.bytes(536870911, std::string_view("a\0b", 3));
  const std::string record = writer.take();
  FieldReader reader(record);
  ASSERT_TRUE(reader.next());
  EXPECT_EQ(reader.number(), UINT64_MAX);
  ASSERT_TRUE(reader.next());
  EXPECT_EQ(reader.signed_number(), INT64_MIN);
  ASSERT_TRUE(reader.next());
  EXPECT_TRUE(reader.flag());
  ASSERT_TRUE(reader.next());
  EXPECT_EQ(reader.time(), base::from_unix_ms(-5));
  ASSERT_TRUE(reader.next());
  EXPECT_EQ(reader.field(), 536870911u);
  EXPECT_EQ(reader.bytes(), std::string_view("a\0b", 3));
  EXPECT_FALSE(reader.next());
  EXPECT_TRUE(reader.status().ok());
}

TEST(Fields, WritesWhatProtocolBuffersWrite) {
  FieldWriter writer;
  writer.number(1, 150);
  writer.bytes(2, "testing");
  EXPECT_EQ(writer.text(), "\x08\x96\x01\x12\x07testing");
}

TEST(Fields, SkipsUnknownFieldsOfEveryKind) {
  const std::string record(
      "\x09"
      "12345678"
      "\x15"
      "1234"
      "\x1a\x02"
      "ab"
      "\x20\x07",
      20);
  FieldReader reader(record);
  uint64_t seen = 0;
  while (reader.next()) {
    if (reader.field() == 4) seen = reader.number();
  }
  EXPECT_TRUE(reader.status().ok());
  EXPECT_EQ(seen, 7u);
}

TEST(Fields, RefusesMalformedRecords) {
  const std::string too_long_varint = "\x08" + std::string(10, '\xff') + "\x01";
  const std::string over_64_bits = "\x08" + std::string(9, '\xff') + "\x02";
  for (const std::string& record :
       {std::string("\x08"),
        std::string("\x12\x05"
                    "abcd"),
        std::string("\x09"
                    "1234567"),
        std::string("\x0b"), std::string(1, '\0'), std::string("\x80"), too_long_varint,
        over_64_bits, std::string("\x80\x80\x80\x80\x10\x01")}) {
    FieldReader reader(record);
    while (reader.next()) {
    }
    EXPECT_TRUE(!reader.status().ok() && reader.status().error().is(StoreError::kCorrupt))
        << record;
  }
}

TEST(Fields, AFieldOfTheWrongKindIsAnError) {
  FieldWriter writer;
  writer.number(1, 5);
  writer.bytes(2, "x");
  FieldReader reader(writer.text());
  ASSERT_TRUE(reader.next());
  EXPECT_EQ(reader.bytes(), "");
  EXPECT_FALSE(reader.next());
  EXPECT_FALSE(reader.status().ok());
}

TEST(Fields, RandomBytesNeverHurt) {
  base::SeededRandom random(1);
  for (int run = 0; run < 20'000; ++run) {
    std::string record(random.below(40), '\0');
    for (char& byte : record) byte = static_cast<char>(random.below(random.chance(0.5) ? 256 : 32));
    FieldReader reader(record);
    for (size_t fields = 0; reader.next(); ++fields) ASSERT_LE(fields, record.size());
  }
}

TEST(Key, KeepsPartsApartAndInOrder) {
  const std::string zero("\0", 1);
  EXPECT_EQ(Key::of({"a", zero, ""}).parts(), (std::vector<std::string>{"a", zero, ""}));
  EXPECT_EQ(Key::of({"a"}).with("b"), Key::of({"a", "b"}));
  EXPECT_EQ(Key::of({"a", "b"}).text(), "a/b");
  EXPECT_TRUE(Key::of({"a", "bc"}).starts_with(Key::of({"a"})));
  EXPECT_FALSE(Key::of({"a", "bc"}).starts_with(Key::of({"a", "b"})));
  EXPECT_TRUE(Key::of({"a"}).starts_with(Key()));
}

TEST(Key, SortsLikeItsParts) {
  base::SeededRandom random(2);
  auto part = [&random] {
    std::string text(random.below(4), '\0');
    for (char& byte : text) byte = "\x00\x01\x61\xff"[random.below(4)];
    return text;
  };
  auto unsigned_parts = [](const Key& key) {
    std::vector<std::basic_string<unsigned char>> parts;
    for (const std::string& text : key.parts()) parts.emplace_back(text.begin(), text.end());
    return parts;
  };
  for (int run = 0; run < 20'000; ++run) {
    Key left = Key::of({part(), part()});
    Key right = random.chance(0.3) ? Key::of({part()}) : Key::of({part(), part()});
    EXPECT_EQ(left < right, unsigned_parts(left) < unsigned_parts(right)) << left.text();
    EXPECT_EQ(left == right, left.parts() == right.parts());
  }
}

}  // namespace
}  // namespace angarium::store
