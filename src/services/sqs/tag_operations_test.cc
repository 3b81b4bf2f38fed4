#include "services/sqs/fixture_test.h"

namespace angarium::services::sqs {
namespace {

class TagsTest : public SqsTest {
 protected:
  TagsTest() { create("q"); }
  std::string tags() { return call("ListQueueTags", on("q")).body; }
};

TEST_F(TagsTest, AreAddedOverwrittenAndRemoved) {
  EXPECT_EQ(tags(), "{}");
  EXPECT_EQ(refusal("TagQueue", on("q", R"("Tags":{"team":"a","stage":"test"})")), "");
  EXPECT_EQ(refusal("TagQueue", on("q", R"("Tags":{"team":"b"})")), "");
  EXPECT_EQ(tags(), R"({"Tags":{"stage":"test","team":"b"}})");
  open();
  EXPECT_EQ(refusal("UntagQueue", on("q", R"("TagKeys":["stage","none"])")), "");
  EXPECT_EQ(tags(), R"({"Tags":{"team":"b"}})");
}

TEST_F(TagsTest, FiftyAtMost) {
  std::string fifty;
  for (int i = 0; i < 50; ++i) fifty += (i ? R"(,"k)" : R"("k)") + std::to_string(i) + R"(":"v")";
  EXPECT_EQ(refusal("TagQueue", on("q", R"("Tags":{)" + fifty + "}")), "");
  auto beyond = call("TagQueue", on("q", R"("Tags":{"more":"v"})"));
  EXPECT_EQ(beyond.code(), "InvalidParameterValueException");
  EXPECT_NE(beyond.body.find("Too many tags added for queue q."), std::string::npos);
  EXPECT_EQ(refusal("TagQueue", on("q", R"("Tags":{"k0":"w"})")), "") << "overwrites";
  EXPECT_EQ(tags().find("more"), std::string::npos);
}

TEST_F(TagsTest, WhatCannotBe) {
  EXPECT_EQ(refusal("TagQueue", on("q", R"("Tags":{})")), "MissingRequiredParameterException");
  EXPECT_EQ(refusal("TagQueue", on("q")), "MissingRequiredParameterException");
  EXPECT_EQ(refusal("TagQueue", on("q", R"("Tags":{"aws:x":"v"})")),
            "InvalidParameterValueException");
  EXPECT_EQ(refusal("UntagQueue", on("q", R"("TagKeys":[])")), "InvalidParameterValueException");
  EXPECT_EQ(refusal("TagQueue", on("none", R"("Tags":{"k":"v"})")), "QueueDoesNotExist");
  EXPECT_EQ(refusal("ListQueueTags", on("none")), "QueueDoesNotExist");
}

// Allows everything and remembers what it was asked.
class Listening final : public wire::Authorizer {
 public:
  wire::Decision decide(const wire::RequestContext&, const wire::Check& check) override {
    asked = check;
    return {.allowed = true};
  }
  wire::Decision decide(const wire::ServiceCall&, const wire::Check&) override { return {}; }
  wire::Check asked;
};

TEST_F(TagsTest, ReachTheDecision) {
  Listening listening;
  authorizer_ = &listening;
  open();
  call("TagQueue", on("q", R"("Tags":{"team":"a"})"));
  EXPECT_EQ(listening.asked.keys.at("aws:RequestTag/team"), std::vector<std::string>{"a"});
  call("UntagQueue", on("q", R"("TagKeys":["none"])"));
  EXPECT_EQ(listening.asked.keys.at("aws:TagKeys"), std::vector<std::string>{"none"});
  const std::string arn = R"({"SourceArn":"arn:aws:sqs:eu-west-1:111122223333:q"})";
  for (const auto& [operation, body] :
       {std::pair<const char*, std::string>("SendMessage", on("q", R"("MessageBody":"x")")),
        {"ListQueueTags", on("q")},
        {"ListMessageMoveTasks", arn}}) {
    listening.asked = {};
    call(operation, body);
    EXPECT_EQ(listening.asked.keys["aws:ResourceTag/team"], std::vector<std::string>{"a"})
        << operation;
  }
  authorizer_ = &allow_all_;
  open();
}

TEST_F(TagsTest, InTheQueryProtocol) {
  auto query = [this](std::string_view form) {
    return client_->query("sqs", "Version=2012-11-05&QueueUrl=" + url("q") + std::string(form),
                          kAccount);
  };
  EXPECT_EQ(query("&Action=TagQueue&Tag.1.Key=a&Tag.1.Value=1&Tag.2.Key=b&Tag.2.Value=2").status,
            200);
  EXPECT_EQ(query("&Action=UntagQueue&TagKey.1=b").status, 200);
  auto listed = query("&Action=ListQueueTags");
  EXPECT_NE(listed.body.find("<Tag><Key>a</Key><Value>1</Value></Tag></ListQueueTagsResult>"),
            std::string::npos)
      << listed.body;
}

}  // namespace
}  // namespace angarium::services::sqs
