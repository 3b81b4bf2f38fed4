#pragma once

namespace angarium::cli {

// What the process ends with; part of the interface for scripts, so numbers never change.
enum ExitCode {
  kDone = 0,
  kFailed = 1,         // something went wrong while running; standard error says what
  kUsage = 2,          // the command line was not understood
  kConfiguration = 3,  // the configuration file is missing or wrong
  kAddressInUse = 4,   // the port is taken
  kDirectoryBusy = 5,  // another Angarium uses the data directory
  // Of `angarium pattern`, which ends as grep does.
  kMatched = 0,
  kNotMatched = 1,
  kNotValid = 2,  // a pattern, an event or a line; or a file that can't be read
};

inline constexpr const char* kExitCodesHelp =
    "Exit codes: 0 done, 1 failed while running, 2 command line not understood, 3 configuration "
    "wrong,\n            4 port taken, 5 data directory in use by another Angarium.";

}  // namespace angarium::cli
