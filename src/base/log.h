#pragma once

#include <fmt/format.h>

#include <initializer_list>
#include <string>
#include <string_view>

namespace angarium::base {

enum class LogLevel { kDebug, kInfo, kWarning, kError };

// One named value of a log line. Values are escaped; a secret never becomes one.
struct LogField {
  LogField(std::string_view name, std::string_view value) : name(name), value(value) {}
  LogField(std::string_view name, const char* value) : name(name), value(value) {}
  LogField(std::string_view name, const std::string& value) : name(name), value(value) {}
  template <class T>
  LogField(std::string_view name, const T& value) : name(name), value(fmt::to_string(value)) {}

  std::string_view name;
  std::string value;
};

// Writes one line to standard error: time, level, a fixed message, then name=value fields.
// Thread safe. Lines longer than 8 KiB are cut.
void log(LogLevel level, std::string_view message, std::initializer_list<LogField> fields = {});

// Lines below this level are dropped. The default is kInfo.
void set_log_level(LogLevel level);

}  // namespace angarium::base
