#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/executor.h"
#include "base/mutex.h"
#include "base/one_shot.h"
#include "delivery/targets/api_destination.h"
#include "http/client_pool.h"

namespace angarium::delivery::targets {

// Who asks which authorization server, and how. Holds a secret: never logged.
struct OAuthClient {
  std::string id = {};
  std::string secret = {};
  Endpoint endpoint = {};
  std::string method = "POST";      // GET, POST or PUT
  AddedParameters parameters = {};  // OAuthHttpParameters
};

// The request for a token by client credentials (RFC 6749, section 4.4.2): grant_type, client_id
// and client_secret and the body parameters as a form; in the query for GET; as JSON when the
// header parameters ask for Content-Type application/json. Body parameters take the place of the
// three.
http::Request token_request(const OAuthClient& client);

// A connection's token: fetched when one is needed, kept until 60 s before its end or until it is
// refused, fetched once for all who wait. Thread safe; kept alive by the calls that use it.
//
// While no token can be had the last failure is given to whoever asks, for five seconds: thousands
// of deliveries must not become thousands of requests for a token.
class OAuthSession : public std::enable_shared_from_this<OAuthSession> {
 public:
  static constexpr base::Seconds kRefreshBefore{60};
  static constexpr base::Seconds kFailureKept{5};
  static constexpr base::Seconds kFetchTimeMax{5};

  // Told how each fetch ended, on `executor`. An error: the server refused, or could not be asked.
  using Report = std::function<void(const OAuthSession&, const base::Result<void>&)>;

  // `pool` and `executor` outlive it and its calls.
  OAuthSession(OAuthClient client, http::ClientPool& pool, base::Executor& executor, Report report);

  // The value of the Authorization field; goes on on `executor`. kToken, kTimedOut, and the errors
  // of http::ClientPool::send; the message shows no secret.
  base::Task<base::Result<std::string>> authorization();
  // A server refused it (401, 407): the next call asks for another.
  void refuse(const std::string& authorization);

 private:
  struct Token {
    std::string authorization;
    base::Instant refresh_at;
    base::Instant end;
  };
  using Waiting = base::OneShot<base::Result<std::string>>;

  base::Task<base::Result<Token>> fetch();
  static base::Task<base::Result<std::string>> fetch_for_all(std::shared_ptr<OAuthSession> self);
  // Takes in what a fetch came to: what all who waited get.
  base::Result<std::string> settle(const base::Result<Token>& fetched,
                                   std::vector<Waiting>& waiting);

  const OAuthClient client_;
  http::ClientPool& pool_;
  base::Executor& executor_;
  const Report report_;
  base::Mutex mutex_;
  std::optional<Token> token_ AG_GUARDED_BY(mutex_);
  std::optional<base::Error> failure_ AG_GUARDED_BY(mutex_);
  base::Instant failed_at_ AG_GUARDED_BY(mutex_);
  bool is_fetching_ AG_GUARDED_BY(mutex_) = false;
  std::vector<Waiting> waiting_ AG_GUARDED_BY(mutex_);  // at most the attempts under way
};

}  // namespace angarium::delivery::targets
