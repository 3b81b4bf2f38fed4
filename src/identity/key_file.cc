#include "identity/key_file.h"

#include <fmt/format.h>
#include <openssl/crypto.h>

#include <algorithm>
#include <charconv>
#include <optional>
#include <utility>

#include "base/private_file.h"
#include "wire/base64.h"

namespace angarium::identity {
namespace {

using Keys = std::map<SealKeyId, SealKey>;

constexpr std::string_view kFirstLine = "angarium sealing keys v1";
constexpr size_t kFileBytesMax = 64 << 10;  // over a thousand keys

base::Error problem(const std::string& path, std::string_view what) {
  return {IdentityError::kKeyFile, fmt::format("the key file `{}` {}", path, what)};
}
base::Error problem(const std::string& path, const base::Error& error) {
  return problem(path, error.message());
}

std::optional<std::pair<SealKeyId, SealKey>> parse_line(std::string_view line) {
  std::pair<SealKeyId, SealKey> entry;
  const char* end = line.data() + line.size();
  auto [after_id, failure] = std::from_chars(line.data(), end, entry.first);
  if (failure != std::errc() || after_id == end || *after_id != ' ') return std::nullopt;
  auto bytes = wire::decode_base64({after_id + 1, static_cast<size_t>(end - after_id - 1)});
  if (!bytes || bytes->size() != kSealKeyBytes) return std::nullopt;
  std::copy(bytes->begin(), bytes->end(), entry.second.bytes.begin());
  OPENSSL_cleanse(bytes->data(), bytes->size());
  return entry;
}

base::Result<Keys> parse(std::string_view text, const std::string& path) {
  Keys keys;
  for (int number = 1; !text.empty(); ++number) {
    size_t end = text.find('\n');
    if (end == std::string_view::npos) return problem(path, "is cut off");
    std::string_view line = text.substr(0, end);
    text.remove_prefix(end + 1);
    if (number == 1) {
      if (line != kFirstLine) return problem(path, "is not a key file that this version knows");
      continue;
    }
    auto entry = parse_line(line);
    if (!entry) return problem(path, fmt::format("has no key in line {}", number));
    if (!keys.insert(std::move(*entry)).second) {
      return problem(path, fmt::format("names a key twice, in line {}", number));
    }
  }
  if (keys.empty()) return problem(path, "holds no key");
  return keys;
}

}  // namespace

base::Result<Keys> load_or_create_keys(const std::string& path, base::Random& random) {
  auto text_there = base::read_private_file(path, kFileBytesMax);
  if (!text_there.ok()) return problem(path, text_there.error());
  if (text_there->has_value()) {
    auto keys = parse(**text_there, path);
    OPENSSL_cleanse((*text_there)->data(), (*text_there)->size());
    return keys;
  }
  Keys keys{{1, SealKey::draw(random)}};
  const auto& bytes = keys.at(1).bytes;
  std::string encoded =
      wire::encode_base64({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
  std::string text = fmt::format("{}\n1 {}\n", kFirstLine, encoded);
  auto written = base::write_private_file(path, text);
  OPENSSL_cleanse(encoded.data(), encoded.size());
  OPENSSL_cleanse(text.data(), text.size());
  if (!written.ok()) return problem(path, written.error());
  return keys;
}

}  // namespace angarium::identity
