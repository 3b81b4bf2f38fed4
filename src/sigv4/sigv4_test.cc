#include <gtest/gtest.h>

#include "sigv4/canonical.h"
#include "sigv4/sign.h"
#include "sigv4/verify.h"

namespace angarium::sigv4 {
namespace {

TEST(Sha256, KnownValues) {
  EXPECT_EQ(hex(sha256("")), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  // RFC 4231, cases 2 and 6: a short key, and one longer than a block.
  EXPECT_EQ(hex(hmac_sha256("Jefe", "what do ya want for nothing?")),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
  EXPECT_EQ(hex(hmac_sha256(std::string(131, '\xaa'),
                            "Test Using Larger Than Block-Size Key - Hash Key First")),
            "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
}

TEST(Canonical, Path) {
  EXPECT_EQ(canonical_path(""), "/");
  EXPECT_EQ(canonical_path("/"), "/");
  EXPECT_EQ(canonical_path("/a/./b/../c//d/"), "/a/c/d/");
  EXPECT_EQ(canonical_path("/../.."), "/");
  EXPECT_EQ(canonical_path("/a%3Ab/c d"), "/a%253Ab/c%20d");
}

TEST(Canonical, Query) {
  EXPECT_EQ(canonical_query("b=2&a=1&a=0&k&a-b=3"), "a=0&a=1&a-b=3&b=2&k=");
  EXPECT_EQ(canonical_query("x=a+b%20c%2Bd&y=%7e~"), "x=a%20b%20c%2Bd&y=~~");
  EXPECT_EQ(canonical_query("a=1&X-Amz-Signature=f&b", "X-Amz-Signature"), "a=1&b=");
  EXPECT_EQ(canonical_query("&&%zz=%4"), "%25zz=%254");
}

TEST(Canonical, HeaderValue) {
  EXPECT_EQ(canonical_header_value("  a   b\t c "), "a b c");
  EXPECT_EQ(canonical_header_value("   "), "");
}

// A signed request that each test spoils in one way.
class Verify : public ::testing::Test {
 protected:
  void sign_it() {
    std::vector<Header> headers = views();
    for (auto& field : sign({method_, target_, headers, body_}, signer_, signed_at_)) {
      fields_.push_back(std::move(field));
    }
  }
  std::vector<Header> views() const {
    std::vector<Header> views;
    for (const auto& [name, value] : fields_) views.push_back({name, value});
    return views;
  }

  base::Result<void> verify_it() {
    std::vector<Header> headers = views();
    Request request{method_, target_, headers, body_};
    AG_TRY(authorization, parse_authorization(request));
    return verify(request, authorization, secret_,
                  {.now = now_, .service = service_, .regions = regions_}, keys_);
  }
  ::testing::AssertionResult fails_as(ErrorCode code) {
    auto result = verify_it();
    if (result.ok()) return ::testing::AssertionFailure() << "accepted";
    if (result.error().is(code)) return ::testing::AssertionSuccess();
    return ::testing::AssertionFailure()
           << result.error().code_name() << ": " << result.error().message();
  }
  std::string& field(std::string_view name) {
    for (auto& [key, value] : fields_) {
      if (key == name) return value;
    }
    ADD_FAILURE() << name;
    return fields_[0].second;
  }
  void replace(std::string_view name, std::string_view from, std::string_view to) {
    std::string& value = field(name);
    size_t at = value.find(from);
    ASSERT_NE(at, std::string::npos);
    value.replace(at, from.size(), to);
  }

  std::string method_ = "POST", target_ = "/path?q=1", body_ = "{}", secret_ = "secret";
  std::string service_ = "events";
  std::vector<base::Region> regions_ = {base::Region("eu-west-1")};
  Signer signer_{"AKIAEXAMPLE", "secret", "", "eu-west-1", "events"};
  std::vector<std::pair<std::string, std::string>> fields_ = {
      {"Host", "localhost:4566"}, {"X-Amz-Target", "AWSEvents.PutEvents"}};
  base::Time signed_at_ = *base::parse_basic("20261122T083000Z");
  base::Time now_ = signed_at_;
  SigningKeys keys_;
};

TEST_F(Verify, AcceptsWhatIsRight) {
  sign_it();
  EXPECT_TRUE(verify_it().ok());
  EXPECT_TRUE(verify_it().ok());
  EXPECT_EQ(keys_.size(), 1u);
}

TEST_F(Verify, Unsigned) { EXPECT_TRUE(fails_as(ErrorCode::kUnsigned)); }

TEST_F(Verify, MalformedAuthorization) {
  for (const char* text :
       {"", "Basic dXNlcg==", "AWS4-HMAC-SHA256", "AWS4-HMAC-SHA256 nonsense",
        "AWS4-HMAC-SHA256 Credential=a/b/c, SignedHeaders=host, Signature=00",
        "AWS4-HMAC-SHA256 Credential=a/20261122/r/s/t/u, SignedHeaders=host, Signature=0",
        "AWS4-HMAC-SHA256 Credential=/20261122/r/s/t, SignedHeaders=host, Signature=0",
        "AWS4-HMAC-SHA256 Credential=a/20261122/r/s/t, Signature=00",
        "AWS4-HMAC-SHA256 Credential=a/20261122/r/s/t, SignedHeaders=host;;x, Signature=0",
        "AWS4-HMAC-SHA256 Credential=a/20261122/r/s/t, SignedHeaders=host;host, Signature=0"}) {
    fields_ = {{"Host", "h"}, {"X-Amz-Date", "20261122T083000Z"}, {"Authorization", text}};
    EXPECT_TRUE(fails_as(ErrorCode::kMalformed)) << text;
  }
}

TEST_F(Verify, NamesEachAbsentPart) {
  fields_ = {{"Host", "h"}, {"Authorization", "AWS4-HMAC-SHA256 Credential=a/20261122/r/s/t"}};
  auto result = verify_it();
  ASSERT_FALSE(result.ok());
  EXPECT_EQ(result.error().message(),
            "Authorization header requires 'Signature' parameter. Authorization header requires "
            "'SignedHeaders' parameter. Authorization header requires existence of either a "
            "'X-Amz-Date' or a 'Date' header.");
}

TEST_F(Verify, PartsMayComeInAnyOrderAndWithoutBlanks) {
  sign_it();
  std::string& value = field("Authorization");
  size_t credential = value.find("Credential="), headers = value.find("SignedHeaders="),
         signature = value.find("Signature=");
  std::string reordered = "AWS4-HMAC-SHA256 " + value.substr(signature) + "," +
                          value.substr(headers, signature - headers - 2) + "," +
                          value.substr(credential, headers - credential - 2);
  value = reordered;
  EXPECT_TRUE(verify_it().ok()) << reordered;
}

TEST_F(Verify, ClocksMayDifferByFiveMinutes) {
  sign_it();
  now_ = signed_at_ + base::Milliseconds(5 * 60'000);
  EXPECT_TRUE(verify_it().ok());
  now_ += base::Milliseconds(1);
  ASSERT_TRUE(fails_as(ErrorCode::kTooOld));
  EXPECT_EQ(verify_it().error().message(),
            "Signature expired: 20261122T083000Z is now earlier than 20261122T083000Z "
            "(20261122T083500Z - 5 min.)");
  now_ = signed_at_ - base::Milliseconds(5 * 60'000);
  EXPECT_TRUE(verify_it().ok());
  now_ -= base::Seconds(1);
  ASSERT_TRUE(fails_as(ErrorCode::kTooNew));
  EXPECT_EQ(verify_it().error().message(),
            "Signature not yet current: 20261122T083000Z is still later than 20261122T082959Z "
            "(20261122T082459Z + 5 min.)");
}

TEST_F(Verify, DayOfTheScope) {
  sign_it();
  replace("Authorization", "/20261122/", "/20261121/");
  EXPECT_TRUE(fails_as(ErrorCode::kWrongDay));
}

TEST_F(Verify, Scope) {
  sign_it();
  regions_ = {base::Region("us-east-1")};
  EXPECT_TRUE(fails_as(ErrorCode::kWrongRegion));
  regions_ = {base::Region("eu-west-1")};
  service_ = "sqs";
  EXPECT_TRUE(fails_as(ErrorCode::kWrongService));
  service_ = "events";
  replace("Authorization", "aws4_request", "aws5_request");
  EXPECT_TRUE(fails_as(ErrorCode::kWrongTerminator));
}

TEST_F(Verify, HeadersThatMustBeSigned) {
  sign_it();
  fields_.emplace_back("X-Amz-Later", "added");
  EXPECT_TRUE(fails_as(ErrorCode::kHeaderNotSigned));
  fields_.back() = {"X-Other", "added"};
  EXPECT_TRUE(verify_it().ok());
}

TEST_F(Verify, HostMustBeSigned) {
  fields_.erase(fields_.begin());
  sign_it();
  EXPECT_TRUE(fails_as(ErrorCode::kHeaderNotSigned));
}

TEST_F(Verify, SignedHeadersMustBeThere) {
  fields_.emplace_back("X-Custom", "value");
  sign_it();
  std::erase_if(fields_, [](const auto& field) { return field.first == "X-Custom"; });
  EXPECT_TRUE(fails_as(ErrorCode::kHeaderMissing));
}

TEST_F(Verify, PayloadHashHeader) {
  fields_.emplace_back("X-Amz-Content-SHA256", hex(sha256(body_)));
  sign_it();
  EXPECT_TRUE(verify_it().ok());
  body_ = "[]";
  EXPECT_TRUE(fails_as(ErrorCode::kPayloadMismatch));
}

TEST_F(Verify, UnsignedPayloadIsRefused) {
  fields_.emplace_back("X-Amz-Content-SHA256", "UNSIGNED-PAYLOAD");
  sign_it();
  EXPECT_TRUE(fails_as(ErrorCode::kPayloadMismatch));
}

TEST_F(Verify, WrongSignature) {
  sign_it();
  secret_ = "another";
  EXPECT_TRUE(fails_as(ErrorCode::kSignatureMismatch));
  secret_ = "secret";
  body_ = "{ }";
  EXPECT_TRUE(fails_as(ErrorCode::kSignatureMismatch));
  body_ = "{}";
  field("Authorization").pop_back();
  EXPECT_TRUE(fails_as(ErrorCode::kSignatureMismatch));
}

TEST_F(Verify, SignedTwiceIsMalformed) {
  sign_it();
  target_ += "&X-Amz-Signature=00";
  EXPECT_TRUE(fails_as(ErrorCode::kMalformed));
}

TEST_F(Verify, RepeatedAuthorizationIsMalformed) {
  sign_it();
  fields_.emplace_back("authorization", field("Authorization"));
  EXPECT_TRUE(fails_as(ErrorCode::kMalformed));
}

TEST_F(Verify, DateHeaderStandsInForXAmzDate) {
  sign_it();
  // The signature covered X-Amz-Date, so it no longer fits, but it is read and dated.
  field("X-Amz-Date") = "";
  std::erase_if(fields_, [](const auto& field) { return field.first == "X-Amz-Date"; });
  fields_.emplace_back("Date", "Sun, 22 Nov 2026 08:30:00 GMT");
  EXPECT_TRUE(fails_as(ErrorCode::kHeaderMissing));
}

TEST_F(Verify, Presigned) {
  fields_ = {{"Host", "localhost:4566"}};
  body_.clear();
  std::vector<Header> headers = views();
  signer_.session_token = "to/ken";
  target_ = presign({method_, target_, headers, body_}, signer_, signed_at_, base::Seconds(3600));
  EXPECT_TRUE(verify_it().ok());
  now_ = signed_at_ + base::Seconds(3600);
  EXPECT_TRUE(verify_it().ok());
  now_ += base::Milliseconds(1);
  EXPECT_TRUE(fails_as(ErrorCode::kExpired));
  now_ = signed_at_ - base::Seconds(301);
  EXPECT_TRUE(fails_as(ErrorCode::kTooNew));
  now_ = signed_at_;
  target_.replace(target_.find("q=1"), 3, "q=2");
  EXPECT_TRUE(fails_as(ErrorCode::kSignatureMismatch));
}

TEST_F(Verify, PresignedBounds) {
  fields_ = {{"Host", "localhost:4566"}};
  body_.clear();
  std::string original = target_;
  for (auto [seconds, good] : {std::pair{0, false}, {1, true}, {604'800, true}, {604'801, false}}) {
    std::vector<Header> headers = views();
    target_ =
        presign({method_, original, headers, body_}, signer_, signed_at_, base::Seconds(seconds));
    EXPECT_EQ(verify_it().ok(), good) << seconds;
    EXPECT_EQ(bool(fails_as(ErrorCode::kMalformed)), !good) << seconds;
  }
}

TEST(SigningKeys, ForgetsWhenFull) {
  SigningKeys keys;
  for (size_t i = 0; i < SigningKeys::kEntriesMax; ++i) {
    keys.get("secret" + std::to_string(i), "20261122", "eu-west-1", "events");
  }
  EXPECT_EQ(keys.size(), SigningKeys::kEntriesMax);
  EXPECT_EQ(keys.get("one more", "20261122", "eu-west-1", "events"),
            derive_signing_key("one more", "20261122", "eu-west-1", "events"));
  EXPECT_EQ(keys.size(), 1u);
}

}  // namespace
}  // namespace angarium::sigv4
