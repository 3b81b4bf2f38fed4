#include "base/assert.h"

#include <cstdio>
#include <cstdlib>

namespace angarium::base {

void assertion_failed(const char* condition, const char* file, int line) {
  std::fprintf(stderr, "angarium: bug at %s:%d: `%s` does not hold. Please report this line.\n",
               file, line, condition);
  std::abort();
}

}  // namespace angarium::base
