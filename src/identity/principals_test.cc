#include "identity/principals.h"

#include "identity/fixture_test.h"

namespace angarium::identity {
namespace {

const base::AccountId kShop("111122223333");

class PrincipalsTest : public IdentityTest {
 protected:
  PrincipalsTest() { put_user("AIDAFIRST0000000"); }

  void put_user(const char* id) {
    User user;
    user.account = kShop;
    user.name = "Bob";
    user.id = id;
    Change change{.account = kShop};
    if (auto before = directory_->user(kShop, "Bob")) change.users.removed.push_back(before);
    change.users.replace(user);
    commit(std::move(change));
  }
  std::string stored(std::string_view text) {
    auto made = with_principal_ids(text, *directory_);
    return made.ok() ? *made : made.error().message();
  }
  std::string shown(std::string_view text) { return with_principal_arns(text, *directory_); }
};

constexpr std::string_view kNamed =
    R"({"Statement":[{"Principal":{"AWS":"arn:aws:iam::111122223333:user/Bob"}}]})";
constexpr std::string_view kStored = R"({"Statement":[{"Principal":{"AWS":"AIDAFIRST0000000"}}]})";

TEST_F(PrincipalsTest, AreKeptAsIdsAndShownAsArns) {
  EXPECT_EQ(stored(kNamed), kStored);
  EXPECT_EQ(stored(kStored), kStored);
  EXPECT_EQ(shown(kStored), kNamed);
}

// AWS: a re-created namesake is somebody else.
TEST_F(PrincipalsTest, OfWhoIsGoneStayIds) {
  put_user("AIDASECOND000000");
  EXPECT_EQ(shown(kStored), kStored);
  EXPECT_EQ(stored(kStored), "Invalid principal in policy: \"AWS\":\"AIDAFIRST0000000\"");
}

TEST_F(PrincipalsTest, OnlyTheAwsEntriesOfPrincipalsAreTouched) {
  const std::string arn = "arn:aws:iam::111122223333:user/Bob";
  const std::string same = R"({ "Id" : "AWS", "Statement" : { "Resource":")" + arn + R"(",
         "Principal" : { "Service" : ")" +
                           arn + R"(", "Federated":[")" + arn + R"("] },
         "Condition":{"ArnEquals":{"AWS":")" +
                           arn + R"("}, "Principal":{"AWS":")" + arn +
                           R"("}}, "NotPrincipal":"*" } })";
  EXPECT_EQ(stored(same), same);
  const std::string list = R"({"Statement":{"NotPrincipal":{"AWS":["111122223333",")" + arn +
                           R"(","*"]}},"Version":"2012-10-17"})";
  EXPECT_EQ(stored(list), R"({"Statement":{"NotPrincipal":{"AWS":["111122223333",)"
                          R"("AIDAFIRST0000000","*"]}},"Version":"2012-10-17"})");
}

TEST_F(PrincipalsTest, WhoIsNotThereIsNamed) {
  for (const char* arn :
       {"arn:aws:iam::111122223333:user/bob", "arn:aws:iam::111122223333:role/Bob",
        "arn:aws:iam::444455556666:user/Bob"}) {
    std::string text = R"({"Statement":{"Principal":{"AWS":")" + std::string(arn) + R"("}}})";
    EXPECT_EQ(stored(text), "Invalid principal in policy: \"AWS\":\"" + std::string(arn) + "\"");
  }
}

// Escapes can't hide a name.
TEST_F(PrincipalsTest, AreReadAsJsonReadsThem) {
  EXPECT_EQ(stored(R"({"Statement":{"Princip\u0061l":{"\u0041WS":)"
                   R"("arn:aws:iam::111122223333:user\/Bob"}}})"),
            R"({"Statement":{"Princip\u0061l":{"\u0041WS":"AIDAFIRST0000000"}}})");
}

}  // namespace
}  // namespace angarium::identity
