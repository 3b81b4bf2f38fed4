#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace angarium::json {

// Appends JSON to a string, left to right, with the commas put in:
//
//   std::string out;
//   Writer writer(out);
//   writer.begin_object().key("Name").string(name).key("Count").integer(3).end_object();
//
// The caller keeps the grammar (a key before each member's value, every begin ended). Text must be
// UTF-8; invalid bytes are written as U+FFFD, so the output always is. Not thread safe.
class Writer {
 public:
  explicit Writer(std::string& out) : out_(out) {}

  Writer& begin_object() { return open('{'); }
  Writer& end_object() { return close('}'); }
  Writer& begin_array() { return open('['); }
  Writer& end_array() { return close(']'); }
  Writer& key(std::string_view name);
  Writer& string(std::string_view text);
  Writer& integer(int64_t value);
  Writer& number(double value);  // the shortest spelling that reads back the same; finite only
  Writer& boolean(bool value) { return raw(value ? "true" : "false"); }
  Writer& null() { return raw("null"); }
  // Text that is known to be one valid JSON value.
  Writer& raw(std::string_view json);

 private:
  Writer& open(char bracket);
  Writer& close(char bracket);
  void separate();

  std::string& out_;
  bool needs_comma_ = false;
};

// Appends `text` in double quotes, escaped as JSON asks and no more.
void append_quoted(std::string_view text, std::string& out);

}  // namespace angarium::json
