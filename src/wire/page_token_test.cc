#include "wire/page_token.h"

#include <gtest/gtest.h>

#include "base/base64.h"

namespace angarium::wire {
namespace {

RequestContext listing() {
  RequestContext request;
  request.caller = root_caller(base::AccountId("111122223333"), "");
  request.region = base::Region("eu-west-1");
  request.service = "events";
  request.operation = "ListRules";
  return request;
}

TEST(PageTokens, GoOnWhereTheListStopped) {
  PageTokens tokens("a key");
  std::string scope = PageTokens::scope(listing(), {"default", "prefix"});
  std::string token = tokens.issue(scope, "rule-17");
  EXPECT_EQ(tokens.open(scope, token), "rule-17");
  EXPECT_EQ(
      token.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"),
      std::string::npos);
}

TEST(PageTokens, BelongToOneCall) {
  PageTokens tokens("a key");
  std::string token = tokens.issue(PageTokens::scope(listing(), {"default", "prefix"}), "x");
  RequestContext other = listing();
  other.caller.account = base::AccountId("444455556666");
  EXPECT_FALSE(tokens.open(PageTokens::scope(other, {"default", "prefix"}), token));
  EXPECT_FALSE(tokens.open(PageTokens::scope(listing(), {"default", "prefiy"}), token));
  EXPECT_FALSE(tokens.open(PageTokens::scope(listing(), {"defaultprefix", ""}), token));
  EXPECT_FALSE(
      PageTokens("another key").open(PageTokens::scope(listing(), {"default", "prefix"}), token));
}

TEST(PageTokens, AnyChangeIsSeen) {
  PageTokens tokens("a key");
  std::string scope = PageTokens::scope(listing(), {});
  std::string bytes = *base::decode_base64url(tokens.issue(scope, "position"));
  for (size_t i = 0; i < bytes.size(); ++i) {
    std::string changed = bytes;
    changed[i] ^= 1;
    EXPECT_FALSE(tokens.open(scope, base::encode_base64url(changed))) << i;
  }
  for (std::string_view token : {"", "AQ", "not base64!", "....", "AAAAAAAAAAAAAAAAAAAAAAAAAAAA"}) {
    EXPECT_FALSE(tokens.open(scope, token)) << token;
  }
  EXPECT_FALSE(tokens.open(scope, std::string(PageTokens::kTokenCharactersMax + 4, 'A')));
}

}  // namespace
}  // namespace angarium::wire
