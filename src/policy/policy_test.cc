#include "policy/policy.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace angarium::policy {
namespace {

std::shared_ptr<const Policy> parsed(std::string_view text) {
  auto policy = Policy::parse(text);
  EXPECT_TRUE(policy.ok()) << policy.error().message();
  return policy.ok() ? *policy : nullptr;
}

// A policy of one Allow statement with these further elements.
std::string allowing(std::string_view elements) {
  return R"({"Version":"2012-10-17","Statement":[{"Sid":"s","Effect":"Allow",)" +
         std::string(elements) + "}]}";
}

Request request() {
  return {.principal = {.account = base::AccountId("111122223333"),
                        .arn = "arn:aws:iam::111122223333:root"},
          .action = "events:PutEvents",
          .resource = "arn:aws:events:eu-west-1:444455556666:event-bus/inbox"};
}

Effect decide(std::string_view text, const Request& asked = request()) {
  auto policy = parsed(text);
  return policy ? policy->evaluate(asked).effect : Effect::kImplicitDeny;
}

TEST(Policy, AccountsMayBeSpelledTwoWays) {
  std::string rest = R"(,"Action":"events:PutEvents","Resource":"*")";
  EXPECT_EQ(decide(allowing(R"("Principal":{"AWS":"111122223333"})" + rest)), Effect::kAllow);
  EXPECT_EQ(decide(allowing(R"("Principal":{"AWS":["arn:aws:iam::111122223333:root"]})" + rest)),
            Effect::kAllow);
  EXPECT_EQ(decide(allowing(R"("Principal":{"AWS":"999999999999"})" + rest)),
            Effect::kImplicitDeny);
  EXPECT_EQ(decide(allowing(R"("Principal":"*")" + rest)), Effect::kAllow);
  EXPECT_EQ(decide(allowing(R"("Principal":{"AWS":"*"})" + rest)), Effect::kAllow);
}

TEST(Policy, UsersRolesAndSessions) {
  std::string rest = R"(,"Action":"*","Resource":"*")";
  Request asked = request();
  asked.principal.arn = "arn:aws:sts::111122223333:assumed-role/courier/run-7";
  asked.principal.issuer_arn = "arn:aws:iam::111122223333:role/way/courier";
  for (const char* arn : {"arn:aws:sts::111122223333:assumed-role/courier/run-7",
                          "arn:aws:iam::111122223333:role/way/courier"}) {
    std::string text = allowing(R"("Principal":{"AWS":")" + std::string(arn) + "\"}" + rest);
    EXPECT_EQ(decide(text, asked), Effect::kAllow);
    EXPECT_EQ(decide(text), Effect::kImplicitDeny);
  }
}

TEST(Policy, Services) {
  std::string text = allowing(
      R"("Principal":{"Service":"events.amazonaws.com"},"Action":"sqs:SendMessage","Resource":)"
      R"("arn:aws:sqs:eu-west-1:444455556666:q","Condition":{"ArnEquals":{"AWS:SourceArn":)"
      R"("arn:aws:events:eu-west-1:444455556666:rule/*"}})");
  Request asked{.principal = {.account = {}, .arn = {}, .service = "events.amazonaws.com"},
                .action = "sqs:SendMessage",
                .resource = "arn:aws:sqs:eu-west-1:444455556666:q"};
  EXPECT_EQ(decide(text, asked), Effect::kImplicitDeny);  // the key is absent
  asked.context["aws:SourceArn"] = {"arn:aws:events:eu-west-1:444455556666:rule/r"};
  EXPECT_EQ(decide(text, asked), Effect::kAllow);
  asked.principal.service = "sns.amazonaws.com";
  EXPECT_EQ(decide(text, asked), Effect::kImplicitDeny);
}

TEST(Policy, AnonymousCallersAreEveryoneOnly) {
  std::string rest = R"(,"Action":"*","Resource":"*")";
  Request asked = request();
  asked.principal = {};
  EXPECT_EQ(decide(allowing(R"("Principal":"*")" + rest), asked), Effect::kAllow);
  EXPECT_EQ(decide(allowing(R"("Principal":{"AWS":"111122223333"})" + rest), asked),
            Effect::kImplicitDeny);
}

TEST(Policy, Actions) {
  auto with = [](std::string_view action) {
    return decide(allowing(R"("Principal":"*","Resource":"*","Action":)" + std::string(action)));
  };
  EXPECT_EQ(with(R"("EVENTS:putevents")"), Effect::kAllow);
  EXPECT_EQ(with(R"("events:Put*")"), Effect::kAllow);
  EXPECT_EQ(with(R"(["sqs:*","events:?utEvents"])"), Effect::kAllow);
  EXPECT_EQ(with(R"("*")"), Effect::kAllow);
  EXPECT_EQ(with(R"("events:PutRule")"), Effect::kImplicitDeny);
  EXPECT_EQ(with(R"("sqs:*")"), Effect::kImplicitDeny);
}

TEST(Policy, DenyWinsAndIsNamed) {
  auto policy =
      parsed(R"({"Statement":[)"
             R"({"Sid":"open","Effect":"Allow","Principal":"*","Action":"*","Resource":"*"},)"
             R"({"Effect":"Deny","Principal":{"AWS":"111122223333"},"Action":"events:*",)"
             R"("Resource":"*"}]})");
  ASSERT_TRUE(policy);
  Verdict verdict = policy->evaluate(request());
  EXPECT_EQ(verdict.effect, Effect::kExplicitDeny);
  EXPECT_EQ(verdict.statement, "Statement[1]");
  Request other = request();
  other.action = "sqs:SendMessage";
  verdict = policy->evaluate(other);
  EXPECT_EQ(verdict.effect, Effect::kAllow);
  EXPECT_EQ(verdict.statement, "open");
}

TEST(Policy, Conditions) {
  auto with = [](std::string_view condition, std::vector<std::string> sources) {
    Request asked = request();
    if (!sources.empty()) asked.context["events:source"] = std::move(sources);
    return decide(allowing(R"("Principal":"*","Action":"*","Resource":"*","Condition":)" +
                           std::string(condition)),
                  asked);
  };
  EXPECT_EQ(with(R"({"StringEquals":{"Events:Source":["a","b"]}})", {"b"}), Effect::kAllow);
  EXPECT_EQ(with(R"({"StringEquals":{"events:source":"*"}})", {"b"}), Effect::kImplicitDeny);
  EXPECT_EQ(with(R"({"StringLike":{"events:source":"shop.*"}})", {"shop.orders"}), Effect::kAllow);
  EXPECT_EQ(with(R"({"StringEquals":{"events:source":"a"}})", {}), Effect::kImplicitDeny);
  EXPECT_EQ(with(R"({"StringEquals":{"events:source":"a"}})", {"a", "a"}), Effect::kImplicitDeny);
  EXPECT_EQ(with(R"({"Bool":{"events:source":true}})", {"true"}), Effect::kAllow);
  EXPECT_EQ(
      with(R"({"StringEquals":{"events:source":"a"},"Bool":{"events:source":"true"}})", {"a"}),
      Effect::kImplicitDeny);  // all operators must hold
  EXPECT_EQ(with("{}", {}), Effect::kAllow);
}

TEST(Policy, RefusesWhatIsNoPolicy) {
  std::string good = R"("Principal":"*","Action":"a:b","Resource":"*")";
  for (const std::string& text :
       {std::string(""),
        std::string("[]"),
        std::string("{}"),
        std::string(R"({"Statement":[]})"),
        std::string(R"({"Statement":"x"})"),
        std::string(R"({"Statement":[1]})"),
        R"({"Version":"2011-01-01","Statement":{"Effect":"Allow",)" + good + "}}",
        R"({"Statement":{)" + good + "}}",
        R"({"Statement":{"Effect":"allow",)" + good + "}}",
        R"({"Statement":{"Effect":"Allow","Effect":"Deny",)" + good + "}}",
        R"({"Statements":[],"Statement":{"Effect":"Allow",)" + good + "}}",
        std::string(R"({"Statement":[{"Sid":"x","Effect":"Allow",)")
            .append(good)
            .append(R"(},{"Sid":"x","Effect":"Allow",)")
            .append(good)
            .append("}]}"),
        allowing(R"("Action":"a:b","Resource":"*")"),
        allowing(R"("Principal":"*","Resource":"*")"),
        allowing(R"("Principal":"*","Action":"a:b")"),
        allowing(R"("Principal":"*","Action":[],"Resource":"*")"),
        allowing(R"("Principal":"*","Action":"b","Resource":"*")"),
        allowing(R"("Principal":"*","Action":"a:b:c","Resource":"*")"),
        allowing(R"("Principal":"*","Action":"*:b","Resource":"*")"),
        allowing(R"("Principal":"*","Action":5,"Resource":"*")"),
        allowing(R"("Principal":"*","Action":"a:b","Resource":"queue")"),
        allowing(R"("Principal":"*","Action":"a:b","Resource":"arn:aws:*:r:a:q")"),
        allowing(R"("Principal":"x","Action":"a:b","Resource":"*")"),
        allowing(R"("Principal":{},"Action":"a:b","Resource":"*")"),
        allowing(R"("Principal":{"AWS":"12345"},"Action":"a:b","Resource":"*")"),
        allowing(R"("Principal":{"AWS":"arn:aws:iam::*:root"},"Action":"a:b","Resource":"*")"),
        allowing(
            R"("Principal":{"AWS":"arn:aws:iam::111122223333:g/g"},"Action":"*","Resource":"*")"),
        allowing(R"("Principal":{"Service":"*"},"Action":"a:b","Resource":"*")"),
        allowing(good + R"(,"Condition":[])"),
        allowing(good + R"(,"Condition":{"Bool":{"a:k":"maybe"}})"),
        allowing(good + R"(,"Condition":{"StringEquals":{"a:k":"a","a:k":"b"}})"),
        allowing(good + R"(,"Extra":1)")}) {
    auto policy = Policy::parse(text);
    ASSERT_FALSE(policy.ok()) << text;
    EXPECT_TRUE(policy.error().is(ErrorCode::kSyntax)) << text << policy.error().message();
  }
}

// Version 2008-10-17, which is also what no Version means, has no variables: the text is plain.
TEST(Policy, OldVersionsHaveNoVariables) {
  Request asked = request();
  asked.resource = "arn:aws:sqs:r:a:${aws:username}";
  EXPECT_EQ(decide(R"({"Statement":{"Effect":"Allow","Principal":"*","Action":"*","Resource":)"
                   R"("arn:aws:sqs:r:a:${aws:username}"}})",
                   asked),
            Effect::kAllow);
}

TEST(Policy, SizeIsBounded) {
  std::string text =
      R"({"Statement":{"Effect":"Allow","Principal":"*","Action":"a:b","Resource":"*"}})";
  EXPECT_TRUE(Policy::parse(text + std::string(Policy::kTextBytesMax - text.size(), ' ')).ok());
  EXPECT_FALSE(
      Policy::parse(text + std::string(Policy::kTextBytesMax + 1 - text.size(), ' ')).ok());
  EXPECT_EQ(parsed(text)->text(), text);
}

TEST(Policy, ListsAreBounded) {
  auto times = [](size_t count, std::string_view text) {
    std::string list;
    for (size_t i = 0; i < count; ++i) list.append(i > 0 ? "," : "").append(text);
    return list;
  };
  auto is_valid = [](const std::string& text) {
    return Policy::parse(text, PolicyKind::kIdentity).ok();
  };
  constexpr size_t kMax = Policy::kValuesMax;
  for (size_t count : {kMax, kMax + 1}) {
    std::string statements = times(count, R"({"Effect":"Deny","Action":"*","Resource":"*"})");
    EXPECT_EQ(is_valid(R"({"Statement":[)" + statements + "]}"), count == kMax);
    EXPECT_EQ(is_valid(R"({"Statement":{"Effect":"Deny","Resource":"*","Action":[)" +
                       times(count, R"("a:b")") + "]}}"),
              count == kMax);
    std::string keys;
    for (size_t i = 0; i < count; ++i) {
      keys.append(i > 0 ? "," : "").append("\"x:").append(std::to_string(i)).append("\":\"\"");
    }
    EXPECT_EQ(is_valid(R"({"Statement":{"Effect":"Deny","Resource":"*","Action":"*","Condition":)"
                       R"({"StringEquals":{)" +
                       keys + "}}}}"),
              count == kMax);
  }
}

TEST(Policy, DepthIsBounded) {
  auto nested = [](size_t depth) {
    return R"({"Id":)" + std::string(depth, '[') + std::string(depth, ']') + "}";
  };
  EXPECT_THAT(Policy::parse(nested(15)).error().message(), testing::HasSubstr("`Id`"));
  EXPECT_THAT(Policy::parse(nested(16)).error().message(), testing::HasSubstr("deep"));
}

TEST(Policy, WhiteSpaceDoesNotCountAgainstQuotas) {
  EXPECT_EQ(counted_characters(" {\t\"a\" :\r\n \"\xC3\xA9 b\"} "), 10u);
  EXPECT_EQ(counted_characters(""), 0u);
}

}  // namespace
}  // namespace angarium::policy
