#include <cstdint>

#include "pattern/event_check_fuzz.h"

// Input: the text of a pattern, a line feed, the text of an event.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  std::string_view input(reinterpret_cast<const char*>(data), size);
  size_t line = input.find('\n');
  if (line == std::string_view::npos) return 0;
  static angarium::pattern::Entrances entrances;
  angarium::pattern::EventCheck check(entrances);
  check.add(input.substr(0, line));  // without a rule the event is read all the same
  check.check(input.substr(line + 1));
  return 0;
}
