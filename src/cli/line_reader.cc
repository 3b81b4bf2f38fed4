#include "cli/line_reader.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>

namespace angarium::cli {
namespace {

base::Error cannot(StreamError code, std::string_view what, const std::string& name) {
  return {code, fmt::format("cannot {} {}: {}", what, name, std::strerror(errno))};
}

base::Result<size_t> read_some(int descriptor, char* to, size_t size, const std::string& name) {
  for (;;) {
    ssize_t count = ::read(descriptor, to, size);
    if (count >= 0) return static_cast<size_t>(count);
    if (errno != EINTR) return cannot(StreamError::kCannotRead, "read", name);
  }
}

}  // namespace

const base::ErrorDomain& error_domain(StreamError) {
  static constexpr std::array<std::string_view, 3> kNames{"CannotOpen", "CannotRead", "TooLarge"};
  static const base::ErrorDomain domain{"cli",
                                        [](int code) { return kNames[static_cast<size_t>(code)]; }};
  return domain;
}

LineReader::LineReader(int descriptor, std::string name, size_t line_bytes_max)
    : descriptor_(descriptor), name_(std::move(name)), line_bytes_max_(line_bytes_max) {}

base::Result<LineReader::Block> LineReader::next() {
  for (;;) {
    std::string_view left(buffer_.data() + begin_, end_ - begin_);
    size_t newline = left.substr(searched_).rfind('\n');
    if (newline != std::string_view::npos) {
      size_t size = searched_ + newline + 1;
      begin_ += size;
      searched_ = end_ - begin_;
      return Block{.lines = left.substr(0, size)};
    }
    searched_ = left.size();
    if (exhausted_) {
      begin_ = end_;
      searched_ = 0;
      return Block{.lines = left, .at_end = left.empty()};
    }
    if (left.size() > line_bytes_max_) return pass_over_line();
    AG_TRY(count, fill());
    exhausted_ = count == 0;
  }
}

base::Result<size_t> LineReader::fill() {
  if (begin_ > 0) {
    std::memmove(buffer_.data(), buffer_.data() + begin_, end_ - begin_);
    end_ -= begin_;
    begin_ = 0;
  }
  // Twice what there is, so that a long line costs no more than its length.
  size_t room = std::max(kBlockBytes, 2 * end_);
  if (buffer_.size() < room) buffer_.resize(room);
  AG_TRY(count, read_some(descriptor_, buffer_.data() + end_, buffer_.size() - end_, name_));
  end_ += count;
  return count;
}

base::Result<LineReader::Block> LineReader::pass_over_line() {
  for (;;) {
    std::string_view left(buffer_.data() + begin_, end_ - begin_);
    size_t newline = left.find('\n');
    if (newline != std::string_view::npos || exhausted_) {
      begin_ = newline == std::string_view::npos ? end_ : begin_ + newline + 1;
      searched_ = 0;
      return Block{.lines = {}, .too_long = true};
    }
    begin_ = end_;
    AG_TRY(count, fill());
    exhausted_ = count == 0;
  }
}

base::Result<InputFile> InputFile::open(const std::string& name) {
  if (name == "-") return InputFile(STDIN_FILENO, "standard input");
  int descriptor = ::open(name.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) return cannot(StreamError::kCannotOpen, "open", name);
  return InputFile(descriptor, name);
}

InputFile::InputFile(InputFile&& other) noexcept
    : descriptor_(other.descriptor_), name_(std::move(other.name_)) {
  other.descriptor_ = -1;
}

InputFile::~InputFile() {
  if (descriptor_ > STDERR_FILENO) ::close(descriptor_);
}

base::Result<std::string> InputFile::read_all() {
  std::string text;
  size_t size = 0;
  for (;;) {
    text.resize(size + LineReader::kBlockBytes);
    AG_TRY(count, read_some(descriptor_, text.data() + size, LineReader::kBlockBytes, name_));
    size += count;
    if (size > LineReader::kLineBytesMax) {
      return base::Error(StreamError::kTooLarge, fmt::format("{} is too large", name_));
    }
    if (count == 0) break;
  }
  text.resize(size);
  return text;
}

}  // namespace angarium::cli
