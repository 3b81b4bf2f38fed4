#pragma once

namespace angarium::cli {

// The whole program: understands the command line, runs what it asks for, answers an ExitCode.
int run_command_line(int argc, const char* const* argv);

}  // namespace angarium::cli
