#pragma once

#include <string>
#include <string_view>

namespace angarium::cli {

// Collects what is written and passes it on in big pieces. Not thread safe. With SIGPIPE ignored, a
// reader that goes away (`| head`) is seen by failed().
class Output {
 public:
  explicit Output(int descriptor) : descriptor_(descriptor) {}
  ~Output() { flush(); }
  Output(const Output&) = delete;
  Output& operator=(const Output&) = delete;

  void write(std::string_view text) {
    buffer_ += text;
    if (buffer_.size() >= kFlushBytes) flush();
  }
  void flush();

  // Nothing more can be written: what was is lost.
  bool failed() const { return closed_ || broken_; }
  // Because nobody reads any more, which is no error of ours.
  bool closed() const { return closed_; }

 private:
  static constexpr size_t kFlushBytes = 1 << 18;

  int descriptor_;
  std::string buffer_;
  bool closed_ = false;
  bool broken_ = false;
};

}  // namespace angarium::cli
