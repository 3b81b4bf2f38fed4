#include "http/connection.h"

#include <algorithm>
#include <utility>

#include "base/log.h"
#include "http/error.h"
#include "http/response_writer.h"

namespace angarium::http {

namespace {

// An idle connection keeps its large buffer this long: clients that are at work don't pause longer.
constexpr base::Milliseconds kLargeBufferKept{2'000};
// Answers gathered up to this size wait for the next one of the same read.
constexpr size_t kOutputBytesMax = 64 * 1024;
// Then other connections get a turn.
constexpr int kAnswersInARowMax = 64;
// Closing while the client still sends makes its kernel drop our last answer unread. So we listen
// this much longer, to no more than this.
constexpr base::Milliseconds kLingerTime{2'000};
constexpr size_t kLingerBytesMax = 1024 * 1024;

constexpr std::string_view kContinue = "HTTP/1.1 100 Continue\r\n\r\n";

// The one place where an exception of a handler ends.
base::Task<void> run_handler(Handler& handler, Request request, base::OneShot<Response> answer) {
  bool failed = false;
  Response response;
  try {
    response = co_await handler.handle(std::move(request));
  } catch (const std::exception& exception) {
    base::log(base::LogLevel::kError, "a handler threw", {{"what", exception.what()}});
    failed = true;
  } catch (...) {
    base::log(base::LogLevel::kError, "a handler threw");
    failed = true;
  }
  if (failed) response = handler.reject(500, "The server failed to answer this request.");
  answer.set(std::move(response));
}

}  // namespace

std::string_view DateText::at(base::Time time) {
  const base::Time second = std::chrono::floor<base::Seconds>(time);
  if (second != second_ || text_.empty()) {
    second_ = second;
    text_ = base::format_http_date(time);
  }
  return text_;
}

Connection::Connection(ServerContext& context, std::unique_ptr<Stream> stream)
    : context_(context), stream_(std::move(stream)), parser_(context.limits) {}

void Connection::drain() {
  draining_ = true;
  if (waiting_for_request_ || onward_ != nullptr) cut();
}

void Connection::cut() {
  stream_->close();
  if (onward_ != nullptr) onward_->close();
}

base::Task<void> Connection::run() {
  bool more = true;
  while (more) {
    const Step step = co_await read_request();
    more = step == Step::kGo;
    if (step == Step::kRefuse) refuse();
    first_request_ = false;
    if (step == Step::kGo) {
      base::Task<bool> next = request_.method == "CONNECT" ? open_tunnel() : answer();
      more = co_await std::move(next);
    }
    release_body();
  }
  co_await finish();
}

base::Task<void> Connection::run_refusal(Refusal refusal) {
  refusal_ = refusal;
  refuse();
  co_await finish();
}

Connection::Step Connection::refused(const Refusal& refusal) {
  refusal_ = refusal;
  return Step::kRefuse;
}

void Connection::release_body() { context_.body_bytes -= std::exchange(body_bytes_, 0); }

base::Task<Connection::Step> Connection::read_request() {
  request_ = Request{};
  request_is_head_ = false;
  if (input_.unread().empty()) {
    const Step step = co_await wait_for_first_byte();
    if (step != Step::kGo) co_return step;
  }
  const Step step = co_await read_header();
  if (step != Step::kGo) co_return step;
  request_.received_time = context_.clock.now();
  request_.peer_address = stream_->peer_address();
  request_.secure = stream_->is_secure();
  request_.proxied_host = tunnel_host_;
  if (parser_.body_complete()) co_return Step::kGo;
  co_return co_await read_body();
}

// Between requests: here a connection may stay for long, so it gives its large buffer back, and
// here it can be closed without anybody losing anything.
base::Task<Connection::Step> Connection::wait_for_first_byte() {
  const bool flushed = co_await flush();
  if (!flushed || draining_) co_return Step::kEnd;
  const Limits& limits = context_.limits;
  // A client that connects and says nothing isn't idle, it is slow.
  const base::Instant deadline = after(
      first_request_ ? std::min(limits.idle_timeout, limits.header_timeout) : limits.idle_timeout);
  const base::Instant soon = std::min(deadline, after(kLargeBufferKept));
  waiting_for_request_ = true;
  base::Result<size_t> got = co_await stream_->read_some(input_.space(), soon);
  if (!got.ok() && got.error().is(HttpError::kTimedOut) && soon < deadline) {
    input_.shrink();
    got = co_await stream_->read_some(input_.space(), deadline);
  }
  waiting_for_request_ = false;
  // Drained meanwhile: the stream is closed, and a request that can't be answered isn't begun.
  if (!got.ok() || *got == 0 || draining_) co_return Step::kEnd;
  input_.add(*got);
  input_.grow();
  co_return Step::kGo;
}

base::Task<Connection::Step> Connection::read_header() {
  HeaderScan scan(context_.limits);
  std::optional<base::Instant> deadline;  // known once there is something to wait for
  for (;;) {
    // RFC 9112 section 2.2: empty lines before a request are skipped.
    while (input_.unread().starts_with("\r\n")) input_.consume(2);
    const std::string_view unread = input_.unread();
    const bool maybe_empty_line = unread.empty() || unread == "\r";
    const HeaderScan::State state = maybe_empty_line ? HeaderScan::State::kMore : scan.scan(unread);
    if (state == HeaderScan::State::kRefused) co_return refused(scan.refusal());
    if (state == HeaderScan::State::kComplete) {
      auto refusal =
          parser_.parse_header(unread.substr(0, scan.header_bytes()), scan.field_count(), request_);
      input_.consume(scan.header_bytes());
      request_is_head_ = request_.method == "HEAD";
      if (refusal) co_return refused(*refusal);
      co_return Step::kGo;
    }
    if (!deadline) deadline = after(context_.limits.header_timeout);
    const Step step = co_await read_more(*deadline, "The header took too long to arrive.",
                                         "The header ended early.");
    if (step != Step::kGo) co_return maybe_empty_line ? Step::kEnd : step;
  }
}

base::Task<Connection::Step> Connection::read_body() {
  const base::Instant deadline = after(context_.limits.body_timeout);
  if (parser_.expects_continue() && input_.unread().empty()) output_.append(kContinue);
  for (;;) {
    size_t consumed = 0;
    auto refusal = parser_.parse_body(input_.unread(), consumed, request_);
    input_.consume(consumed);
    if (refusal) co_return refused(*refusal);
    context_.body_bytes += consumed;
    body_bytes_ += consumed;
    if (context_.body_bytes > context_.limits.body_bytes_total_max) {
      co_return refused({503, "The server is receiving too much at once."});
    }
    if (parser_.body_complete()) co_return Step::kGo;
    if (input_.space().empty())
      co_return refused({400, "A chunk's header or the trailer is too long."});
    const Step step =
        co_await read_more(deadline, "The body took too long to arrive.", "The body ended early.");
    if (step != Step::kGo) co_return step;
  }
}

base::Task<Connection::Step> Connection::read_more(base::Instant deadline, std::string_view late,
                                                   std::string_view cut) {
  const bool flushed = co_await flush();
  if (!flushed) co_return Step::kEnd;
  const base::Result<size_t> got = co_await stream_->read_some(input_.space(), deadline);
  if (!got.ok()) {
    if (got.error().is(HttpError::kTimedOut)) co_return refused({408, late});
    co_return Step::kEnd;
  }
  if (*got == 0) co_return refused({400, cut});
  input_.add(*got);
  co_return Step::kGo;
}

void Connection::refuse() {
  queue(context_.handler.reject(refusal_.status, refusal_.reason), false);
}

// Answers whether the connection goes on.
base::Task<bool> Connection::answer() {
  base::OneShot<Response> slot(context_.executor);
  in_handler_ = true;
  base::start(run_handler(context_.handler, std::move(request_), slot));
  // A handler that waits must not hold up the answers before its own.
  bool flushed = true;
  if (!slot.is_set()) flushed = co_await flush();
  const Response response = co_await slot;
  in_handler_ = false;
  if (!flushed) co_return false;
  const bool last =
      !parser_.keep_alive() || response.close || (draining_ && input_.unread().empty());
  queue(response, !last);
  if (last) co_return false;
  if (output_.size() >= kOutputBytesMax) flushed = co_await flush();
  if (++answers_in_a_row_ >= kAnswersInARowMax) {
    answers_in_a_row_ = 0;
    co_await base::resume_on(context_.executor);
  }
  co_return flushed;
}

void Connection::queue(const Response& response, bool keep_alive) {
  AnswerStyle style;
  style.date = context_.date.at(context_.clock.now());
  style.keep_alive = keep_alive;
  style.to_http_1_0 = parser_.is_http_1_0();
  style.to_head = request_is_head_;
  append_response(output_, response, style);
  answered_last_ = !keep_alive;
}

base::Task<bool> Connection::flush() {
  if (output_.empty()) co_return true;
  const auto written = co_await stream_->write_all(output_, after(context_.limits.write_timeout));
  if (output_.capacity() > kOutputBytesMax) output_ = std::string();
  output_.clear();
  co_return written.ok();
}

base::Task<void> Connection::finish() {
  bool orderly = co_await flush();
  orderly = orderly && (answered_last_ || draining_);
  const base::Instant deadline = after(kLingerTime);
  if (orderly) {
    const auto ended = co_await stream_->shutdown_write(deadline);
    orderly = ended.ok();
  }
  size_t discarded = 0;
  while (orderly && discarded < kLingerBytesMax) {
    input_.consume(input_.unread().size());
    const base::Result<size_t> got = co_await stream_->read_some(input_.space(), deadline);
    if (!got.ok() || *got == 0) break;
    discarded += *got;
  }
  stream_->close();
}

}  // namespace angarium::http
