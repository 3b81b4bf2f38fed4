#pragma once

#include "base/result.h"

namespace angarium::sigv4 {

// The ways in which a signature can be wrong, in the order in which they are looked for. Messages
// are fit for clients; wire/ gives each its AWS code.
enum class ErrorCode {
  kUnsigned,           // neither an Authorization header nor X-Amz-Signature
  kMalformed,          // there is one, but it can't be read
  kWrongDay,           // the day of the scope is not that of X-Amz-Date
  kTooOld,             // signed longer ago than clocks may differ
  kTooNew,             // signed in the future
  kExpired,            // a presigned URL after its time
  kWrongRegion,        // scope
  kWrongService,       // scope
  kWrongTerminator,    // scope does not end in aws4_request
  kHeaderNotSigned,    // host or an x-amz- header was sent and not signed
  kHeaderMissing,      // a header was signed and not sent
  kPayloadMismatch,    // x-amz-content-sha256 is not the body's hash
  kSignatureMismatch,  //
};
const base::ErrorDomain& error_domain(ErrorCode);

}  // namespace angarium::sigv4
