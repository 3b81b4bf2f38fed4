#include "cli/output.h"

#include <unistd.h>

#include <cerrno>

namespace angarium::cli {

void Output::flush() {
  std::string_view left = buffer_;
  while (!left.empty() && !failed()) {
    ssize_t count = ::write(descriptor_, left.data(), left.size());
    if (count >= 0) {
      left.remove_prefix(static_cast<size_t>(count));
    } else if (errno != EINTR) {
      (errno == EPIPE ? closed_ : broken_) = true;
    }
  }
  buffer_.clear();
}

}  // namespace angarium::cli
