#pragma once

#include "base/result.h"

namespace angarium::http {

enum class HttpError {
  kClosed,              // this side closed the stream
  kTimedOut,            // the deadline passed; the stream can still be used
  kReset,               // the other side went away without a proper end
  kTlsFailed,           // handshake, certificate check or record failed
  kAddressInUse,        // the port or the socket path is taken
  kAddressRefused,      // not an address of this machine, or not ours to use
  kCertificateInvalid,  // a PEM file is missing, unreadable, or doesn't fit its other half
  kConnectFailed,
  kRequestInvalid,  // a request to send has a line break in its header
  kAnswerInvalid,   // a server's answer isn't HTTP/1.1
  kAnswerTooLarge,  // a server's answer is over the client's limits
};

const base::ErrorDomain& error_domain(HttpError code);

}  // namespace angarium::http
