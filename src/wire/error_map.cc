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
  std::string_view message = {};  // empty: the error's own, which is written for clients
};

constexpr std::string_view kNotMatching = "SignatureDoesNotMatch";
constexpr std::string_view kInvalid = "InvalidSignatureException";

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
    {"store", "PreconditionFailed", "ConcurrentModificationException", "", 400, 400,
     "There is concurrent modification on this resource; try again."},
    {"store", "Busy", "ThrottlingException", "Throttling", 400, 400, "Rate exceeded"},
    {"store", "TooLarge", "LimitExceededException", "LimitExceeded", 400, 400,
     "The request is larger than this server stores at once."},
    {"store", "DiskFull", "ServiceUnavailable", "", 503, 503,
     "This server has no disk space left for new data."},
    {"store", "StaleEpoch", "ServiceUnavailable", "", 503, 503,
     "The data has moved to another server; try again."},
    {"store", "Stopped", "ServiceUnavailable", "", 503, 503,
     "This server is shutting down; try again."},
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
            .fault = row.status < 500 ? Fault::kSender : Fault::kReceiver,
            .query_code = std::string(row.query_code),
            .query_status = row.query_status};
  }
  base::log(
      base::LogLevel::kError, "an error without an AWS counterpart",
      {{"domain", error.domain().name}, {"code", error.code_name()}, {"message", error.message()}});
  return internal_failure();
}

}  // namespace angarium::wire
