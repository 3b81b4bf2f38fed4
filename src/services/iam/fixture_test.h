#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/percent.h"
#include "services/iam/api.h"
#include "services/iam/documents.h"
#include "store/memory/memory_engine.h"
#include "wire/test_client.h"

namespace angarium::services::iam {

// Notes what it is asked, and allows all but the actions in `denied`.
struct RecordingAuthorizer final : wire::Authorizer {
  wire::Decision decide(const wire::RequestContext&, const wire::Check& check) override {
    asked.push_back(check);
    return {.allowed = check.action != denied};
  }
  wire::Decision decide(const wire::ServiceCall&, const wire::Check&) override { return {}; }

  std::vector<wire::Check> asked;
  std::string denied;
};

// IAM behind a gateway, over a store in memory, on simulated time. The caller is the root of
// 111122223333.
class IamTest : public ::testing::Test {
 protected:
  static constexpr std::string_view kAccount = "111122223333";
  static constexpr std::string_view kAllow =
      R"({"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"sqs:*","Resource":"*"}})";

  static std::string trust_of(std::string_view principal) {
    return R"({"Statement":{"Effect":"Allow","Action":"sts:AssumeRole","Principal":{"AWS":")" +
           std::string(principal) + R"("}}})";
  }

  IamTest() { open(); }

  // Begins again on what the store holds, as after a restart.
  void open() {
    client_.reset();
    api_.reset();
    last_uses_.reset();
    directory_.reset();
    ownership_.reset();
    store_.reset();
    driver_ = store::make_executor_driver(executor_);
    auto store = store::Store::open(engine_, clock_, *driver_, {});
    ASSERT_TRUE(store.ok());
    store_ = std::move(*store);
    ownership_ = std::make_unique<store::Ownership>(*store_, executor_);
    auto directory = identity::Directory::open(*ownership_, sealer_);
    ASSERT_TRUE(directory.ok()) << directory.error().message();
    directory_ = std::move(*directory);
    auto last_uses = identity::LastUses::open(*ownership_, *directory_);
    ASSERT_TRUE(last_uses.ok());
    last_uses_ = std::move(*last_uses);
    api_ = std::make_unique<Api>(Dependencies{.directory = *directory_,
                                              .clock = clock_,
                                              .random = random_,
                                              .page_tokens = page_tokens_,
                                              .last_uses = *last_uses_});
    client_ = std::make_unique<wire::TestClient>(std::vector{wire::Service(Api::table(), *api_)},
                                                 executor_, &authorizer_);
  }

  // `form` is what follows Action and Version: "UserName=bob&Path=/a/".
  wire::TestClient::Answer call(std::string_view operation, std::string_view form = "",
                                std::string_view account = kAccount) {
    std::string body = "Action=" + std::string(operation) + "&Version=2010-05-08";
    if (!form.empty()) body.append("&").append(form);
    return client_->query("iam", body, account);
  }

  // The body of an answer that must be a success.
  std::string ok(std::string_view operation, std::string_view form = "",
                 std::string_view account = kAccount) {
    auto answer = call(operation, form, account);
    EXPECT_EQ(answer.status, 200) << operation << " " << form << "\n" << answer.body;
    return answer.body;
  }

  // "404 NoSuchEntity: The user with name x cannot be found."
  std::string refusal(std::string_view operation, std::string_view form = "",
                      std::string_view account = kAccount) {
    auto answer = call(operation, form, account);
    if (answer.status < 400) return "200";
    return std::to_string(answer.status) + " " + answer.code() + ": " +
           element(answer.body, "Message");
  }

  // The text of the first element of that name; all of them joined by commas.
  static std::string element(std::string_view body, std::string_view name) {
    return join(body, name, true);
  }
  static std::string elements(std::string_view body, std::string_view name) {
    return join(body, name, false);
  }

  // As the value of a form's member.
  static std::string encoded(std::string_view text) { return base::percent_encode(text); }

  base::SimulatedExecutor executor_{1};
  base::SimulatedClock clock_{executor_, base::from_unix_ms(1'800'000'000'000)};
  base::SeededRandom random_{1};
  identity::Sealer sealer_{{{1, identity::SealKey()}}, random_};
  wire::PageTokens page_tokens_{std::string(32, 'k')};
  RecordingAuthorizer authorizer_;
  store::memory::MemoryEngine engine_;
  std::unique_ptr<store::GroupDriver> driver_;
  std::unique_ptr<store::Store> store_;
  std::unique_ptr<store::Ownership> ownership_;
  std::unique_ptr<identity::Directory> directory_;
  std::unique_ptr<identity::LastUses> last_uses_;
  std::unique_ptr<Api> api_;
  std::unique_ptr<wire::TestClient> client_;

 private:
  static std::string join(std::string_view body, std::string_view name, bool is_first_only) {
    const std::string open = "<" + std::string(name) + ">";
    std::string texts;
    for (size_t at = body.find(open); at != std::string_view::npos; at = body.find(open, at)) {
      at += open.size();
      if (!texts.empty()) texts += ",";
      texts += body.substr(at, body.find("</", at) - at);
      if (is_first_only) break;
    }
    return texts;
  }
};

}  // namespace angarium::services::iam
