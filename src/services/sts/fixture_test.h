#pragma once

#include <string>

#include "identity/authorizer_fixture_test.h"
#include "identity/bearers.h"
#include "services/sts/sts.h"
#include "wire/gateway.h"
#include "wire/test_client.h"

namespace angarium::services::sts {

// STS before a directory with the user `ada` and the role `/way/courier`, decided by policies. A
// test says who calls; nothing is signed.
class StsTest : public identity::AuthorizerTest {
 protected:
  struct Pretended final : wire::Authenticator {
    wire::Caller caller;
    base::Task<wire::Result<wire::Authenticated>> authenticate(const http::Request&,
                                                               const wire::ServiceTable&,
                                                               base::Time) override {
      co_return wire::Authenticated{.caller = caller, .region = base::Region("us-east-1")};
    }
  };

  StsTest() { as(ada()); }

  void as(wire::Caller caller) { authenticator_.caller = std::move(caller); }
  void as_root() { as(wire::root_caller(account_, "AKIAROOT")); }
  // Who has the keys that an answer gave.
  wire::Caller bearer_of(const std::string& body) {
    auto found = bearers_.find(text(body, "AccessKeyId"), text(body, "SessionToken"));
    EXPECT_TRUE(found) << body;
    if (!found) return {};
    EXPECT_EQ(found->secret, text(body, "SecretAccessKey"));
    expires_ = *found->expires;
    return found->caller;
  }
  // Lets whom the statement says assume the role, and gives Ada and the role policies.
  void trust(const std::string& statement) {
    courier_.trust = parse(statement, policy::PolicyKind::kTrust);
    put();
  }
  void trust_ada(const std::string& actions = R"("sts:AssumeRole")", const std::string& more = "") {
    trust(
        R"({"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111122223333:user/ada"},"Action":[)" +
        actions + "]" + more + "}");
  }

  wire::TestClient::Answer call(const std::string& form) {
    std::optional<http::Response> response;
    base::start([](wire::Gateway& gateway, http::Request request,
                   std::optional<http::Response>& out) -> base::Task<void> {
      out = co_await gateway.handle(std::move(request));
    }(gateway_, wire::TestClient::query_request("sts", form + "&Version=2011-06-15"), response));
    while (!response && executor_.run_one()) {
    }
    return {.status = response->status, .body = response->body, .query_error = {}};
  }
  std::string assume(const std::string& more = "") {
    return "Action=AssumeRole&RoleSessionName=run-7&RoleArn=" + std::string(kCourier) + more;
  }
  // The content of the first element of that name.
  static std::string text(const std::string& body, const std::string& element) {
    size_t begin = body.find("<" + element + ">");
    if (begin == std::string::npos) return {};
    begin += element.size() + 2;
    return body.substr(begin, body.find("</" + element + ">", begin) - begin);
  }
  void expect_error(const std::string& form, int status, const std::string& code,
                    const std::string& message) {
    auto answer = call(form);
    EXPECT_EQ(answer.status, status) << answer.body;
    EXPECT_EQ(text(answer.body, "Code"), code);
    EXPECT_NE(text(answer.body, "Message").find(message), std::string::npos) << answer.body;
  }

  base::Metrics metrics_;
  identity::SessionTokens tokens_{sealer_, random_};
  identity::Bearers bearers_{*directory_, nullptr, sealer_, tokens_};
  WebIdentities no_web_identities_;
  Sts sts_{{.directory = *directory_, .tokens = tokens_, .web_identities = no_web_identities_}};
  Pretended authenticator_;
  wire::Gateway gateway_{{wire::Service(Sts::table(), sts_)},
                         {.authenticator = authenticator_,
                          .authorizer = *authorizer_,
                          .worker = executor_,
                          .clock = clock_,
                          .random = random_,
                          .metrics = metrics_}};
  base::Time expires_;
};

}  // namespace angarium::services::sts
