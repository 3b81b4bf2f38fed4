// Preloaded into a server, makes its calendar run SHIFTED_CLOCK_SECONDS ahead (or, when negative,
// behind), and all of its time SHIFTED_CLOCK_FACTOR times as fast: what takes hours is tested
// without waiting for it. Only waits of timerfd are shortened, which is how the server waits.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdlib.h>
#include <sys/timerfd.h>
#include <time.h>

static const long long kSecond = 1000000000;

static long number_of(const char* variable, long otherwise) {
  const char* text = getenv(variable);
  return text ? strtol(text, 0, 10) : otherwise;
}

static long long nanoseconds(const struct timespec* time) {
  return time->tv_sec * kSecond + time->tv_nsec;
}

static struct timespec time_of(long long nanoseconds) {
  return (struct timespec){nanoseconds / kSecond, nanoseconds % kSecond};
}

static int (*real_gettime)(clockid_t, struct timespec*);
static int (*real_settime)(int, int, const struct itimerspec*, struct itimerspec*);
static long shift, factor;
static struct timespec began[2];  // CLOCK_REALTIME is 0, CLOCK_MONOTONIC 1

__attribute__((constructor)) static void begin(void) {
  real_gettime = (__typeof__(real_gettime))dlsym(RTLD_NEXT, "clock_gettime");
  real_settime = (__typeof__(real_settime))dlsym(RTLD_NEXT, "timerfd_settime");
  shift = number_of("SHIFTED_CLOCK_SECONDS", 0);
  factor = number_of("SHIFTED_CLOCK_FACTOR", 1);
  real_gettime(CLOCK_REALTIME, &began[CLOCK_REALTIME]);
  real_gettime(CLOCK_MONOTONIC, &began[CLOCK_MONOTONIC]);
}

int clock_gettime(clockid_t clock, struct timespec* time) {
  if (!real_gettime) begin();  // a library's constructor was first
  int result = real_gettime(clock, time);
  if (result != 0 || (clock != CLOCK_REALTIME && clock != CLOCK_MONOTONIC)) return result;
  const long long since = nanoseconds(&began[clock]);
  if (factor != 1) *time = time_of(since + factor * (nanoseconds(time) - since));
  if (clock == CLOCK_REALTIME) time->tv_sec += shift;
  return result;
}

int timerfd_settime(int descriptor, int flags, const struct itimerspec* wanted,
                    struct itimerspec* before) {
  struct itimerspec shorter = *wanted;
  const long long wait = nanoseconds(&wanted->it_value);
  if (!(flags & TFD_TIMER_ABSTIME) && wait > 0) shorter.it_value = time_of(wait / factor + 1);
  return real_settime(descriptor, flags, &shorter, before);
}
