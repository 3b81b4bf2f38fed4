#include "http/answer_parser.h"

#include <boost/beast/http/basic_parser.hpp>
#include <optional>

namespace angarium::http {

namespace {

namespace beast_http = boost::beast::http;
using beast_http::field;
using boost::beast::error_code;
using boost::beast::string_view;

std::string_view view(string_view text) { return {text.data(), text.size()}; }

class Events final : public beast_http::basic_parser<false> {
 public:
  Events(const AnswerLimits& limits, bool to_head) {
    header_limit(static_cast<uint32_t>(limits.header_bytes_max));
    body_limit(limits.body_bytes_max);
    eager(true);
    skip(to_head);
    keeps_body_ = limits.keeps_body;
  }

  Response response;

 private:
  void on_request_impl(beast_http::verb, string_view, string_view, int, error_code&) override {}
  void on_response_impl(int status, string_view, int, error_code&) override {
    response.status = status;
  }
  void on_field_impl(field id, string_view name, string_view value, error_code&) override {
    if (in_body_) return;
    if (id == field::content_type) response.content_type = view(value);
    response.headers.add(view(name), view(value));
  }
  void on_header_impl(error_code&) override { in_body_ = true; }
  void on_body_init_impl(const boost::optional<uint64_t>&, error_code&) override {}
  size_t on_body_impl(string_view bytes, error_code&) override {
    if (keeps_body_) response.body.append(bytes.data(), bytes.size());
    return bytes.size();
  }
  void on_chunk_header_impl(uint64_t, string_view, error_code&) override {}
  size_t on_chunk_body_impl(uint64_t, string_view bytes, error_code& ec) override {
    return on_body_impl(bytes, ec);
  }
  void on_finish_impl(error_code&) override {}

  bool in_body_ = false;
  bool keeps_body_ = true;
};

base::Error answer_error(const error_code& ec) {
  const bool too_large =
      ec == beast_http::error::header_limit || ec == beast_http::error::body_limit;
  return {too_large ? HttpError::kAnswerTooLarge : HttpError::kAnswerInvalid,
          "the server's answer: " + ec.message()};
}

}  // namespace

struct AnswerParser::State {
  const AnswerLimits limits;
  const bool to_head;
  std::optional<Events> events;

  bool is_interim() const { return events->is_header_done() && events->response.status / 100 == 1; }
};

AnswerParser::AnswerParser(const AnswerLimits& limits, bool to_head)
    : state_(std::make_unique<State>(State{limits, to_head, std::nullopt})) {
  state_->events.emplace(limits, to_head);
}
AnswerParser::~AnswerParser() = default;

base::Result<size_t> AnswerParser::parse(std::string_view bytes) {
  size_t consumed = 0;
  while (consumed < bytes.size() && !complete()) {
    const std::string_view rest = bytes.substr(consumed);
    // See RequestParser::parse_body.
    if (state_->events->is_header_done() && state_->events->chunked() && rest.size() < 5) break;
    error_code ec;
    consumed += state_->events->put({rest.data(), rest.size()}, ec);
    if (ec == beast_http::error::need_more) break;
    if (ec) return answer_error(ec);
    if (state_->is_interim()) state_->events.emplace(state_->limits, state_->to_head);
  }
  return consumed;
}

base::Result<void> AnswerParser::parse_end() {
  if (!state_->events->got_some()) {
    return base::Error{HttpError::kReset, "the server closed without an answer"};
  }
  error_code ec;
  state_->events->put_eof(ec);
  if (ec) return answer_error(ec);
  return {};
}

bool AnswerParser::complete() const { return state_->events->is_done(); }

bool AnswerParser::has_header() const {
  return state_->events->is_header_done() && !state_->is_interim();
}

Response AnswerParser::take() {
  Response response = std::move(state_->events->response);
  response.close = !complete() || !state_->events->keep_alive();
  return response;
}

}  // namespace angarium::http
