#pragma once

#include <string>
#include <vector>

#include "cli/line_reader.h"
#include "cli/output.h"
#include "cli/run.h"

namespace angarium::cli {

// Runs `with` on a reader of each file, of standard input when there are none; false when one can't
// be read, which was said then.
template <class With>
bool each_file(std::vector<std::string> files, const With& with) {
  if (files.empty()) files.emplace_back("-");
  bool all = true;
  for (const std::string& name : files) {
    auto file = InputFile::open(name);
    base::Result<void> done;
    if (file.ok()) {
      LineReader reader(file->descriptor(), file->name());
      done = with(reader);
    } else {
      done = file.error();
    }
    if (done.ok()) continue;
    complain(done.error().message());
    all = false;
  }
  return all;
}

// False when something was lost, which was said then.
inline bool is_written(const Output& out) {
  if (!out.failed() || out.closed()) return true;
  complain("cannot write standard output");
  return false;
}

}  // namespace angarium::cli
