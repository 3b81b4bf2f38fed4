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

NumberSet* KeySizes::of(Family family) {
  switch (family) {
    case Family::kPrefix: return &prefix;
    case Family::kSuffix: return &suffix;
    case Family::kFoldedPrefix: return &folded_prefix;
    case Family::kFoldedSuffix: return &folded_suffix;
    case Family::kGram: return &gram;
    case Family::kRange: return &range;
    case Family::kCidr: return &cidr;
    default: return nullptr;
  }
}

uint64_t key_hash(const Path& path, const KeyName& name) {
  const uint64_t seed = path.seed(name.family);
  const bool from_end = name.family == Family::kSuffix || name.family == Family::kFoldedSuffix;
  if (from_end) return SuffixHasher(seed, name.bytes).last(name.bytes.size());
  return hash_text(seed, name.bytes);
}

uint32_t key_size(const KeyName& name) {
  if (name.family == Family::kRange) return static_cast<uint8_t>(name.bytes.front());
  if (name.family == Family::kCidr) {
    return cidr_size(name.bytes.size() - 1, static_cast<uint8_t>(name.bytes.back()));
  }
  return static_cast<uint32_t>(name.bytes.size());
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

CidrKey::CidrKey(std::string_view address, uint32_t bits) : size_(address.size() + 1) {
  for (size_t i = 0; i < address.size(); ++i) {
    const size_t kept = bits > i * 8 ? std::min<size_t>(8, bits - i * 8) : 0;
    bytes_[i] = static_cast<char>(static_cast<uint8_t>(address[i]) & (0xff00 >> kept));
  }
  bytes_[address.size()] = static_cast<char>(bits);
}

}  // namespace angarium::pattern
