#pragma once

#include <memory>
#include <string>

#include "base/executor.h"
#include "base/result.h"
#include "http/error.h"
#include "http/stream.h"

namespace angarium::http {

// PEM files. The certificate file may hold the whole chain, the server's own first.
struct TlsFiles {
  std::string certificate_path;
  std::string key_path;
};

// The same as PEM texts.
struct TlsPem {
  std::string certificate;
  std::string key;
};

// What all TLS connections of one kind share: certificate and key, or whom to trust. TLS 1.2 or
// later. Immutable and thread safe.
class TlsContext {
 public:
  // A server's. kCertificateInvalid says which file is at fault and how.
  static base::Result<std::shared_ptr<const TlsContext>> for_server(const TlsFiles& files);
  static base::Result<std::shared_ptr<const TlsContext>> for_server_pem(const TlsPem& pem);
  // A client's, which trusts the certificates in `trusted_path` (PEM) and no others.
  static base::Result<std::shared_ptr<const TlsContext>> for_client(
      const std::string& trusted_path);
  // A client's, which trusts whom the system trusts (OpenSSL's default file and folder, or those
  // that SSL_CERT_FILE and SSL_CERT_DIR name).
  static std::shared_ptr<const TlsContext> for_client_of_system();
  ~TlsContext();

 private:
  friend class TlsStream;
  struct State;
  explicit TlsContext(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

// TLS over any stream, a memory stream included. The handshake happens in the first read or write
// and within its deadline. A direction that ends without TLS's own farewell answers kReset:
// somebody may have cut it.
std::unique_ptr<Stream> tls_server_stream(std::shared_ptr<const TlsContext> context,
                                          base::Executor& executor, std::unique_ptr<Stream> inner);
// `host` is the DNS name or IP literal that the server's certificate must be for.
std::unique_ptr<Stream> tls_client_stream(std::shared_ptr<const TlsContext> context,
                                          base::Executor& executor, std::unique_ptr<Stream> inner,
                                          const std::string& host);

}  // namespace angarium::http
