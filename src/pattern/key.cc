#include "pattern/key.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <new>

namespace angarium::pattern {

Key* Key::create(Path& path, const KeyName& name, uint64_t hash, uint32_t index) {
  void* memory = ::operator new(sizeof(Key) + name.bytes.size());
  Key* key = new (memory) Key{.path = &path,
                              .hash = hash,
                              .postings = {},
                              .index = index,
                              .size = static_cast<uint32_t>(name.bytes.size()),
                              .family = name.family};
  std::copy(name.bytes.begin(), name.bytes.end(), reinterpret_cast<char*>(key + 1));
  return key;
}

void Key::Destroy::operator()(Key* key) const { ::operator delete(static_cast<void*>(key)); }

void NumberSet::add(uint32_t number, Reclaimer& reclaimer, uint64_t version) {
  if (++uses_[number] == 1) publish(reclaimer, version);
}

void NumberSet::remove(uint32_t number, Reclaimer& reclaimer, uint64_t version) {
  auto found = uses_.find(number);
  if (--found->second > 0) return;
  uses_.erase(found);
  publish(reclaimer, version);
}

void NumberSet::publish(Reclaimer& reclaimer, uint64_t version) {
  auto* numbers = new std::vector<uint32_t>();
  for (const auto& [number, uses] : uses_) numbers->push_back(number);
  const auto* old = numbers_.exchange(numbers, std::memory_order_acq_rel);
  if (old != nullptr) reclaimer.retire(version, old);
}

size_t KeySizes::slot(Family family) {
  switch (family) {
    case Family::kPrefix: return 0;
    case Family::kSuffix: return 1;
    case Family::kFoldedPrefix: return 2;
    case Family::kFoldedSuffix: return 3;
    case Family::kGram: return 4;
    case Family::kRange: return 5;
    case Family::kCidr: return 6;
    default: return kNoSlot;
  }
}

uint64_t key_hash(const Path& path, const KeyName& name) {
  const uint64_t seed = path.seed(name.family);
  const bool from_end = name.family == Family::kSuffix || name.family == Family::kFoldedSuffix;
  if (from_end) return SuffixHasher(seed, name.bytes).last(name.bytes.size());
  return hash_text(seed, name.bytes);
}

uint32_t key_size(Family family, std::string_view bytes) {
  if (family == Family::kRange) return static_cast<uint8_t>(bytes.front());
  if (family == Family::kCidr) {
    return network_size(bytes.size() - 1, static_cast<uint8_t>(bytes.back()));
  }
  return static_cast<uint32_t>(bytes.size());
}

uint64_t ordered_bits(double number) {
  const auto bits = std::bit_cast<uint64_t>(number);
  constexpr uint64_t kSign = uint64_t{1} << 63;
  return (bits & kSign) != 0 ? ~bits : bits | kSign;
}

RangeKey::RangeKey(uint64_t ordered, uint32_t level) {
  const uint64_t shared = level == 0 ? 0 : ordered >> (64 - level) << (64 - level);
  bytes_[0] = static_cast<char>(level);
  std::memcpy(bytes_.data() + 1, &shared, sizeof shared);
}

}  // namespace angarium::pattern
