#include "delivery/targets/oauth_session.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <utility>

#include "delivery/targets/error.h"
#include "delivery/targets/form.h"
#include "delivery/targets/token_answer.h"
#include "json/writer.h"

namespace angarium::delivery::targets {
namespace {

constexpr size_t kAnswerBytesMax = 64 * 1024;  // a token is a few KiB at most

Parameters credentials(const OAuthClient& client) {
  Parameters all{{"grant_type", "client_credentials"},
                 {"client_id", client.id},
                 {"client_secret", client.secret}};
  for (const auto& given : client.parameters.body) {
    std::erase_if(all, [&](const auto& one) { return one.first == given.first; });
    all.push_back(given);
  }
  return all;
}

std::string as_json(const Parameters& parameters) {
  std::string json;
  json::Writer writer(json);
  writer.begin_object();
  for (const auto& [name, value] : parameters) writer.key(name).string(value);
  writer.end_object();
  return json;
}

bool is_of_transport(std::string_view name) {
  constexpr std::string_view kFields[] = {"host",    "content-length", "transfer-encoding",
                                          "upgrade", "connection",     "user-agent"};
  return std::any_of(std::begin(kFields), std::end(kFields), [&](std::string_view field) {
    return http::equals_ignoring_case(name, field);
  });
}

void append_query(const Parameters& parameters, std::string& target) {
  if (parameters.empty()) return;
  target += target.find('?') == std::string::npos ? '?' : '&';
  append_form(parameters, target);
}

}  // namespace

http::Request token_request(const OAuthClient& client) {
  http::Request request;
  request.method = client.method;
  request.target = client.endpoint.path;
  if (!client.endpoint.query.empty()) request.target += "?" + client.endpoint.query;
  append_query(client.parameters.query, request.target);
  request.headers.add("Host", client.endpoint.authority());
  request.headers.add("User-Agent", "Amazon/EventBridge/ApiDestinations");
  std::string content_type;
  for (const auto& [name, value] : client.parameters.headers) {
    const bool is_content_type = http::equals_ignoring_case(name, "content-type");
    if (is_content_type) content_type = value;
    if (!is_content_type && !is_of_transport(name)) request.headers.add(name, value);
  }
  const Parameters all = credentials(client);
  if (client.method == "GET") {
    append_query(all, request.target);
    return request;
  }
  const bool is_json = content_type.starts_with("application/json");
  if (content_type.empty()) content_type = "application/x-www-form-urlencoded";
  request.headers.add("Content-Type", content_type);
  if (is_json) request.body = as_json(all);
  if (!is_json) append_form(all, request.body);
  return request;
}

OAuthSession::OAuthSession(OAuthClient client, http::ClientPool& pool, base::Executor& executor,
                           Report report)
    : client_(std::move(client)), pool_(pool), executor_(executor), report_(std::move(report)) {}

base::Task<base::Result<std::string>> OAuthSession::authorization() {
  const base::Instant now = executor_.now();
  std::optional<Waiting> turn;
  {
    base::MutexLock lock(mutex_);
    if (token_ && now < token_->refresh_at) co_return token_->authorization;
    const bool failed_lately = failure_ && now < failed_at_ + kFailureKept;
    if (failed_lately && token_ && now < token_->end) co_return token_->authorization;
    if (failed_lately) co_return *failure_;
    if (is_fetching_) {
      turn.emplace(executor_);
      waiting_.push_back(*turn);
    }
    is_fetching_ = true;
  }
  if (turn) co_return co_await *turn;
  co_return co_await fetch_for_all(shared_from_this());
}

base::Task<base::Result<std::string>> OAuthSession::fetch_for_all(
    std::shared_ptr<OAuthSession> self) {
  base::Result<Token> fetched = co_await self->fetch();
  co_await base::resume_on(self->executor_);
  std::vector<Waiting> waiting;
  const base::Result<std::string> answer = self->settle(fetched, waiting);
  for (Waiting& one : waiting) one.set(answer);
  self->report_(*self, answer.ok() ? base::Result<void>() : base::Result<void>(answer.error()));
  co_return answer;
}

base::Result<std::string> OAuthSession::settle(const base::Result<Token>& fetched,
                                               std::vector<Waiting>& waiting) {
  const base::Instant now = executor_.now();
  base::MutexLock lock(mutex_);
  is_fetching_ = false;
  waiting.swap(waiting_);
  if (fetched.ok()) {
    token_ = *fetched;
    failure_.reset();
    return token_->authorization;  // once at least, however short it lives
  }
  failure_ = fetched.error();
  failed_at_ = now;
  // An old one that is near its end is better than none.
  if (token_ && now < token_->end) return token_->authorization;
  return fetched.error();
}

base::Task<base::Result<OAuthSession::Token>> OAuthSession::fetch() {
  const base::Instant now = executor_.now();
  http::Origin origin{.is_secure = client_.endpoint.is_secure,
                      .host = client_.endpoint.host,
                      .port = client_.endpoint.port};
  http::AnswerLimits limits;
  limits.body_bytes_max = kAnswerBytesMax;
  http::Request request = token_request(client_);
  auto answer =
      co_await pool_.send(std::move(origin), std::move(request), now + kFetchTimeMax, limits);
  if (!answer.ok()) co_return answer.error();
  if (answer->status / 100 != 2) {
    co_return base::Error{TargetError::kToken,
                          fmt::format("it answered with status {}", answer->status)};
  }
  auto token = parse_token_answer(answer->body);
  if (!token.ok()) co_return token.error();
  if (!token->lifetime) {
    co_return Token{std::move(token->authorization), base::Instant::max(), base::Instant::max()};
  }
  // One that lives shorter than the time before its end is used once at least.
  const base::Instant end = now + *token->lifetime;
  co_return Token{std::move(token->authorization), end - kRefreshBefore, end};
}

void OAuthSession::refuse(const std::string& authorization) {
  base::MutexLock lock(mutex_);
  if (token_ && token_->authorization == authorization) token_.reset();
}

}  // namespace angarium::delivery::targets
