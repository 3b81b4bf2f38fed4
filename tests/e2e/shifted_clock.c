// Preloaded into a server, makes its calendar run SHIFTED_CLOCK_SECONDS ahead (or, when negative,
// behind): what happens when credentials expire is tested without waiting for it.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdlib.h>
#include <time.h>

int clock_gettime(clockid_t clock, struct timespec* time) {
  static int (*real)(clockid_t, struct timespec*);
  static long shift;
  if (!real) {
    const char* seconds = getenv("SHIFTED_CLOCK_SECONDS");
    shift = seconds ? strtol(seconds, 0, 10) : 0;
    real = (int (*)(clockid_t, struct timespec*))dlsym(RTLD_NEXT, "clock_gettime");
  }
  int result = real(clock, time);
  if (clock == CLOCK_REALTIME) time->tv_sec += shift;
  return result;
}
