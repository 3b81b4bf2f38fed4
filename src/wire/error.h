#pragma once

#include <string>
#include <tl/expected.hpp>
#include <utility>

#include "base/result.h"

namespace angarium::wire {

// Who has to change something before the call can succeed.
enum class Fault : uint8_t { kSender, kReceiver };

// One error as a client sees it. A plain value.
struct Error {
  std::string code;  // "ResourceNotFoundException": the shape's name, and what JSON protocols carry
  std::string message;
  int status = 400;  // HTTP
  Fault fault = Fault::kSender;
  // What the query protocol (and x-amzn-query-error) says instead of `code`, if that differs:
  // "AWS.SimpleQueueService.NonExistentQueue" for QueueDoesNotExist.
  std::string query_code = {};
  int query_status = 0;  // of the query protocol, if that differs; 0: `status`
  std::string query_message = {};

  const std::string& code_in_query() const { return query_code.empty() ? code : query_code; }
  const std::string& message_in_query() const {
    return query_message.empty() ? message : query_message;
  }
  int status_in_query() const { return query_status == 0 ? status : query_status; }
};

// The one place that turns errors of Angarium's own rooms into AWS errors (error_map.cc). What it
// does not know becomes InternalFailure: the detail goes to the log, never to the client.
Error to_wire_error(const base::Error& error);

// InternalFailure, 500: what a client hears of our own bugs.
Error internal_failure();

// A value, or the AWS error to answer. Takes over base::Result's errors through to_wire_error(), so
// AG_TRY and AG_CHECK work with both kinds inside a function that returns this.
template <class T>
class [[nodiscard]] Result : public tl::expected<T, Error> {
 public:
  using tl::expected<T, Error>::expected;
  // Implicit, so that `return Error{...};` does.
  // NOLINTNEXTLINE(google-explicit-constructor)
  Result(Error error) : tl::expected<T, Error>(tl::unexpect, std::move(error)) {}
  // NOLINTNEXTLINE(google-explicit-constructor)
  Result(const base::Error& error) : tl::expected<T, Error>(tl::unexpect, to_wire_error(error)) {}

  const Error& error() const { return tl::expected<T, Error>::error(); }
  bool ok() const { return this->has_value(); }
};

}  // namespace angarium::wire
