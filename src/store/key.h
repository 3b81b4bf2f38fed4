#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

namespace angarium::store {

// A name inside a partition: a sequence of parts, such as {"events", "rule", bus, name}. Keys sort
// by their parts, one after the other, bytewise. A Key with fewer parts also serves as a prefix: it
// covers every key that begins with the same whole parts ({"rule", "a"} covers {"rule", "a", "x"},
// never
// {"rule", "ab"}). An empty Key covers all. A plain value.
//
// Encoded (docs/formats/store.md): a part's bytes with 0x00 written as 0x00 0xFF, closed by 0x00
// 0x01.
class Key {
 public:
  Key() = default;
  static Key of(std::initializer_list<std::string_view> parts);

  // This key with one more part.
  Key with(std::string_view part) const;

  std::vector<std::string> parts() const;
  // True when this key's parts begin with all parts of `prefix`.
  bool starts_with(const Key& prefix) const { return encoded_.starts_with(prefix.encoded_); }
  bool empty() const { return encoded_.empty(); }

  // The bytes stored. from_encoded() takes back what encoded() gave, unchecked.
  const std::string& encoded() const { return encoded_; }
  static Key from_encoded(std::string_view encoded);

  // For messages: "events/rule/default/orders".
  std::string text() const;

  friend auto operator<=>(const Key&, const Key&) = default;
  template <class H>
  friend H AbslHashValue(H state, const Key& key) {
    return H::combine(std::move(state), key.encoded_);
  }

 private:
  std::string encoded_;
};

}  // namespace angarium::store
