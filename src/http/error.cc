#include "http/error.h"

namespace angarium::http {

namespace {

std::string_view code_name(int code) {
  switch (static_cast<HttpError>(code)) {
    case HttpError::kClosed: return "Closed";
    case HttpError::kTimedOut: return "TimedOut";
    case HttpError::kReset: return "Reset";
    case HttpError::kTlsFailed: return "TlsFailed";
    case HttpError::kAddressInUse: return "AddressInUse";
    case HttpError::kAddressRefused: return "AddressRefused";
    case HttpError::kCertificateInvalid: return "CertificateInvalid";
    case HttpError::kConnectFailed: return "ConnectFailed";
    case HttpError::kRequestInvalid: return "RequestInvalid";
    case HttpError::kAnswerInvalid: return "AnswerInvalid";
    case HttpError::kAnswerTooLarge: return "AnswerTooLarge";
  }
  return "Unknown";
}

}  // namespace

const base::ErrorDomain& error_domain(HttpError) {
  static constexpr base::ErrorDomain kDomain{"http", code_name};
  return kDomain;
}

}  // namespace angarium::http
