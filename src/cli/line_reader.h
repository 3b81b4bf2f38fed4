#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "base/result.h"

namespace angarium::cli {

enum class StreamError { kCannotOpen, kCannotRead, kTooLarge };
const base::ErrorDomain& error_domain(StreamError);

// Reads a file descriptor in big blocks of whole lines. Not thread safe.
class LineReader {
 public:
  static constexpr size_t kBlockBytes = 1 << 20;
  // A line must fit into memory; the largest event is 1 MB, so this is another kind of file.
  static constexpr size_t kLineBytesMax = 64 << 20;

  // `name` is for messages. The descriptor stays the caller's.
  LineReader(int descriptor, std::string name, size_t line_bytes_max = kLineBytesMax);

  struct Block {
    std::string_view lines;  // each ended by '\n' but for the last of the file; valid until next()
    bool too_long = false;   // one line that does not fit: `lines` is empty, and it is passed over
    bool at_end = false;     // nothing is left, `lines` is empty
  };
  // Waits only when it has no whole line, so that one who answers each block keeps up with one who
  // writes a line and waits. Error: kCannotRead.
  base::Result<Block> next();

  const std::string& name() const { return name_; }

 private:
  base::Result<size_t> fill();
  base::Result<Block> pass_over_line();

  int descriptor_;
  std::string name_;
  size_t line_bytes_max_;
  std::string buffer_;  // of which [begin_, end_) is not given out yet
  size_t begin_ = 0;
  size_t end_ = 0;
  size_t searched_ = 0;  // of those, the first that are no newlines
  bool exhausted_ = false;
};

// A file that is open for reading, or standard input when the name is `-`.
class InputFile {
 public:
  static base::Result<InputFile> open(const std::string& name);
  InputFile(InputFile&& other) noexcept;
  InputFile& operator=(InputFile&&) = delete;
  ~InputFile();

  int descriptor() const { return descriptor_; }
  const std::string& name() const { return name_; }
  // All of it. Errors: kCannotRead; kTooLarge when that is more than kLineBytesMax.
  base::Result<std::string> read_all();

 private:
  InputFile(int descriptor, std::string name) : descriptor_(descriptor), name_(std::move(name)) {}

  int descriptor_;
  std::string name_;
};

}  // namespace angarium::cli
