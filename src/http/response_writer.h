#pragma once

#include <string>
#include <string_view>

#include "http/message.h"

namespace angarium::http {

// What the writer must know besides the response itself.
struct AnswerStyle {
  std::string_view date;   // the Date field's value
  bool keep_alive = true;  // the connection goes on after this answer
  bool to_http_1_0 = false;
  bool to_head = false;  // the length of the body, but not the body
};

// Appends the response as it goes over the wire. CR, LF and NUL in field values become spaces:
// values may stem from data, and must not grow into fields.
void append_response(std::string& out, const Response& response, const AnswerStyle& style);

}  // namespace angarium::http
