#include "identity/key_file.h"

#include <fmt/format.h>
#include <openssl/crypto.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <utility>

#include "base/base64.h"
#include "base/private_file.h"

namespace angarium::identity {
namespace {

constexpr std::string_view kFirstLine = "angarium sealing keys v2";
constexpr std::string_view kFirstLineOfV1 = "angarium sealing keys v1";  // no times
constexpr size_t kFileBytesMax = 64 << 10;                               // over a thousand keys

base::Error problem(const std::string& path, std::string_view what) {
  return {IdentityError::kKeyFile, fmt::format("the key file `{}` {}", path, what)};
}
base::Error problem(const std::string& path, const base::Error& error) {
  return problem(path, error.message());
}

std::optional<std::array<uint8_t, kSealKeyBytes>> parse_bytes(std::string_view text) {
  auto bytes = base::decode_base64(text);
  if (!bytes || bytes->size() != kSealKeyBytes) return std::nullopt;
  std::array<uint8_t, kSealKeyBytes> key;
  std::copy(bytes->begin(), bytes->end(), key.begin());
  OPENSSL_cleanse(bytes->data(), bytes->size());
  return key;
}

// "ID BASE64 TIME"; the time is left as it is where the line has none and need not.
bool parse_line(std::string_view line, bool has_time, std::pair<SealKeyId, SealKey>& entry) {
  const char* end = line.data() + line.size();
  auto [after_id, failure] = std::from_chars(line.data(), end, entry.first);
  if (failure != std::errc() || after_id == end || *after_id != ' ') return false;
  line.remove_prefix(static_cast<size_t>(after_id + 1 - line.data()));
  if (has_time) {
    size_t space = line.find(' ');
    if (space == std::string_view::npos) return false;
    auto made = base::parse_iso(line.substr(space + 1));
    if (!made) return false;
    entry.second.made = *made;
    line = line.substr(0, space);
  }
  auto bytes = parse_bytes(line);
  if (!bytes) return false;
  entry.second.bytes = *bytes;
  OPENSSL_cleanse(bytes->data(), bytes->size());
  return true;
}

base::Result<SealKeys> parse(std::string_view text, base::Time now, const std::string& path) {
  SealKeys keys;
  bool has_times = true;
  for (int number = 1; !text.empty(); ++number) {
    size_t end = text.find('\n');
    if (end == std::string_view::npos) return problem(path, "is cut off");
    std::string_view line = text.substr(0, end);
    text.remove_prefix(end + 1);
    if (number == 1) {
      has_times = line == kFirstLine;
      if (has_times || line == kFirstLineOfV1) continue;
      return problem(path, "is not a key file that this version knows");
    }
    std::pair<SealKeyId, SealKey> entry;
    entry.second.made = now;
    if (!parse_line(line, has_times, entry)) {
      return problem(path, fmt::format("has no key in line {}", number));
    }
    if (!keys.insert(entry).second) {
      return problem(path, fmt::format("names a key twice, in line {}", number));
    }
  }
  if (keys.empty()) return problem(path, "holds no key");
  return keys;
}

}  // namespace

base::Result<SealKeys> load_or_create_keys(const std::string& path, base::Time now,
                                           base::Random& random) {
  auto text_there = base::read_private_file(path, kFileBytesMax);
  if (!text_there.ok()) return problem(path, text_there.error());
  if (text_there->has_value()) {
    auto keys = parse(**text_there, now, path);
    OPENSSL_cleanse((*text_there)->data(), (*text_there)->size());
    return keys;
  }
  SealKeys keys{{1, SealKey::draw(random, now)}};
  AG_CHECK(write_keys(path, keys));
  return keys;
}

base::Result<void> write_keys(const std::string& path, const SealKeys& keys) {
  std::string text(kFirstLine);
  text += '\n';
  for (const auto& [id, key] : keys) {
    std::string encoded =
        base::encode_base64({reinterpret_cast<const char*>(key.bytes.data()), key.bytes.size()});
    text += fmt::format("{} {} {}\n", id, encoded, base::format_iso_milliseconds(key.made));
    OPENSSL_cleanse(encoded.data(), encoded.size());
  }
  auto written = base::write_private_file(path, text);
  OPENSSL_cleanse(text.data(), text.size());
  if (!written.ok()) return problem(path, written.error());
  return {};
}

}  // namespace angarium::identity
