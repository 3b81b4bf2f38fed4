#pragma once

namespace angarium::base {

// Writes where and what to standard error and ends the process. Never returns.
[[noreturn]] void assertion_failed(const char* condition, const char* file, int line);

}  // namespace angarium::base

// Guards what only a bug in Angarium can break; on in every build. Outside input never reaches one.
#define AG_ASSERT(condition)    \
  (static_cast<bool>(condition) \
       ? static_cast<void>(0)   \
       : ::angarium::base::assertion_failed(#condition, __FILE__, __LINE__))
