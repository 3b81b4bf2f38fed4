#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <string_view>

namespace angarium::http {

// Bytes received and not yet used, contiguous, in a buffer that is large while requests flow and
// small while the connection idles.
class InputBuffer {
 public:
  // A read of a whole 5 KB request at once doubles what a server does per second; see Limits too.
  static constexpr size_t kLargeBytes = 64 * 1024;
  static constexpr size_t kSmallBytes = 1024;

  std::string_view unread() const { return {data_.get() + begin_, end_ - begin_}; }
  void consume(size_t count);
  // Where the next read goes; empty when kLargeBytes are unread. Moves what unread() returned.
  std::span<char> space();
  void add(size_t count) { end_ += count; }
  // Only while nothing is unread: gives the large buffer back. space() is then kSmallBytes until
  // grow().
  void shrink();
  void grow();

 private:
  void allocate(size_t capacity);

  std::unique_ptr<char[]> data_;
  size_t capacity_ = 0;
  size_t begin_ = 0;
  size_t end_ = 0;
};

}  // namespace angarium::http
