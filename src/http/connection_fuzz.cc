// Feeds arbitrary bytes to a whole server through a memory stream, cut at arbitrary places, and
// lets time pass until the server is done with them. The first bytes choose the cuts and the
// limits. connection_fuzz_test.cc runs a small corpus through the same function.
#include "http/connection_fuzz.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  angarium::http::converse_with({reinterpret_cast<const char*>(data), size});
  return 0;
}
