#include "policy/explain.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "base/random.h"
#include "policy/difference.h"

namespace angarium::policy {
namespace {

constexpr const char* kInbox = "arn:aws:events:eu-west-1:444455556666:event-bus/inbox";
constexpr const char* kCourier = "arn:aws:iam::111122223333:role/way/courier";

constexpr const char* kIdentity = R"({"Version":"2012-10-17","Statement":{"Sid":"send",
  "Effect":"Allow","Action":"events:PutEvents",
  "Resource":"arn:aws:events:eu-west-1:444455556666:event-bus/inbox",
  "Condition":{"NumericLessThan":{"x:Size":"100"},"IpAddress":{"aws:SourceIp":"10.0.0.0/8"},
    "ArnLike":{"x:Arn":"arn:aws:sqs:eu-west-1:444455556666:jobs-*"}}}})";
constexpr const char* kResource = R"({"Version":"2012-10-17","Statement":{"Sid":"hear",
  "Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111122223333:role/way/courier"},
  "Action":"events:PutEvents","Resource":"arn:aws:events:eu-west-1:444455556666:event-bus/inbox",
  "Condition":{"StringEquals":{"events:source":"shop","events:detail-type":"order placed"},
    "StringLike":{"aws:PrincipalTag/team":"blue-*"},"Bool":{"aws:SecureTransport":"true"},
    "DateLessThan":{"aws:CurrentTime":"2027-01-01T00:00:00Z"},
    "ForAnyValue:StringEquals":{"aws:TagKeys":"stage"},"BinaryEquals":{"x:Bytes":"aGVsbG8="}}}})";

Request allowed_request() {
  return {.principal = {.account = base::AccountId("111122223333"),
                        .arn = "arn:aws:sts::111122223333:assumed-role/courier/run-7",
                        .issuer_arn = kCourier},
          .action = "events:PutEvents",
          .resource = kInbox,
          .context = {{"events:source", {"shop"}},
                      {"events:detail-type", {"order placed"}},
                      {"aws:PrincipalTag/team", {"blue-7"}},
                      {"aws:SecureTransport", {"true"}},
                      {"aws:CurrentTime", {"2026-11-22T08:30:00Z"}},
                      {"aws:TagKeys", {"stage", "owner"}},
                      {"x:Bytes", {"aGVsbG8="}},
                      {"x:Size", {"7"}},
                      {"aws:SourceIp", {"10.0.0.7"}},
                      {"x:Arn", {"arn:aws:sqs:eu-west-1:444455556666:jobs-1"}}}};
}

PolicyPtr parsed(std::string_view text, PolicyKind kind) {
  auto policy = Policy::parse(text, kind);
  return policy.ok() ? *policy : nullptr;
}

Policies policies_of(std::string_view identity, std::string_view resource) {
  Policies policies{.identity = {parsed(identity, PolicyKind::kIdentity)},
                    .resource = parsed(resource, PolicyKind::kResource)};
  return policies;
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  return text.replace(text.find(from), from.size(), to);
}

// One change of a word that leaves a document readable.
std::string mutated(const std::string& word, base::Random& random) {
  std::string text = word;
  size_t at = random.below(text.size());
  switch (random.below(5)) {
    case 0: text.insert(at, 1, static_cast<char>('a' + random.below(26))); break;
    case 1: text.erase(at, 1); break;
    case 2: text[at] = static_cast<char>('0' + random.below(10)); break;
    case 3: text[at] = static_cast<char>(text[at] ^ 0x20); break;
    default: text[at] = static_cast<char>('A' + random.below(26));
  }
  bool is_plain = std::all_of(text.begin(), text.end(),
                              [](char c) { return c >= ' ' && c != '"' && c != '\\' && c != '$'; });
  return is_plain ? text : word;
}

struct Word {
  bool of_identity;
  Part part;
  std::string text;
};

const std::vector<Word>& words() {
  static const std::vector<Word> list{
      {true, Part::kAction, "events:PutEvents"},
      {true, Part::kResource, kInbox},
      {true, Part::kCondition, "100"},
      {true, Part::kCondition, "10.0.0.0/8"},
      {true, Part::kCondition, "x:Size"},
      {true, Part::kCondition, "arn:aws:sqs:eu-west-1:444455556666:jobs-*"},
      {false, Part::kAction, "events:PutEvents"},
      {false, Part::kResource, kInbox},
      {false, Part::kPrincipal, kCourier},
      {false, Part::kCondition, "shop"},
      {false, Part::kCondition, "order placed"},
      {false, Part::kCondition, "events:source"},
      {false, Part::kCondition, "aws:PrincipalTag/team"},
      {false, Part::kCondition, "blue-*"},
      {false, Part::kCondition, "true"},
      {false, Part::kCondition, "2027-01-01T00:00:00Z"},
      {false, Part::kCondition, "stage"},
      {false, Part::kCondition, "aGVsbG8="}};
  return list;
}

bool names(const Difference& difference, const std::string& word) {
  return difference.text.find(word) != std::string::npos;
}

TEST(ExplainWords, TheSetUpAllows) {
  Policies policies = policies_of(kIdentity, kResource);
  Explanation explanation = explain(allowed_request(), policies);
  ASSERT_EQ(explanation.decision.effect, Effect::kAllow) << to_text(explanation);
  EXPECT_TRUE(explanation.additions.empty());
}

// A set-up that allows, one word of one policy changed: that word is named, its part is right, and
// nothing else is blamed.
TEST(ExplainWords, NamesTheOneWordOfAPolicyThatWasChanged) {
  base::SystemRandom system;
  uint64_t seed = system.next();
  base::SeededRandom random(seed);
  size_t named = 0;
  for (const Word& word : words()) {
    for (int i = 0; i < 100; ++i) {
      std::string changed = mutated(word.text, random);
      std::string identity(kIdentity), resource(kResource);
      std::string& text = word.of_identity ? identity : resource;
      text = replaced(text, fmt::format("\"{}\"", word.text), fmt::format("\"{}\"", changed));
      Policies policies = policies_of(identity, resource);
      if (!policies.identity[0] || !policies.resource) continue;  // refused when it is stored
      Explanation explanation = explain(allowed_request(), policies);
      if (explanation.decision.effect == Effect::kAllow) continue;  // the change means the same
      SCOPED_TRACE(fmt::format("seed {}: `{}` for `{}`\n{}", seed, changed, word.text,
                               to_text(explanation)));
      ASSERT_EQ(explanation.near_misses.size(), 1u);
      const NearMiss& miss = explanation.near_misses[0];
      ASSERT_EQ(miss.place.type, word.of_identity ? PolicyType::kIdentity : PolicyType::kResource);
      ASSERT_EQ(miss.differences.size(), 1u);
      ASSERT_EQ(miss.differences[0].part, word.part);
      ASSERT_TRUE(names(miss.differences[0], changed));
      ASSERT_FALSE(explanation.additions.empty());
      ++named;
    }
  }
  EXPECT_GT(named, 500u);
}

TEST(ExplainWords, NamesTheOneWordOfTheRequestThatWasChanged) {
  base::SystemRandom system;
  uint64_t seed = system.next();
  base::SeededRandom random(seed);
  size_t named = 0;
  Policies policies = policies_of(kIdentity, kResource);
  std::vector<std::string> keys;
  for (const auto& [key, values] : allowed_request().context) keys.push_back(key);
  for (int i = 0; i < 1'000; ++i) {
    Request request = allowed_request();
    size_t which = random.below(keys.size() + 2);
    std::string& word = which == 0   ? request.action
                        : which == 1 ? request.resource
                                     : request.context[keys[which - 2]][0];
    Part part = which == 0 ? Part::kAction : which == 1 ? Part::kResource : Part::kCondition;
    word = mutated(word, random);
    request.resource_account = base::AccountId("444455556666");
    Explanation explanation = explain(request, policies);
    if (explanation.decision.effect == Effect::kAllow) continue;
    SCOPED_TRACE(fmt::format("seed {}: `{}`\n{}", seed, word, to_text(explanation)));
    ASSERT_FALSE(explanation.near_misses.empty());
    for (const NearMiss& miss : explanation.near_misses) {
      ASSERT_EQ(miss.differences.size(), 1u);
      ASSERT_EQ(miss.differences[0].part, part);
      ASSERT_TRUE(names(miss.differences[0], word));
    }
    ++named;
  }
  EXPECT_GT(named, 300u);
}

// One statement over `element`, asked by ann's request with `context`.
Difference only_difference(const std::string& statement, const Request& request,
                           const char* version = "2012-10-17") {
  std::string text =
      fmt::format(R"({{"Version":"{}","Statement":{{"Effect":"Allow",{}}}}})", version, statement);
  PolicyPtr policy = parsed(text, PolicyKind::kIdentity);
  EXPECT_TRUE(policy) << text;
  Explanation explanation = explain(request, {.identity = {policy}});
  EXPECT_EQ(explanation.near_misses.size(), 1u) << to_text(explanation);
  if (explanation.near_misses.empty()) return {};
  EXPECT_EQ(explanation.near_misses[0].differences.size(), 1u) << to_text(explanation);
  return explanation.near_misses[0].differences[0];
}

Request ann_asks(std::map<std::string, std::vector<std::string>> context = {}) {
  return {.principal = {.account = base::AccountId("111122223333"),
                        .arn = "arn:aws:iam::111122223333:user/ann"},
          .action = "sqs:SendMessage",
          .resource = "arn:aws:sqs:eu-west-1:111122223333:jobs",
          .context = std::move(context)};
}

TEST(ExplainWords, WhatIsMissingIsASentence) {
  std::string text = to_text(explain(ann_asks(), {}));
  EXPECT_NE(text.find("an Allow in an identity policy\n"), std::string::npos) << text;
}

Difference condition_of(const std::string& condition,
                        std::map<std::string, std::vector<std::string>> context,
                        const char* version = "2012-10-17") {
  return only_difference(R"("Action":"*","Resource":"*","Condition":{)" + condition + "}",
                         ann_asks(std::move(context)), version);
}

TEST(ExplainKinds, OfConditions) {
  struct Case {
    const char* condition;
    std::vector<std::string> found;
    DifferenceKind kind;
  };
  using Kind = DifferenceKind;
  const Case cases[] = {
      {R"("StringEquals":{"x:K":"shop"})", {"Shop"}, Kind::kLetterCase},
      {R"("StringEquals":{"x:K":"shop"})", {"shop "}, Kind::kSpaces},
      {R"("StringEquals":{"x:K":"sh*"})", {"shop"}, Kind::kPlainWildcard},
      {R"("StringEquals":{"x:K":"shop"})", {"shop2"}, Kind::kNearWord},
      {R"("StringEquals":{"x:K":["store","shop"]})", {"shoq"}, Kind::kNearWord},
      {R"("StringEquals":{"x:K":"shop"})", {"a", "shop"}, Kind::kManyValues},
      {R"("StringEquals":{"x:K":"shop"})", {}, Kind::kAbsentKey},
      {R"("StringEquals":{"x:K":"${x:L}"})", {"shop"}, Kind::kUnknownVariable},
      {R"("StringEquals":{"x:K":"warehouse"})", {"shop"}, Kind::kOther},
      {R"("StringLike":{"x:K":"Blue-*"})", {"blue-7"}, Kind::kLetterCase},
      {R"("StringNotEquals":{"x:K":["a","shop"]})", {"shop"}, Kind::kLeftOut},
      {R"("Null":{"x:K":"true"})", {"shop"}, Kind::kPresentKey},
      {R"("Null":{"x:K":"false"})", {}, Kind::kAbsentKey},
      {R"("NumericLessThan":{"x:K":"5"})", {"5.0"}, Kind::kBound},
      {R"("NumericLessThan":{"x:K":"5"})", {"five"}, Kind::kNotComparable},
      {R"("DateGreaterThan":{"x:K":"2026-11-22"})", {"2026-11-22T00:00:00Z"}, Kind::kBound},
      {R"("IpAddress":{"x:K":"10.0.0.0/8"})", {"::1"}, Kind::kOther},
      {R"("ArnLike":{"x:K":"arn:aws:sns:eu-west-1:1:t"})",
       {"arn:aws:sns:us-east-1:1:t"},
       Kind::kArnField},
      {R"("ArnLike":{"x:K":"arn:aws:sns:eu-west-1:1:t"})", {"t"}, Kind::kNotComparable},
      {R"("ForAllValues:StringEquals":{"x:K":["a","b"]})", {"a", "warehouse"}, Kind::kOther},
  };
  for (const Case& c : cases) {
    Difference difference = condition_of(c.condition, {{"x:K", c.found}});
    EXPECT_EQ(name(difference.kind), name(c.kind)) << c.condition << ": " << difference.text;
    EXPECT_EQ(difference.part, Part::kCondition);
  }
  Difference old =
      condition_of(R"("StringEquals":{"x:K":"${aws:username}"})", {{"x:K", {"ann"}}}, "2008-10-17");
  EXPECT_EQ(name(old.kind), "plain-variable");
}

TEST(ExplainKinds, OfActionsAndResources) {
  auto resource = [](const char* word) {
    return only_difference(fmt::format(R"("Action":"*","Resource":"{}")", word), ann_asks());
  };
  EXPECT_EQ(resource("arn:aws:sqs:us-east-1:111122223333:jobs").note,
            "the region differs: `eu-west-1`, not `us-east-1`");
  EXPECT_EQ(name(resource("arn:aws:sqs:eu-west-1:111122223333:Jobs").kind), "letter-case");
  EXPECT_EQ(name(resource("arn:aws:sqs:eu-west-1:111122223333:job").kind), "suffix");
  EXPECT_EQ(name(resource("arn:aws:sqs:eu-west-1:111122223333:hobs").kind), "near-word");
  EXPECT_EQ(resource("arn:aws:sqs:eu-west-1:111122223333:${aws:userid}").note,
            "`${aws:userid}` has no value");
  auto action = [](const char* element) {
    return only_difference(fmt::format(R"({},"Resource":"*")", element), ann_asks());
  };
  EXPECT_EQ(action(R"("Action":["sqs:Purge*","sqs:SendMesage"])").text,
            "Action wants `sqs:SendMesage` (the nearest of 2), the request asks for "
            "`sqs:SendMessage`");
  EXPECT_EQ(name(action(R"("NotAction":["sns:*","sqs:Send*"])").kind), "left-out");
  Request list = ann_asks();
  list.action = "sqs:ListQueues";
  list.resource = "*";
  Difference none =
      only_difference(R"("Action":"*","Resource":"arn:aws:sqs:eu-west-1:111122223333:*")", list);
  EXPECT_EQ(name(none.kind), "no-resource");
}

Difference principal_of(const std::string& principal, Principal who) {
  Request request{.principal = std::move(who),
                  .action = "sqs:SendMessage",
                  .resource = "arn:aws:sqs:eu-west-1:444455556666:jobs"};
  std::string text = fmt::format(
      R"({{"Statement":{{"Effect":"Allow","Principal":{},"Action":"*","Resource":"*"}}}})",
      principal);
  PolicyPtr policy = parsed(text, PolicyKind::kResource);
  Explanation explanation = explain(request, {.resource = policy});
  EXPECT_EQ(explanation.near_misses.size(), 1u) << to_text(explanation);
  return explanation.near_misses.empty() ? Difference{} : explanation.near_misses[0].differences[0];
}

TEST(ExplainKinds, OfPrincipals) {
  Principal session = allowed_request().principal;
  EXPECT_EQ(principal_of(R"({"AWS":"arn:aws:iam::111122223333:role/way/courie"})", session).text,
            "Principal names `arn:aws:iam::111122223333:role/way/courie`, the caller is a session "
            "of `arn:aws:iam::111122223333:role/way/courier`");
  EXPECT_EQ(name(principal_of(R"({"AWS":"arn:aws:iam::111122223333:role/courier"})", session).kind),
            "path");
  EXPECT_EQ(principal_of(R"({"AWS":"arn:aws:iam::444455556666:role/way/courier"})", session).note,
            "the account differs: `111122223333`, not `444455556666`");
  EXPECT_EQ(name(principal_of(R"({"AWS":"111122223334"})", session).kind), "near-word");
  EXPECT_EQ(name(principal_of(R"({"AWS":"AROA0123456789ABCDEF"})", session).kind), "other");
  EXPECT_EQ(
      name(principal_of(R"({"Service":"event.amazonaws.com"})", {.service = "events.amazonaws.com"})
               .kind),
      "near-word");
  EXPECT_EQ(principal_of(R"({"AWS":"111122223333"})", {}).text,
            "Principal names `111122223333`, the caller is anonymous");
}

TEST(Explain, NothingOutweighsADeny) {
  PolicyPtr deny = parsed(
      R"({"Version":"2012-10-17","Statement":{"Sid":"no","Effect":"Deny","Action":"*",
          "Resource":"*"}})",
      PolicyKind::kIdentity);
  Explanation explanation = explain(ann_asks(), {.identity = {deny}});
  EXPECT_EQ(to_text(explanation),
            "denied: a statement denies it, which no Allow outweighs\n"
            "  denies  no of identity_policies[0]\n");
}

TEST(Explain, ServicesAreGuardedAsTheyAsk) {
  Request request{.principal = {.service = "events.amazonaws.com"},
                  .action = "sqs:SendMessage",
                  .resource = "arn:aws:sqs:eu-west-1:444455556666:jobs",
                  .context = {{"aws:SourceArn", {"arn:aws:events:eu-west-1:1:rule/r"}}}};
  Explanation explanation = explain(request, {});
  ASSERT_EQ(explanation.additions.size(), 1u);
  EXPECT_EQ(
      explanation.additions[0].statement,
      R"({"Effect":"Allow","Principal":{"Service":"events.amazonaws.com"},)"
      R"("Action":"sqs:SendMessage","Resource":"arn:aws:sqs:eu-west-1:444455556666:jobs",)"
      R"("Condition":{"StringEquals":{"aws:SourceArn":"arn:aws:events:eu-west-1:1:rule/r"}}})");
}

// The statements nearest to applying are shown, and no more than the limit.
TEST(Explain, ShowsTheClosestFirstAndNotTooMany) {
  std::string statements;
  for (size_t i = 0; i <= kShownNearMissesMax; ++i) {
    const char* name = i == kShownNearMissesMax ? "Jobs" : "warehouse";
    statements += fmt::format(
        R"({}{{"Effect":"Allow","Action":"*","Resource":"arn:aws:sqs:eu-west-1:111122223333:{}"}})",
        i == 0 ? "" : ",", name);
  }
  std::string text = fmt::format(R"({{"Version":"2012-10-17","Statement":[{}]}})", statements);
  Explanation explanation =
      explain(ann_asks(), {.identity = {parsed(text, PolicyKind::kIdentity)}});
  ASSERT_EQ(explanation.near_misses.size(), kShownNearMissesMax);
  EXPECT_EQ(explanation.near_misses[0].statement, kShownNearMissesMax);
}

TEST(Explain, AsJson) {
  Explanation explanation = explain(ann_asks(), {});
  EXPECT_EQ(
      to_json(explanation),
      R"({"decision":"ImplicitDeny","because":[{"missing":"identity","level":0}],)"
      R"("nearMisses":[],"wouldAllow":[{"kind":"identity","belongsTo":"an identity policy of )"
      R"(`arn:aws:iam::111122223333:user/ann` in account `111122223333`","isNew":true,)"
      R"("statement":{"Effect":"Allow","Action":"sqs:SendMessage",)"
      R"("Resource":"arn:aws:sqs:eu-west-1:111122223333:jobs"}}]})");
}

}  // namespace
}  // namespace angarium::policy
