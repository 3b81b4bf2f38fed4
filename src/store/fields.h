#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"
#include "base/time.h"

namespace angarium::store {

// The form of every stored record: a sequence of numbered fields, each a number or a run of bytes,
// in the wire format of protocol buffers (protobuf.dev/programming-guides/encoding), so that
// `protoc
// --decode_raw` can show one. A reader skips the numbers it doesn't know: a new field never breaks
// an old record or an old reader. Numbers are never reused for another meaning. A list is a
// repeated field; a record inside a record is bytes().
//
//   FieldWriter writer;
//   writer.bytes(1, name);
//   writer.time(2, created);
//   std::string record = writer.take();
class FieldWriter {
 public:
  void number(uint32_t field, uint64_t value);
  void signed_number(uint32_t field, int64_t value);  // zigzag: small negative numbers stay small
  void flag(uint32_t field, bool value) { number(field, value ? 1 : 0); }
  void time(uint32_t field, base::Time value) { signed_number(field, base::to_unix_ms(value)); }
  void bytes(uint32_t field, std::string_view value);

  const std::string& text() const { return text_; }
  std::string take() { return std::move(text_); }

 private:
  void varint(uint64_t value);
  std::string text_;
};

// Reads what FieldWriter wrote. Bytes it hands out point into the record. Any input is safe: what
// is malformed ends the loop, and status() then says so. So does a field asked for as the wrong
// kind.
//
//   FieldReader reader(record);
//   while (reader.next()) {
//     switch (reader.field()) {
//       case 1: name = reader.bytes(); break;
//       case 2: created = reader.time(); break;
//     }
//   }
//   AG_CHECK(reader.status());
class FieldReader {
 public:
  explicit FieldReader(std::string_view record) : rest_(record) {}

  bool next();  // false at the end, or at something malformed
  uint32_t field() const { return field_; }

  // Of the field that next() found.
  uint64_t number();
  int64_t signed_number();
  bool flag() { return number() != 0; }
  base::Time time();
  std::string_view bytes();

  // kCorrupt when anything so far was malformed.
  base::Result<void> status() const;

 private:
  enum class Kind { kNumber = 0, kFixed64 = 1, kBytes = 2, kFixed32 = 5 };
  bool varint(uint64_t& value);
  bool take(size_t count);
  bool fail(const char* problem);

  std::string_view rest_;
  uint32_t field_ = 0;
  Kind kind_ = Kind::kNumber;
  uint64_t number_ = 0;
  std::string_view bytes_;
  const char* problem_ = nullptr;
};

}  // namespace angarium::store
