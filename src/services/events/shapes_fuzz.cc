// Bytes as requests and answers of every operation; wire/shapes_fuzz.h says what must hold.
#include "wire/shapes_fuzz.h"

#include "services/events/events.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  static const angarium::wire::ShapesFuzz fuzz(angarium::services::events::Events::table());
  fuzz.run(data, size);
  return 0;
}
