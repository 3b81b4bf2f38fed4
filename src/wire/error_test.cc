#include "wire/error.h"

#include <gtest/gtest.h>

#include "policy/policy.h"
#include "sigv4/error.h"

namespace angarium::wire {
namespace {

TEST(ErrorMap, KnowsEverySignatureError) {
  for (int code = 0; code <= static_cast<int>(sigv4::ErrorCode::kSignatureMismatch); ++code) {
    base::Error error(static_cast<sigv4::ErrorCode>(code), "why");
    Error mapped = to_wire_error(error);
    EXPECT_NE(mapped.code, "InternalFailure") << error.code_name();
    EXPECT_EQ(mapped.message, "why");
  }
}

TEST(ErrorMap, KnowsPolicyErrors) {
  base::Error error(policy::ErrorCode::kSyntax, "why");
  EXPECT_EQ(to_wire_error(error).code, "MalformedPolicyDocument");
}

enum class Unheard { kOf };
const base::ErrorDomain& error_domain(Unheard) {
  static const base::ErrorDomain domain{"unheard", [](int) -> std::string_view { return "Of"; }};
  return domain;
}

TEST(ErrorMap, TellsClientsNothingOfTheRest) {
  Error mapped = to_wire_error(base::Error(Unheard::kOf, "secret internals"));
  EXPECT_EQ(mapped.code, "InternalFailure");
  EXPECT_EQ(mapped.status, 500);
  EXPECT_EQ(mapped.message.find("secret"), std::string::npos);
}

Result<int> fails() {
  AG_CHECK(base::Result<void>(base::Error(policy::ErrorCode::kSyntax, "broken")));
  return 1;
}

TEST(Result, TakesOverErrorsOfOtherRooms) {
  Result<int> result = fails();
  ASSERT_FALSE(result.ok());
  EXPECT_EQ(result.error().code, "MalformedPolicyDocument");
}

}  // namespace
}  // namespace angarium::wire
