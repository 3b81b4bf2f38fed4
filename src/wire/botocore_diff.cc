#include "wire/botocore_diff.h"

#include <unistd.h>

#include <cstdio>
#include <filesystem>
#include <fstream>

#include "wire/dump.h"

namespace angarium::wire {
namespace {

namespace fs = std::filesystem;

// Tests run somewhere below the source tree.
fs::path script() {
  for (fs::path folder = fs::current_path(); folder != folder.root_path();
       folder = folder.parent_path()) {
    fs::path candidate = folder / "tests/botocore/diff_tables.py";
    if (fs::exists(candidate)) return candidate;
  }
  return {};
}

}  // namespace

std::string differences_from_botocore(const ServiceTable& service) {
  fs::path program = script();
  if (program.empty()) return "tests/botocore/diff_tables.py was not found above this folder";
  fs::path tables = fs::temp_directory_path() / ("angarium_tables_" + std::to_string(getpid()));
  std::ofstream(tables) << dump(service);
  std::string command = "/usr/bin/python3 " + program.string() + " " + tables.string() + " 2>&1";
  FILE* pipe = popen(command.c_str(), "r");
  if (pipe == nullptr) return "python3 could not be started";
  std::string output;
  char buffer[4096];
  while (size_t n = fread(buffer, 1, sizeof buffer, pipe)) output.append(buffer, n);
  int status = pclose(pipe);
  fs::remove(tables);
  if (status != 0 && output.empty()) return "diff_tables.py failed";
  return output;
}

}  // namespace angarium::wire
