#pragma once

#include <cstddef>
#include <memory>
#include <string_view>

#include "base/result.h"
#include "http/client.h"
#include "http/message.h"

namespace angarium::http {

// Reads one answer of a server out of bytes, with Beast's parser. The client's half of
// RequestParser.
class AnswerParser {
 public:
  AnswerParser(const AnswerLimits& limits, bool to_head);
  ~AnswerParser();

  // Takes bytes from the front of `bytes` and tells how many; what it leaves must come again, in
  // front of what arrives next. Interim answers (100 Continue) are skipped.
  base::Result<size_t> parse(std::string_view bytes);
  // The server ended its direction: legal only for an answer that ends so.
  base::Result<void> parse_end();
  bool complete() const;
  bool has_header() const;  // the final one's: status and fields are known
  Response take();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace angarium::http
