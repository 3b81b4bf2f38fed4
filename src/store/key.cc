#include "store/key.h"

namespace angarium::store {

namespace {

constexpr char kEscape = '\x00';
constexpr char kEscapedZero = '\xff';
constexpr char kPartEnd = '\x01';

void append_part(std::string& encoded, std::string_view part) {
  for (char byte : part) {
    encoded.push_back(byte);
    if (byte == kEscape) encoded.push_back(kEscapedZero);
  }
  encoded.push_back(kEscape);
  encoded.push_back(kPartEnd);
}

}  // namespace

Key Key::of(std::initializer_list<std::string_view> parts) {
  Key key;
  for (std::string_view part : parts) append_part(key.encoded_, part);
  return key;
}

Key Key::with(std::string_view part) const {
  Key key = *this;
  append_part(key.encoded_, part);
  return key;
}

Key Key::from_encoded(std::string_view encoded) {
  Key key;
  key.encoded_ = encoded;
  return key;
}

std::vector<std::string> Key::parts() const {
  std::vector<std::string> parts;
  std::string part;
  for (size_t i = 0; i < encoded_.size(); ++i) {
    if (encoded_[i] != kEscape) {
      part.push_back(encoded_[i]);
    } else if (++i < encoded_.size() && encoded_[i] == kEscapedZero) {
      part.push_back(kEscape);
    } else {
      parts.push_back(std::move(part));
      part.clear();
    }
  }
  return parts;
}

std::string Key::text() const {
  std::string text;
  for (const std::string& part : parts()) {
    if (!text.empty()) text += '/';
    text += part;
  }
  return text;
}

}  // namespace angarium::store
