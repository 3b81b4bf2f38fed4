#include "bench/pattern/events.h"

#include <fmt/format.h>

#include <cstdlib>
#include <fstream>

#include "bench/pattern/floor.h"

namespace angarium::bench {

void Events::add(std::string_view event) {
  size_t begin = ends_.empty() ? 0 : ends_.back();
  text_.resize(begin);
  text_.append(event);
  text_.append(kFloorPadding, ' ');
  ends_.push_back(begin + event.size());
}

Events Events::from_lines(const std::string& path) {
  std::ifstream file(path);
  Events events;
  std::string line;
  while (std::getline(file, line)) events.add(line);
  if (events.size() == 0) {
    fmt::print(stderr, "bench: no events in {}\n", path);
    std::exit(1);
  }
  return events;
}

}  // namespace angarium::bench
