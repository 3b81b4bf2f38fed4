#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace angarium::bench {

// Events in one block of memory, one behind the other, with simdjson's padding at the end, so that
// both readers stream over the same bytes. Add all of them, then read.
class Events {
 public:
  void add(std::string_view event);

  size_t size() const { return ends_.size(); }
  std::string_view operator[](size_t index) const {
    size_t begin = index == 0 ? 0 : ends_[index - 1];
    return {text_.data() + begin, ends_[index] - begin};
  }

  // A file of one event a line. Ends the process when it can't be read.
  static Events from_lines(const std::string& path);

 private:
  std::string text_;
  std::vector<size_t> ends_;
};

}  // namespace angarium::bench
