#include "delivery/window.h"

#include "base/assert.h"

namespace angarium::delivery {

void Window::add(store::Offset offset, uint32_t owed, base::Time ingest_time) {
  AG_ASSERT(offset >= cursor_);
  const size_t index = offset - cursor_;
  if (index >= records_.size()) records_.resize(index + 1);
  AG_ASSERT(records_[index].owed == kUnheard);
  records_[index] = {static_cast<int32_t>(owed), ingest_time};
  advance();
}

void Window::settle(store::Offset offset) {
  AG_ASSERT(offset >= cursor_ && offset < end() && records_[offset - cursor_].owed > 0);
  --records_[offset - cursor_].owed;
  advance();
}

std::optional<base::Time> Window::oldest() const {
  if (records_.empty() || records_.front().owed == kUnheard) return std::nullopt;
  return records_.front().ingest_time;
}

void Window::advance() {
  while (!records_.empty() && records_.front().owed == 0) {
    records_.pop_front();
    ++cursor_;
  }
}

}  // namespace angarium::delivery
