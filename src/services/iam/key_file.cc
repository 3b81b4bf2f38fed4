#include "services/iam/key_file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <openssl/crypto.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <optional>
#include <utility>

#include "wire/base64.h"

namespace angarium::services::iam {
namespace {

using Keys = std::map<SealKeyId, SealKey>;

constexpr std::string_view kFirstLine = "angarium sealing keys v1";
constexpr size_t kFileBytesMax = 64 << 10;  // over a thousand keys

base::Error problem(const std::string& path, std::string_view what) {
  return {IamError::kKeyFile, fmt::format("the key file `{}` {}", path, what)};
}
base::Error failed(const std::string& path, std::string_view what, int error) {
  return problem(path, fmt::format("{}: {}", what, std::strerror(error)));
}

class File {
 public:
  explicit File(int descriptor) : descriptor_(descriptor) {}
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  ~File() {
    if (descriptor_ >= 0) close(descriptor_);
  }
  int descriptor() const { return descriptor_; }
  bool is_open() const { return descriptor_ >= 0; }

 private:
  const int descriptor_;
};

base::Result<std::string> read_all(const File& file, const std::string& path) {
  std::string text(kFileBytesMax + 1, '\0');
  size_t size = 0;
  while (size < text.size()) {
    ssize_t got = read(file.descriptor(), text.data() + size, text.size() - size);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return failed(path, "can't be read", errno);
    if (got == 0) break;
    size += static_cast<size_t>(got);
  }
  if (size > kFileBytesMax) return problem(path, "is too large");
  text.resize(size);
  return text;
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

base::Result<Keys> read_keys(const File& file, const std::string& path) {
  struct stat status;
  if (fstat(file.descriptor(), &status) != 0) return failed(path, "can't be examined", errno);
  if (!S_ISREG(status.st_mode)) return problem(path, "is not a regular file");
  if ((status.st_mode & (S_IRWXG | S_IRWXO)) != 0) {
    return problem(path,
                   "can be read by others; its keys must be taken as known. `chmod 600` it once "
                   "you know that nobody did");
  }
  AG_TRY(text, read_all(file, path));
  auto keys = parse(text, path);
  OPENSSL_cleanse(text.data(), text.size());
  return keys;
}

base::Result<void> sync_folder(const std::string& path) {
  size_t slash = path.rfind('/');
  std::string folder = slash == std::string::npos ? "." : path.substr(0, slash + 1);
  File file(open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!file.is_open() || fsync(file.descriptor()) != 0)
    return failed(path, "can't be made durable", errno);
  return {};
}

base::Result<void> write_new(const std::string& path, std::string_view text) {
  // Whole under another name first: a crash leaves no half file under this one.
  const std::string draft = path + ".new";
  unlink(draft.c_str());
  {
    File file(open(draft.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR));
    if (!file.is_open()) return failed(path, "can't be created", errno);
    if (write(file.descriptor(), text.data(), text.size()) != static_cast<ssize_t>(text.size()) ||
        fsync(file.descriptor()) != 0) {
      return failed(path, "can't be written", errno);
    }
  }
  if (rename(draft.c_str(), path.c_str()) != 0) return failed(path, "can't be created", errno);
  return sync_folder(path);
}

}  // namespace

base::Result<Keys> load_or_create_keys(const std::string& path, base::Random& random) {
  {
    File file(open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW));
    if (file.is_open()) return read_keys(file, path);
    if (errno != ENOENT) return failed(path, "can't be opened", errno);
  }
  Keys keys{{1, SealKey::draw(random)}};
  const auto& bytes = keys.at(1).bytes;
  std::string encoded =
      wire::encode_base64({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
  std::string text = fmt::format("{}\n1 {}\n", kFirstLine, encoded);
  auto written = write_new(path, text);
  OPENSSL_cleanse(encoded.data(), encoded.size());
  OPENSSL_cleanse(text.data(), text.size());
  if (!written.ok()) return written.error();
  return keys;
}

}  // namespace angarium::services::iam
