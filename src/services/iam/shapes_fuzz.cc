// Bytes as requests and answers of every operation; wire/shapes_fuzz.h says what must hold.
#include "wire/shapes_fuzz.h"

#include "services/iam/api.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  static const angarium::wire::ShapesFuzz fuzz(angarium::services::iam::Api::table());
  fuzz.run(data, size);
  return 0;
}
