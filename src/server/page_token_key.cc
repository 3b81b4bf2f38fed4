#include "server/page_token_key.h"

#include <fmt/format.h>

#include "base/base64.h"
#include "base/private_file.h"
#include "server/server.h"

namespace angarium::server {
namespace {

constexpr size_t kKeyBytes = 32;
constexpr size_t kFileBytesMax = 64;  // the key in base64 and the end of its line

std::string new_key(base::Random& random) {
  std::string key(kKeyBytes, '\0');
  random.fill({reinterpret_cast<uint8_t*>(key.data()), key.size()});
  return key;
}

}  // namespace

base::Result<std::string> load_page_token_key(const DataDirectory* directory,
                                              base::Random& random) {
  if (!directory) return new_key(random);
  std::string path = directory->file("page_tokens.key");
  auto problem = [&](std::string_view what) {
    return base::Error(StartError::kData, fmt::format("the key file `{}` {}", path, what));
  };
  auto stored = base::read_private_file(path, kFileBytesMax);
  if (!stored.ok()) return problem(stored.error().message());
  if (!*stored) {
    std::string key = new_key(random);
    auto written = base::write_private_file(path, base::encode_base64(key) + "\n");
    if (!written.ok()) return problem(written.error().message());
    return key;
  }
  std::string_view text = **stored;
  if (text.ends_with('\n')) text.remove_suffix(1);
  std::optional<std::string> key = base::decode_base64(text);
  if (key && key->size() == kKeyBytes) return *key;
  return problem("is damaged; delete it: listings that were under way begin anew");
}

}  // namespace angarium::server
