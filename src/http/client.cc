#include "http/client.h"

#include "http/answer_parser.h"
#include "http/input_buffer.h"

namespace angarium::http {

namespace {

std::string request_text(const Request& request) {
  std::string text;
  text.reserve(512 + request.body.size());
  text.append(request.method).append(" ").append(request.target).append(" HTTP/1.1\r\n");
  for (Header header : request.headers) {
    text.append(header.name).append(": ").append(header.value).append("\r\n");
  }
  text.append("Content-Length: ").append(std::to_string(request.body.size()));
  return text.append("\r\n\r\n").append(request.body);
}

bool breaks_lines(std::string_view text) {
  return text.find_first_of("\r\n") != std::string_view::npos;
}

// Header values may stem from data: a line break in one would start another field.
bool is_sendable(const Request& request) {
  if (request.method.find_first_of(" \r\n") != std::string::npos) return false;
  if (request.target.empty() || request.target.find_first_of(" \r\n") != std::string::npos) {
    return false;
  }
  for (Header header : request.headers) {
    if (breaks_lines(header.name) || breaks_lines(header.value)) return false;
  }
  return true;
}

}  // namespace

base::Task<base::Result<Response>> send(Stream& stream, const Request& request,
                                        base::Instant deadline, AnswerLimits limits) {
  if (!is_sendable(request)) {
    co_return base::Error{HttpError::kRequestInvalid, "the request has a line break in its header"};
  }
  const std::string text = request_text(request);
  // A server may refuse before it has read everything; its answer says why the write failed.
  const auto written = co_await stream.write_all(text, deadline);
  if (!written.ok() && !written.error().is(HttpError::kReset)) co_return written.error();

  AnswerParser parser(limits, request.method == "HEAD");
  InputBuffer input;
  while (!parser.complete()) {
    const std::span<char> space = input.space();
    if (space.empty()) {
      co_return base::Error{HttpError::kAnswerTooLarge, "a line of the answer is too long"};
    }
    AG_CO_TRY(count, stream.read_some(space, deadline));
    if (count == 0) {
      const auto ended = parser.parse_end();
      if (!ended.ok()) co_return ended.error();
      break;
    }
    input.add(count);
    const auto consumed = parser.parse(input.unread());
    if (!consumed.ok() && consumed.error().is(HttpError::kAnswerTooLarge) && !limits.keeps_body &&
        parser.has_header()) {
      co_return parser.take();
    }
    if (!consumed.ok()) co_return consumed.error();
    input.consume(*consumed);
  }
  if (!input.unread().empty()) {
    co_return base::Error{HttpError::kAnswerInvalid, "bytes follow the answer"};
  }
  co_return parser.take();
}

}  // namespace angarium::http
