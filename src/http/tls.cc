#include "http/tls.h"

#include <arpa/inet.h>
#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include <algorithm>
#include <optional>
#include <vector>

#include "base/assert.h"
#include "base/one_shot.h"

namespace angarium::http {

namespace {

struct FreeContext {
  void operator()(SSL_CTX* context) const { SSL_CTX_free(context); }
};
struct FreeSession {
  void operator()(SSL* session) const { SSL_free(session); }
};

// OpenSSL's oldest pending complaint, and forgets the others.
std::string openssl_reason() {
  const unsigned long code = ERR_get_error();
  ERR_clear_error();
  const char* reason = code == 0 ? nullptr : ERR_reason_error_string(code);
  return reason == nullptr ? "unknown reason" : reason;
}

base::Error invalid(const std::string& what, const std::string& path) {
  return {HttpError::kCertificateInvalid, what + " `" + path + "`: " + openssl_reason()};
}

template <class T, void (*kFree)(T*)>
struct Free {
  void operator()(T* object) const { kFree(object); }
};
template <class T, void (*kFree)(T*)>
using OpenSsl = std::unique_ptr<T, Free<T, kFree>>;

// A BIO that reads `text`, which outlives it.
OpenSsl<BIO, BIO_free_all> memory(const std::string& text) {
  return OpenSsl<BIO, BIO_free_all>(BIO_new_mem_buf(text.data(), static_cast<int>(text.size())));
}

// No password prompt: an encrypted key is an error and not a question to a terminal.
int no_password(char*, int, int, void*) { return -1; }

}  // namespace

struct TlsContext::State {
  std::unique_ptr<SSL_CTX, FreeContext> ssl;
};

TlsContext::TlsContext(std::unique_ptr<State> state) : state_(std::move(state)) {}
TlsContext::~TlsContext() = default;

namespace {

std::unique_ptr<SSL_CTX, FreeContext> new_context(const SSL_METHOD* method) {
  std::unique_ptr<SSL_CTX, FreeContext> ssl(SSL_CTX_new(method));
  AG_ASSERT(ssl != nullptr);
  SSL_CTX_set_min_proto_version(ssl.get(), TLS1_2_VERSION);
  // A renegotiation would make reads write and lets a client spend our time at will.
  SSL_CTX_set_options(
      ssl.get(), SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION | SSL_OP_CIPHER_SERVER_PREFERENCE);
  // An idle session gives its 34 KiB of record buffers back.
  SSL_CTX_set_mode(ssl.get(), SSL_MODE_RELEASE_BUFFERS | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
  SSL_CTX_set_default_passwd_cb(ssl.get(), no_password);
  ERR_clear_error();
  return ssl;
}

}  // namespace

base::Result<std::shared_ptr<const TlsContext>> TlsContext::for_server(const TlsFiles& files) {
  auto state = std::make_unique<State>(State{new_context(TLS_server_method())});
  SSL_CTX* ssl = state->ssl.get();
  if (SSL_CTX_use_certificate_chain_file(ssl, files.certificate_path.c_str()) != 1) {
    return invalid("can't use the TLS certificate", files.certificate_path);
  }
  if (SSL_CTX_use_PrivateKey_file(ssl, files.key_path.c_str(), SSL_FILETYPE_PEM) != 1) {
    return invalid("can't use the TLS key", files.key_path);
  }
  if (SSL_CTX_check_private_key(ssl) != 1) {
    return invalid("the TLS key doesn't belong to the certificate", files.key_path);
  }
  return std::shared_ptr<const TlsContext>(new TlsContext(std::move(state)));
}

base::Result<std::shared_ptr<const TlsContext>> TlsContext::for_server_pem(const TlsPem& pem) {
  auto state = std::make_unique<State>(State{new_context(TLS_server_method())});
  SSL_CTX* ssl = state->ssl.get();
  const OpenSsl<X509, X509_free> certificate(
      PEM_read_bio_X509(memory(pem.certificate).get(), nullptr, no_password, nullptr));
  const OpenSsl<EVP_PKEY, EVP_PKEY_free> key(
      PEM_read_bio_PrivateKey(memory(pem.key).get(), nullptr, no_password, nullptr));
  if (!certificate || !key || SSL_CTX_use_certificate(ssl, certificate.get()) != 1 ||
      SSL_CTX_use_PrivateKey(ssl, key.get()) != 1) {
    return base::Error{HttpError::kCertificateInvalid,
                       "can't use a certificate and its key: " + openssl_reason()};
  }
  return std::shared_ptr<const TlsContext>(new TlsContext(std::move(state)));
}

base::Result<std::shared_ptr<const TlsContext>> TlsContext::for_client(
    const std::string& trusted_path) {
  auto state = std::make_unique<State>(State{new_context(TLS_client_method())});
  if (SSL_CTX_load_verify_file(state->ssl.get(), trusted_path.c_str()) != 1) {
    return invalid("can't use the trusted certificates", trusted_path);
  }
  SSL_CTX_set_verify(state->ssl.get(), SSL_VERIFY_PEER, nullptr);
  return std::shared_ptr<const TlsContext>(new TlsContext(std::move(state)));
}

std::shared_ptr<const TlsContext> TlsContext::for_client_of_system() {
  auto state = std::make_unique<State>(State{new_context(TLS_client_method())});
  // Where there are no certificates nobody is trusted: each connection says so.
  SSL_CTX_set_default_verify_paths(state->ssl.get());
  SSL_CTX_set_verify(state->ssl.get(), SSL_VERIFY_PEER, nullptr);
  return std::shared_ptr<const TlsContext>(new TlsContext(std::move(state)));
}

// OpenSSL between two memory buffers: what it wants sent is taken from one, what arrived is put
// into the other.
class TlsStream final : public Stream {
 public:
  TlsStream(std::shared_ptr<const TlsContext> context, base::Executor& executor,
            std::unique_ptr<Stream> inner)
      : context_(std::move(context)),
        executor_(executor),
        inner_(std::move(inner)),
        ssl_(SSL_new(context_->state_->ssl.get())),
        arrived_(BIO_new(BIO_s_mem())),
        to_send_(BIO_new(BIO_s_mem())) {
    AG_ASSERT(ssl_ != nullptr && arrived_ != nullptr && to_send_ != nullptr);
    SSL_set_bio(ssl_.get(), arrived_, to_send_);  // owns both from here on
  }

  SSL* session() { return ssl_.get(); }

  base::Task<base::Result<size_t>> read_some(std::span<char> into, base::Instant deadline) override;
  base::Task<base::Result<void>> write_all(std::string_view bytes, base::Instant deadline) override;
  base::Task<base::Result<void>> shutdown_write(base::Instant deadline) override;
  void close() override { inner_->close(); }
  const std::string& peer_address() const override { return inner_->peer_address(); }
  bool is_secure() const override { return true; }

 private:
  base::Task<base::Result<void>> handshake(base::Instant deadline);
  base::Task<base::Result<void>> receive(size_t wanted_bytes, base::Instant deadline);
  base::Task<base::Result<void>> flush(base::Instant deadline);
  base::Task<base::Result<void>> fail(base::Instant deadline);

  const std::shared_ptr<const TlsContext> context_;
  base::Executor& executor_;
  const std::unique_ptr<Stream> inner_;
  const std::unique_ptr<SSL, FreeSession> ssl_;
  BIO* const arrived_;
  BIO* const to_send_;
  // While one side flushes, the other waits for its end: the inner stream takes one write at a
  // time.
  std::optional<base::OneShot<bool>> flushed_;
};

base::Task<base::Result<void>> TlsStream::handshake(base::Instant deadline) {
  while (!SSL_is_init_finished(ssl_.get())) {
    ERR_clear_error();
    const int result = SSL_do_handshake(ssl_.get());
    if (result != 1 && SSL_get_error(ssl_.get(), result) != SSL_ERROR_WANT_READ) {
      co_return co_await fail(deadline);
    }
    AG_CO_CHECK(flush(deadline));
    constexpr size_t kHandshakeReadBytes = 4096;
    if (result != 1) AG_CO_CHECK(receive(kHandshakeReadBytes, deadline));
  }
  co_return {};
}

base::Task<base::Result<size_t>> TlsStream::read_some(std::span<char> into,
                                                      base::Instant deadline) {
  AG_CO_CHECK(handshake(deadline));
  for (;;) {
    ERR_clear_error();
    size_t count = 0;
    const int result = SSL_read_ex(ssl_.get(), into.data(), into.size(), &count);
    if (result == 1) co_return count;
    const int error = SSL_get_error(ssl_.get(), result);
    if (error == SSL_ERROR_ZERO_RETURN) co_return size_t{0};
    if (error != SSL_ERROR_WANT_READ) {
      const auto failed = co_await fail(deadline);
      co_return failed.error();
    }
    AG_CO_CHECK(receive(into.size(), deadline));
  }
}

// Reads what the inner stream has into OpenSSL's hands: about as much as the caller asked for, so
// that a caller who waits with a small buffer makes us wait with a small one.
base::Task<base::Result<void>> TlsStream::receive(size_t wanted_bytes, base::Instant deadline) {
  constexpr size_t kBytesMin = 512;
  constexpr size_t kBytesMax = 17 * 1024;  // one full record and its frame
  std::vector<char> bytes(std::clamp(wanted_bytes, kBytesMin, kBytesMax));
  AG_CO_TRY(count, inner_->read_some(bytes, deadline));
  if (count == 0) {
    co_return base::Error{HttpError::kReset, "the connection ended without TLS's farewell"};
  }
  const int taken = BIO_write(arrived_, bytes.data(), static_cast<int>(count));
  AG_ASSERT(taken == static_cast<int>(count));
  co_return {};
}

base::Task<base::Result<void>> TlsStream::write_all(std::string_view bytes,
                                                    base::Instant deadline) {
  AG_CO_CHECK(handshake(deadline));
  constexpr size_t kPieceBytes = 64 * 1024;  // what may wait in memory, encrypted
  while (!bytes.empty()) {
    const std::string_view piece = bytes.substr(0, kPieceBytes);
    ERR_clear_error();
    size_t count = 0;
    // A memory buffer takes everything, so it is all or an error.
    if (SSL_write_ex(ssl_.get(), piece.data(), piece.size(), &count) != 1) {
      co_return base::Error{HttpError::kTlsFailed, openssl_reason()};
    }
    bytes.remove_prefix(count);
    AG_CO_CHECK(flush(deadline));
  }
  co_return {};
}

base::Task<base::Result<void>> TlsStream::flush(base::Instant deadline) {
  while (flushed_) {
    base::OneShot<bool> other = *flushed_;
    co_await other;
  }
  std::string pending(BIO_ctrl_pending(to_send_), '\0');
  if (pending.empty()) co_return {};
  const int count = BIO_read(to_send_, pending.data(), static_cast<int>(pending.size()));
  AG_ASSERT(count == static_cast<int>(pending.size()));
  base::OneShot<bool> done(executor_);
  flushed_ = done;
  base::Result<void> written = co_await inner_->write_all(pending, deadline);
  flushed_.reset();
  done.set(true);
  co_return written;
}

// Sends the alert that says what was wrong, if it can be sent, and answers the error.
base::Task<base::Result<void>> TlsStream::fail(base::Instant deadline) {
  const std::string reason = openssl_reason();
  const auto ignored = co_await flush(deadline);
  static_cast<void>(ignored);
  co_return base::Error{HttpError::kTlsFailed, reason};
}

base::Task<base::Result<void>> TlsStream::shutdown_write(base::Instant deadline) {
  if (SSL_is_init_finished(ssl_.get())) {
    ERR_clear_error();
    SSL_shutdown(ssl_.get());
    AG_CO_CHECK(flush(deadline));
  }
  co_return co_await inner_->shutdown_write(deadline);
}

std::unique_ptr<Stream> tls_server_stream(std::shared_ptr<const TlsContext> context,
                                          base::Executor& executor, std::unique_ptr<Stream> inner) {
  auto stream = std::make_unique<TlsStream>(std::move(context), executor, std::move(inner));
  SSL_set_accept_state(stream->session());
  return stream;
}

std::unique_ptr<Stream> tls_client_stream(std::shared_ptr<const TlsContext> context,
                                          base::Executor& executor, std::unique_ptr<Stream> inner,
                                          const std::string& host) {
  auto stream = std::make_unique<TlsStream>(std::move(context), executor, std::move(inner));
  SSL* session = stream->session();
  SSL_set_connect_state(session);
  unsigned char address[sizeof(in6_addr)];
  if (inet_pton(AF_INET, host.c_str(), address) == 1 ||
      inet_pton(AF_INET6, host.c_str(), address) == 1) {
    X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(session), host.c_str());
  } else {
    SSL_set_tlsext_host_name(session, host.c_str());
    SSL_set1_host(session, host.c_str());
  }
  return stream;
}

}  // namespace angarium::http
