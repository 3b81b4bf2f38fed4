#include "store/batch.h"

#include "base/assert.h"

namespace angarium::store {

namespace {

constexpr char kPut = 1;
constexpr char kErase = 2;
constexpr char kEraseRange = 3;

// Takes one length-prefixed run off the front.
std::string_view take_run(std::string_view& rest) {
  uint64_t size = 0;
  for (unsigned shift = 0;; shift += 7) {
    AG_ASSERT(!rest.empty() && shift < 64);
    const uint8_t byte = static_cast<uint8_t>(rest.front());
    rest.remove_prefix(1);
    size |= uint64_t{byte & 0x7fu} << shift;
    if (byte < 0x80) break;
  }
  AG_ASSERT(size <= rest.size());
  std::string_view bytes = rest.substr(0, size);
  rest.remove_prefix(size);
  return bytes;
}

}  // namespace

void Batch::run(std::string_view bytes) {
  uint64_t size = bytes.size();
  while (size >= 0x80) {
    bytes_.push_back(static_cast<char>(size | 0x80));
    size >>= 7;
  }
  bytes_.push_back(static_cast<char>(size));
  bytes_.append(bytes);
}

void Batch::clear() {
  if (bytes_.capacity() > kKeptBytesMax) bytes_ = std::string();
  bytes_.clear();
}

void Batch::entry(char kind, std::string_view first) {
  bytes_.push_back(kind);
  run(first);
}

void Batch::put(std::string_view key, std::string_view value) {
  entry(kPut, key);
  run(value);
}

void Batch::erase(std::string_view key) { entry(kErase, key); }

void Batch::erase_range(std::string_view from, std::string_view to) {
  entry(kEraseRange, from);
  run(to);
}

void Batch::visit(Visitor& visitor) const {
  std::string_view rest = bytes_;
  while (!rest.empty()) {
    const char kind = rest.front();
    rest.remove_prefix(1);
    const std::string_view first = take_run(rest);
    if (kind == kErase) {
      visitor.erase(first);
      continue;
    }
    const std::string_view second = take_run(rest);
    kind == kPut ? visitor.put(first, second) : visitor.erase_range(first, second);
  }
}

}  // namespace angarium::store
