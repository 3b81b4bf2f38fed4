#include "base/private_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace angarium::base {
namespace {

Error failed(std::string_view what, int error) {
  return {FileError::kFailed, std::string(what) + ": " + std::strerror(error)};
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

Result<std::string> read_all(const File& file, size_t bytes_max) {
  std::string text(bytes_max + 1, '\0');
  size_t size = 0;
  while (size < text.size()) {
    ssize_t got = read(file.descriptor(), text.data() + size, text.size() - size);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return failed("can't be read", errno);
    if (got == 0) break;
    size += static_cast<size_t>(got);
  }
  if (size > bytes_max) return Error(FileError::kUnfit, "is too large");
  text.resize(size);
  return text;
}

Result<void> write_all(const File& file, std::string_view text) {
  while (!text.empty()) {
    ssize_t wrote = write(file.descriptor(), text.data(), text.size());
    if (wrote < 0 && errno == EINTR) continue;
    if (wrote < 0) return failed("can't be written", errno);
    text.remove_prefix(static_cast<size_t>(wrote));
  }
  if (fsync(file.descriptor()) != 0) return failed("can't be written", errno);
  return {};
}

Result<void> sync_folder(const std::string& path) {
  size_t slash = path.rfind('/');
  std::string folder = slash == std::string::npos ? "." : path.substr(0, slash + 1);
  File file(open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!file.is_open() || fsync(file.descriptor()) != 0) {
    return failed("can't be made durable", errno);
  }
  return {};
}

}  // namespace

const ErrorDomain& error_domain(FileError) {
  static constexpr ErrorDomain kDomain{"file", [](int code) -> std::string_view {
                                         switch (static_cast<FileError>(code)) {
                                           case FileError::kFailed: return "Failed";
                                           case FileError::kExposed: return "Exposed";
                                           case FileError::kUnfit: return "Unfit";
                                         }
                                         return "Unknown";
                                       }};
  return kDomain;
}

Result<std::optional<std::string>> read_private_file(const std::string& path, size_t bytes_max) {
  File file(open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW));
  if (!file.is_open()) {
    if (errno == ENOENT) return std::optional<std::string>();
    return failed("can't be opened", errno);
  }
  struct stat status {};
  if (fstat(file.descriptor(), &status) != 0) return failed("can't be examined", errno);
  if (!S_ISREG(status.st_mode)) return Error(FileError::kUnfit, "is not a regular file");
  if ((status.st_mode & (S_IRWXG | S_IRWXO)) != 0) {
    return Error(FileError::kExposed,
                 "can be read by others; its keys must be taken as known. `chmod 600` it once you "
                 "know that nobody did");
  }
  AG_TRY(text, read_all(file, bytes_max));
  return std::optional<std::string>(std::move(text));
}

Result<void> write_private_file(const std::string& path, std::string_view text) {
  // Whole under another name first: a crash leaves no half file under this one.
  const std::string draft = path + ".new";
  unlink(draft.c_str());
  {
    File file(open(draft.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR));
    if (!file.is_open()) return failed("can't be created", errno);
    AG_CHECK(write_all(file, text));
  }
  if (rename(draft.c_str(), path.c_str()) != 0) return failed("can't be created", errno);
  return sync_folder(path);
}

}  // namespace angarium::base
