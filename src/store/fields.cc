#include "store/fields.h"

#include "store/error.h"

namespace angarium::store {

namespace {

constexpr uint32_t kFieldMax = (1u << 29) - 1;  // what fits a 32-bit tag beside the kind

}  // namespace

void FieldWriter::varint(uint64_t value) {
  while (value >= 0x80) {
    text_.push_back(static_cast<char>(value | 0x80));
    value >>= 7;
  }
  text_.push_back(static_cast<char>(value));
}

void FieldWriter::number(uint32_t field, uint64_t value) {
  varint(uint64_t{field} << 3);
  varint(value);
}

void FieldWriter::signed_number(uint32_t field, int64_t value) {
  number(field, (static_cast<uint64_t>(value) << 1) ^ static_cast<uint64_t>(value >> 63));
}

void FieldWriter::bytes(uint32_t field, std::string_view value) {
  varint(uint64_t{field} << 3 | 2);
  varint(value.size());
  text_.append(value);
}

bool FieldReader::fail(const char* problem) {
  if (!problem_) problem_ = problem;
  rest_ = {};
  return false;
}

bool FieldReader::varint(uint64_t& value) {
  value = 0;
  for (unsigned shift = 0; shift < 64; shift += 7) {
    if (rest_.empty()) return fail("a number is cut off");
    const uint8_t byte = static_cast<uint8_t>(rest_.front());
    rest_.remove_prefix(1);
    if (shift == 63 && byte > 1) return fail("a number is over 64 bits");
    value |= uint64_t{byte & 0x7fu} << shift;
    if (byte < 0x80) return true;
  }
  return fail("a number is over 64 bits");
}

bool FieldReader::take(size_t count) {
  if (count > rest_.size()) return fail("a field is cut off");
  bytes_ = rest_.substr(0, count);
  rest_.remove_prefix(count);
  return true;
}

bool FieldReader::next() {
  if (rest_.empty()) return false;
  uint64_t tag = 0;
  if (!varint(tag)) return false;
  if (tag >> 3 == 0 || tag >> 3 > kFieldMax) return fail("a field number is out of range");
  field_ = static_cast<uint32_t>(tag >> 3);
  kind_ = static_cast<Kind>(tag & 7);
  switch (kind_) {
    case Kind::kNumber: return varint(number_);
    case Kind::kFixed64: return take(8);
    case Kind::kFixed32: return take(4);
    case Kind::kBytes: {
      uint64_t size = 0;
      return varint(size) && take(size);
    }
  }
  return fail("a field is of unknown kind");
}

uint64_t FieldReader::number() {
  if (kind_ == Kind::kNumber) return number_;
  fail("bytes where a number belongs");
  return 0;
}

int64_t FieldReader::signed_number() {
  const uint64_t value = number();
  return static_cast<int64_t>((value >> 1) ^ (~(value & 1) + 1));
}

base::Time FieldReader::time() { return base::from_unix_ms(signed_number()); }

std::string_view FieldReader::bytes() {
  if (kind_ == Kind::kBytes) return bytes_;
  fail("a number where bytes belong");
  return {};
}

base::Result<void> FieldReader::status() const {
  if (problem_)
    return base::Error(StoreError::kCorrupt, std::string("a stored record: ") + problem_);
  return {};
}

}  // namespace angarium::store
