// Bytes as requests and answers of every operation; wire/shapes_fuzz.h says what must hold.
#include "wire/shapes_fuzz.h"

#include "services/sts/sts.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  static const angarium::wire::ShapesFuzz fuzz(angarium::services::sts::Sts::table());
  fuzz.run(data, size);
  return 0;
}
