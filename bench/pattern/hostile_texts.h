#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "bench/pattern/large_events.h"

namespace angarium::bench {

// `part` as often as a megabyte holds it, with commas between.
inline std::string megabyte_list(std::string_view part) {
  std::string list(part);
  while (list.size() + part.size() + 1 < kMegabyte) list.append(",").append(part);
  return list;
}

// Without commas.
inline std::string megabyte_of(std::string_view part) {
  std::string text;
  while (text.size() + part.size() <= kMegabyte) text.append(part);
  return text;
}

inline std::string repeated(std::string_view part, size_t times) {
  std::string text;
  for (size_t i = 0; i < times; ++i) text.append(part);
  return text;
}

}  // namespace angarium::bench
