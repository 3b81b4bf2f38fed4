// Which error of which room a client hears as what. Rooms are named by their error domain, so that
// this table needs none of their headers and stays the only one.

#include "base/log.h"
#include "wire/error.h"

namespace angarium::wire {
namespace {

struct Row {
  std::string_view domain;
  std::string_view code_name;
  std::string_view wire_code;
  std::string_view query_code;
  int status;
  int query_status;
};

constexpr std::string_view kNotMatching = "SignatureDoesNotMatch";
constexpr std::string_view kInvalid = "InvalidSignatureException";

// Messages of these errors are written for clients and go out as they are.
constexpr Row kRows[] = {
    {"json", "Syntax", "SerializationException", "MalformedInput", 400, 400},
    {"json", "TooDeep", "SerializationException", "MalformedInput", 400, 400},
    {"policy", "Syntax", "MalformedPolicyDocument", "", 400, 400},
    {"policy", "Unsupported", "MalformedPolicyDocument", "", 400, 400},
    {"sigv4", "Unsigned", "MissingAuthenticationTokenException", "MissingAuthenticationToken", 400,
     403},
    {"sigv4", "Malformed", "IncompleteSignatureException", "IncompleteSignature", 400, 400},
    {"sigv4", "WrongDay", kInvalid, kNotMatching, 400, 403},
    {"sigv4", "TooOld", kInvalid, kNotMatching, 400, 403},
    {"sigv4", "TooNew", kInvalid, kNotMatching, 400, 403},
    {"sigv4", "Expired", "RequestExpired", "", 400, 400},
    {"sigv4", "WrongRegion", kInvalid, kNotMatching, 400, 403},
    {"sigv4", "WrongService", kInvalid, kNotMatching, 400, 403},
    {"sigv4", "WrongTerminator", kInvalid, kNotMatching, 400, 403},
    {"sigv4", "HeaderNotSigned", kInvalid, kNotMatching, 400, 403},
    {"sigv4", "HeaderMissing", kInvalid, kNotMatching, 400, 403},
    {"sigv4", "PayloadMismatch", kInvalid, kNotMatching, 400, 403},
    {"sigv4", "SignatureMismatch", kInvalid, kNotMatching, 400, 403},
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
            .message = error.message(),
            .status = row.status,
            .query_code = std::string(row.query_code),
            .query_status = row.query_status};
  }
  base::log(
      base::LogLevel::kError, "an error without an AWS counterpart",
      {{"domain", error.domain().name}, {"code", error.code_name()}, {"message", error.message()}});
  return internal_failure();
}

}  // namespace angarium::wire
