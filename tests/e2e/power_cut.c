// Preloaded into a server, keeps a journal of what POSIX promises of its data directory: which
// bytes of which file were synced, and which names were, by a sync of their directory. After a kill
// power_cut.py takes away what the journal doesn't vouch for, as if the power had gone instead.
//
//   POWER_CUT_DIRECTORY  what lies below it is watched
//   POWER_CUT_JOURNAL    where the journal goes, a line a step, in the order in which they happened
//   POWER_CUT_LIMBO      a folder beside the directory: what is deleted or renamed over gets
//   another
//                        name there, a number, to come back from
//   POWER_CUT_FORGETS    when set, syncs are not noted: a test that can't lose anything then is
//   none
//
//   write INODE BYTES        opened for writing: so much of it was there before
//   create PATH              a new name
//   rename LIMBO FROM TO     LIMBO is 0 when nothing had the name TO
//   unlink LIMBO PATH
//   truncate INODE BYTES
//   synced INODE BYTES       all of these bytes are on the disk
//   begin NUMBER, named NUMBER PATH
//                            a sync of the directory PATH: what was noted before `begin` lasts
//
// A step that the kill cuts off from its line counts as having reached the disk. Names of
// directories always do, and so do shorter lengths. Paths have no blanks.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const char* directory;
static const char* limbo;
static int journal = -1;
static int forgets;
static unsigned long last_number;

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

__attribute__((constructor)) static void begin(void) {
  directory = getenv("POWER_CUT_DIRECTORY");
  limbo = getenv("POWER_CUT_LIMBO");
  forgets = getenv("POWER_CUT_FORGETS") != NULL;
  const char* path = getenv("POWER_CUT_JOURNAL");
  if (!directory || !limbo || !path) abort();
  journal = REAL(open)(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  if (journal < 0) abort();
}

__attribute__((format(printf, 1, 2))) static void note(const char* format, ...) {
  char line[3 * PATH_MAX];
  va_list arguments;
  va_start(arguments, format);
  int length = vsnprintf(line, sizeof(line), format, arguments);
  va_end(arguments);
  if (write(journal, line, (size_t)length) != length) abort();
}

static int is_watched(const char* path) {
  return directory && strncmp(path, directory, strlen(directory)) == 0;
}

static unsigned long next_number(void) {
  return __atomic_add_fetch(&last_number, 1, __ATOMIC_RELAXED);
}

// Gives what lies at `path` a name in limbo; 0 when there is nothing.
static unsigned long keep(const char* path) {
  char name[PATH_MAX];
  unsigned long number = next_number();
  snprintf(name, sizeof(name), "%s/%lu", limbo, number);
  return link(path, name) == 0 ? number : 0;
}

static int opened(int descriptor, const char* path, int flags, int existed) {
  struct stat status;
  if (descriptor < 0 || (flags & O_ACCMODE) == O_RDONLY) return descriptor;
  if (fstat(descriptor, &status) != 0 || !S_ISREG(status.st_mode)) return descriptor;
  note("write %ju %jd\n", (uintmax_t)status.st_ino, (intmax_t)status.st_size);
  if (!existed) note("create %s\n", path);
  return descriptor;
}

static int mode_of(int flags, va_list arguments) {
  return flags & (O_CREAT | O_TMPFILE) ? va_arg(arguments, int) : 0;
}

#define OPEN(name)                                                      \
  int name(const char* path, int flags, ...) {                          \
    va_list arguments;                                                  \
    va_start(arguments, flags);                                         \
    int mode = mode_of(flags, arguments);                               \
    va_end(arguments);                                                  \
    if (!is_watched(path)) return REAL(name)(path, flags, mode);        \
    int existed = access(path, F_OK) == 0;                              \
    return opened(REAL(name)(path, flags, mode), path, flags, existed); \
  }
OPEN(open)
OPEN(open64)

int rename(const char* from, const char* to) {
  if (!is_watched(to)) return REAL(rename)(from, to);
  unsigned long number = keep(to);
  int result = REAL(rename)(from, to);
  if (result == 0) note("rename %lu %s %s\n", number, from, to);
  return result;
}

// Sockets come with a name that nobody notes, and mean nothing after a cut.
static int is_file(const char* path) {
  struct stat status;
  return lstat(path, &status) == 0 && S_ISREG(status.st_mode);
}

int unlink(const char* path) {
  if (!is_watched(path) || !is_file(path)) return REAL(unlink)(path);
  unsigned long number = keep(path);
  int result = REAL(unlink)(path);
  if (result == 0) note("unlink %lu %s\n", number, path);
  return result;
}

#define TRUNCATE(name, offset)                                              \
  int name(int descriptor, offset length) {                                 \
    struct stat status;                                                     \
    int result = REAL(name)(descriptor, length);                            \
    if (result != 0 || fstat(descriptor, &status) != 0) return result;      \
    note("truncate %ju %jd\n", (uintmax_t)status.st_ino, (intmax_t)length); \
    return result;                                                          \
  }
TRUNCATE(ftruncate, off_t)
TRUNCATE(ftruncate64, off64_t)

static int sync_directory(int descriptor, int (*sync)(int)) {
  char link_name[64], path[PATH_MAX];
  snprintf(link_name, sizeof(link_name), "/proc/self/fd/%d", descriptor);
  ssize_t length = readlink(link_name, path, sizeof(path) - 1);
  if (length < 0) abort();
  path[length] = '\0';
  unsigned long number = next_number();
  note("begin %lu\n", number);
  int result = sync(descriptor);
  if (result == 0 && !forgets) note("named %lu %s\n", number, path);
  return result;
}

// What is appended while the disk syncs may miss it: the length counts from before.
static int synced(int descriptor, int (*sync)(int)) {
  struct stat status;
  if (fstat(descriptor, &status) != 0) return sync(descriptor);
  if (S_ISDIR(status.st_mode)) return sync_directory(descriptor, sync);
  int result = sync(descriptor);
  if (result == 0 && !forgets) {
    note("synced %ju %jd\n", (uintmax_t)status.st_ino, (intmax_t)status.st_size);
  }
  return result;
}

int fsync(int descriptor) { return synced(descriptor, REAL(fsync)); }
int fdatasync(int descriptor) { return synced(descriptor, REAL(fdatasync)); }
