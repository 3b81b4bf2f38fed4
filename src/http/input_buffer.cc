#include "http/input_buffer.h"

#include <cstring>

#include "base/assert.h"

namespace angarium::http {

void InputBuffer::consume(size_t count) {
  AG_ASSERT(count <= end_ - begin_);
  begin_ += count;
  if (begin_ == end_) begin_ = end_ = 0;
}

std::span<char> InputBuffer::space() {
  if (capacity_ == 0) allocate(kLargeBytes);
  if (begin_ > 0) {
    std::memmove(data_.get(), data_.get() + begin_, end_ - begin_);
    end_ -= begin_;
    begin_ = 0;
  }
  return {data_.get() + end_, capacity_ - end_};
}

void InputBuffer::shrink() {
  AG_ASSERT(begin_ == end_);
  allocate(kSmallBytes);
}

void InputBuffer::grow() {
  if (capacity_ < kLargeBytes) allocate(kLargeBytes);
}

// Not zeroed: pages that no request ever touches cost nothing.
void InputBuffer::allocate(size_t capacity) {
  auto data = std::make_unique_for_overwrite<char[]>(capacity);
  const std::string_view kept = unread();
  if (!kept.empty()) std::memcpy(data.get(), kept.data(), kept.size());
  begin_ = 0;
  end_ = kept.size();
  data_ = std::move(data);
  capacity_ = capacity;
}

}  // namespace angarium::http
