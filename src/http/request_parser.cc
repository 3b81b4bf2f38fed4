#include "http/request_parser.h"

#include <algorithm>
#include <boost/beast/http/basic_parser.hpp>

#include "base/assert.h"

namespace angarium::http {

namespace {

namespace beast_http = boost::beast::http;
using beast_http::field;
using boost::beast::error_code;
using boost::beast::string_view;

// Chunk extensions mean nothing to us; all of one request together may not grow beyond this.
constexpr size_t kChunkExtensionBytesMax = 16 * 1024;

std::string_view view(string_view text) { return {text.data(), text.size()}; }

bool has_control(std::string_view text) {
  return std::any_of(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) < 0x20 && c != '\t') || c == 0x7f;
  });
}

// Receives what Beast's parser finds. Refuses by setting `refusal` and any error code.
class Events final : public beast_http::basic_parser<true> {
 public:
  Events(const Limits& limits, Request& request) : request_(&request) {
    header_limit(UINT32_MAX);  // HeaderScan has counted
    body_limit(limits.body_bytes_max);
    eager(true);
  }

  // The request moves between calls; each call names it anew.
  void write_to(Request& request) { request_ = &request; }

  std::optional<Refusal> refusal;
  int version = 11;
  bool has_host = false;
  bool expects_continue = false;

 private:
  void refuse(int status, std::string_view reason, error_code& ec) {
    refusal = {status, reason};
    ec = beast_http::error::bad_field;
  }

  void on_request_impl(beast_http::verb, string_view method, string_view target, int http_version,
                       error_code&) override {
    request_->method = view(method);
    request_->target = view(target);
    version = http_version;
  }
  void on_response_impl(int, string_view, int, error_code&) override {}

  void on_field_impl(field id, string_view name, string_view value, error_code& ec) override {
    if (in_body_) return;  // a trailer: checked by Beast, of no use to anyone here
    check_field(id, view(value), ec);
    request_->headers.add(view(name), view(value));
  }

  void check_field(field id, std::string_view value, error_code& ec) {
    switch (id) {
      case field::host:
        if (has_host) refuse(400, "There is more than one Host field.", ec);
        has_host = true;
        break;
      case field::content_length:
        // A second field, or a list in one, is legal when all agree; nobody needs it and proxies
        // differ.
        if (std::exchange(has_length_, true) || value.find(',') != std::string_view::npos) {
          refuse(400, "There is more than one Content-Length.", ec);
        }
        break;
      case field::transfer_encoding:
        if (version < 11) refuse(400, "HTTP/1.0 has no Transfer-Encoding.", ec);
        // RFC 9112 section 6.1: a coding the server doesn't know answers 501.
        if (!equals_ignoring_case(value, "chunked")) {
          refuse(501, "The only Transfer-Encoding known here is chunked.", ec);
        }
        break;
      case field::expect:
        if (!equals_ignoring_case(value, "100-continue")) {
          refuse(417, "The only Expect known here is 100-continue.", ec);
        }
        expects_continue = version >= 11;
        break;
      default: break;
    }
  }

  void on_header_impl(error_code& ec) override {
    if (version >= 11 && !has_host) refuse(400, "There is no Host field.", ec);
    in_body_ = true;
  }

  void on_body_init_impl(const boost::optional<uint64_t>& length, error_code&) override {
    // A declared length is no reason to set memory aside: growing with what arrives is.
    constexpr uint64_t kReserveBytesMax = 64 * 1024;
    if (length) request_->body.reserve(std::min(*length, kReserveBytesMax));
  }
  size_t on_body_impl(string_view bytes, error_code&) override {
    request_->body.append(bytes.data(), bytes.size());
    return bytes.size();
  }
  void on_chunk_header_impl(uint64_t, string_view extension, error_code& ec) override {
    extension_bytes_ += extension.size();
    if (extension_bytes_ > kChunkExtensionBytesMax) refuse(400, "Too long chunk extensions.", ec);
    // A line feed in a quoted extension ends the line for some parsers.
    if (has_control(view(extension))) refuse(400, "A chunk extension has a control byte.", ec);
  }
  size_t on_chunk_body_impl(uint64_t, string_view bytes, error_code& ec) override {
    return on_body_impl(bytes, ec);
  }
  void on_finish_impl(error_code&) override {}

  Request* request_;
  bool in_body_ = false;
  bool has_length_ = false;
  size_t extension_bytes_ = 0;
};

// "GET / HTTP/2.0", and not "GET /a b HTTP/1.1", which Beast takes for a bad version as well.
bool names_another_version(std::string_view header) {
  const std::string_view line = header.substr(0, header.find('\r'));
  const size_t version = line.rfind(' ') + 1;
  return std::count(line.begin(), line.end(), ' ') == 2 && line.size() - version == 8 &&
         line.substr(version, 5) == "HTTP/";
}

Refusal refusal_of(const error_code& ec) {
  using beast_http::error;
  if (ec == error::body_limit) return {413, "The body is too large."};
  if (ec == error::bad_method) return {400, "The method is malformed."};
  if (ec == error::bad_target) return {400, "The request target is malformed."};
  if (ec == error::bad_field) return {400, "A header field's name is malformed."};
  if (ec == error::bad_content_length) return {400, "The Content-Length is not usable."};
  if (ec == error::multiple_content_length) return {400, "There is more than one Content-Length."};
  if (ec == error::bad_transfer_encoding) {
    return {400, "There are several Transfer-Encodings, or a Content-Length beside one."};
  }
  if (ec == error::bad_chunk || ec == error::bad_chunk_extension || ec == error::bad_line_ending) {
    return {400, "The chunked body is malformed."};
  }
  return {400, "The request is malformed."};
}

}  // namespace

struct RequestParser::State {
  explicit State(const Limits& limits) : limits(limits) {}
  const Limits& limits;
  std::optional<Events> events;
};

RequestParser::RequestParser(const Limits& limits) : state_(std::make_unique<State>(limits)) {}
RequestParser::~RequestParser() = default;

std::optional<Refusal> RequestParser::parse_header(std::string_view header, size_t field_count,
                                                   Request& request) {
  request.headers.reserve(field_count, header.size());
  Events& events = state_->events.emplace(state_->limits, request);
  error_code ec;
  events.eager(false);  // stop behind the header: `header` holds nothing else
  const size_t used = events.put({header.data(), header.size()}, ec);
  if (events.refusal) return events.refusal;
  if (ec == beast_http::error::bad_version && names_another_version(header)) {
    return Refusal{505, "Only the versions 1.1 and 1.0 of HTTP are known here."};
  }
  if (ec) return refusal_of(ec);
  AG_ASSERT(used == header.size() && events.is_header_done());
  events.eager(true);
  return std::nullopt;
}

std::optional<Refusal> RequestParser::parse_body(std::string_view bytes, size_t& consumed,
                                                 Request& request) {
  Events& events = *state_->events;
  events.write_to(request);
  consumed = 0;
  if (bytes.empty() || events.is_done()) return std::nullopt;
  // Beast asserts that a last chunk seen before has five bytes by its next call. Its end ("0", two
  // line breaks) is at least that long, so waiting for them delays nothing.
  if (events.chunked() && bytes.size() < 5) return std::nullopt;
  error_code ec;
  consumed = events.put({bytes.data(), bytes.size()}, ec);
  if (events.refusal) return events.refusal;
  if (ec && ec != beast_http::error::need_more) return refusal_of(ec);
  return std::nullopt;
}

bool RequestParser::body_complete() const { return state_->events->is_done(); }
bool RequestParser::expects_continue() const { return state_->events->expects_continue; }
bool RequestParser::keep_alive() const { return state_->events->keep_alive(); }
bool RequestParser::is_http_1_0() const {
  return state_->events.has_value() && state_->events->version < 11;
}

}  // namespace angarium::http
