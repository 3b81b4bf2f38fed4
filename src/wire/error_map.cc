// Which error of which room a client hears as what. Rooms are named by their error domain, so that
// this table needs none of their headers and stays the only one.

#include <array>

#include "base/log.h"
#include "wire/error.h"

namespace angarium::wire {
namespace {

struct Row {
  std::string_view domain;
  std::string_view code_name;
  std::string_view wire_code;
  int status;
  Fault fault;
  std::string_view message;  // empty: the error's own, which is fit for clients
};

constexpr std::array kRows = {
    Row{"json", "Syntax", "SerializationException", 400, Fault::kSender, ""},
    Row{"json", "TooDeep", "SerializationException", 400, Fault::kSender, ""},
    Row{"policy", "Syntax", "MalformedPolicyDocument", 400, Fault::kSender, ""},
    Row{"policy", "Unsupported", "MalformedPolicyDocument", 400, Fault::kSender, ""},
};

}  // namespace

Error internal_failure() {
  return {.code = "InternalFailure",
          .message = "The request processing has failed because of an unknown error.",
          .status = 500,
          .fault = Fault::kReceiver};
}

Error to_wire_error(const base::Error& error) {
  for (const Row& row : kRows) {
    if (row.domain != error.domain().name || row.code_name != error.code_name()) continue;
    return {.code = std::string(row.wire_code),
            .message = row.message.empty() ? error.message() : std::string(row.message),
            .status = row.status,
            .fault = row.fault};
  }
  base::log(
      base::LogLevel::kError, "an error without an AWS counterpart",
      {{"domain", error.domain().name}, {"code", error.code_name()}, {"message", error.message()}});
  return internal_failure();
}

}  // namespace angarium::wire
