#include "services/sqs/queue.h"

#include <gtest/gtest.h>

#include "services/sqs/catalog.h"
#include "services/sqs/receipt_handle.h"
#include "services/sqs/tags.h"

namespace angarium::services::sqs {
namespace {

const base::Region kRegion("eu-west-1");
const QueueAddress kOrders{base::AccountId("111122223333"), kRegion, QueueName("orders")};
const std::string kKey(kHandleKeyBytes, 'k');

std::string name_refusal(std::string_view name) {
  auto parsed = parse_queue_name(name);
  return parsed.ok() ? "" : parsed.error().code_in_query();
}

std::string attribute_refusal(const AttributeMap& given) {
  auto parsed = apply_attributes({}, given);
  return parsed.ok() ? "" : parsed.error().code_in_query();
}

TEST(QueueName, FollowsTheRules) {
  EXPECT_EQ(name_refusal("Aa0_-"), "");
  EXPECT_EQ(name_refusal(std::string(80, 'q')), "");
  EXPECT_EQ(name_refusal(std::string(81, 'q')), "InvalidParameterValue");
  for (const char* name : {"", "a b", "a/b", "a.b", "\u00e4", ".fifo", "a.fifo.fifo"}) {
    EXPECT_EQ(name_refusal(name), "InvalidParameterValue") << name;
  }
  EXPECT_EQ(name_refusal("orders.fifo"), "");
  EXPECT_EQ(name_refusal(std::string(75, 'q') + ".fifo"), "");
  EXPECT_EQ(name_refusal(std::string(76, 'q') + ".fifo"), "InvalidParameterValue");
}

TEST(QueueUrl, IsTakenInAnyHostForm) {
  for (const char* url : {
           "http://localhost:4566/111122223333/orders",
           "https://sqs.eu-west-1.amazonaws.com/111122223333/orders",
           "http://[::1]:4566/111122223333/orders",
           "http://gateway/angarium/queues/111122223333/orders",
           "/111122223333/orders",
           "111122223333/orders",
       }) {
    auto parsed = parse_queue_url(url, kRegion);
    ASSERT_TRUE(parsed.ok()) << url;
    EXPECT_EQ(*parsed, kOrders) << url;
  }
}

TEST(QueueUrl, NeedsAnAccountAndAName) {
  for (const char* url : {"", "orders", "http://localhost:4566", "http://localhost:4566/orders",
                          "http://localhost/11112222333/orders", "http://localhost/111122223333/",
                          "http://localhost/111122223333/or ders", "http://111122223333"}) {
    EXPECT_FALSE(parse_queue_url(url, kRegion).ok()) << url;
  }
  EXPECT_FALSE(parse_queue_url(std::string(5'000, 'x') + "/111122223333/orders", kRegion).ok());
}

TEST(QueueUrl, IsMadeFromTheClientsAddress) {
  EXPECT_EQ(queue_url("https://bus.example:8443", kOrders),
            "https://bus.example:8443/111122223333/orders");
  EXPECT_EQ(queue_url("http://localhost:4566/", kOrders),
            "http://localhost:4566/111122223333/orders");
  EXPECT_EQ(kOrders.arn().text(), "arn:aws:sqs:eu-west-1:111122223333:orders");
}

TEST(Attributes, HoldTheirRanges) {
  struct Range {
    const char* name;
    int64_t min, max;
  };
  for (Range range : {Range{"VisibilityTimeout", 0, 43'200}, Range{"DelaySeconds", 0, 900},
                      Range{"MessageRetentionPeriod", 60, 1'209'600},
                      Range{"ReceiveMessageWaitTimeSeconds", 0, 20},
                      Range{"MaximumMessageSize", 1'024, 1'048'576}}) {
    EXPECT_EQ(attribute_refusal({{range.name, std::to_string(range.min)}}), "") << range.name;
    EXPECT_EQ(attribute_refusal({{range.name, std::to_string(range.max)}}), "") << range.name;
    for (const std::string& value :
         {std::to_string(range.min - 1), std::to_string(range.max + 1), std::string(),
          std::string("x"), std::string("70x"), std::string("99999999999999999999")}) {
      EXPECT_EQ(attribute_refusal({{range.name, value}}), "InvalidAttributeValue")
          << range.name << "=" << value;
    }
  }
}

TEST(Attributes, NeverSwallowsOne) {
  auto parsed = apply_attributes({}, {{"KmsMasterKeyId", "alias/mine"}});
  ASSERT_FALSE(parsed.ok());
  EXPECT_EQ(parsed.error().code, "UnsupportedOperation");
  EXPECT_NE(parsed.error().message.find("KmsMasterKeyId"), std::string::npos);
  for (const char* name : {"All", "QueueArn", "ContentBasedDeduplication", "Nonsense", ""}) {
    EXPECT_EQ(attribute_refusal({{name, "1"}}), "InvalidAttributeName") << name;
  }
}

// Terraform and the CDK set them on queues that have no key.
TEST(Attributes, KeepWhatToolsSetAboutEncryption) {
  AttributeMap all;
  show_attributes({}, all);
  EXPECT_EQ(all["SqsManagedSseEnabled"], "false");
  EXPECT_FALSE(all.contains("KmsDataKeyReusePeriodSeconds"));
  const AttributeMap given{{"SqsManagedSseEnabled", "true"},
                           {"KmsDataKeyReusePeriodSeconds", "86400"},
                           {"KmsMasterKeyId", ""}};
  auto applied = apply_attributes({}, given);
  ASSERT_TRUE(applied.ok()) << applied.error().message;
  show_attributes(*applied, all);
  EXPECT_EQ(all["SqsManagedSseEnabled"], "true");
  EXPECT_EQ(all["KmsDataKeyReusePeriodSeconds"], "86400");
  EXPECT_EQ(find_difference(given, *applied, *applied), std::nullopt);
  EXPECT_EQ(find_difference({{"SqsManagedSseEnabled", "true"}}, *applied, {}),
            "SqsManagedSseEnabled");
  EXPECT_EQ(attribute_refusal({{"SqsManagedSseEnabled", "yes"}}), "InvalidAttributeValue");
  EXPECT_EQ(attribute_refusal({{"KmsDataKeyReusePeriodSeconds", "60"}}), "");
  for (const char* value : {"59", "86401", ""}) {
    EXPECT_EQ(attribute_refusal({{"KmsDataKeyReusePeriodSeconds", value}}),
              "InvalidAttributeValue");
  }
}

TEST(Attributes, CompareOnlyWhatWasGiven) {
  QueueAttributes existing =
      *apply_attributes({}, {{"VisibilityTimeout", "5"}, {"DelaySeconds", "7"}});
  AttributeMap same{{"VisibilityTimeout", "5"}};
  EXPECT_EQ(find_difference(same, *apply_attributes({}, same), existing), std::nullopt);
  AttributeMap other{{"DelaySeconds", "8"}, {"VisibilityTimeout", "5"}};
  EXPECT_EQ(find_difference(other, *apply_attributes({}, other), existing), "DelaySeconds");
}

TEST(Tags, HoldTheirLimits) {
  Tags tags;
  for (int i = 0; i < 50; ++i) tags[std::to_string(i)] = "";
  EXPECT_TRUE(check_tags(kOrders.name, tags).ok());
  tags["one more"] = "";
  EXPECT_FALSE(check_tags(kOrders.name, tags).ok());
  EXPECT_TRUE(check_tags(kOrders.name, {{std::string(128, 'k'), std::string(256, 'v')}}).ok());
  EXPECT_FALSE(check_tags(kOrders.name, {{std::string(129, 'k'), ""}}).ok());
  EXPECT_FALSE(check_tags(kOrders.name, {{"k", std::string(257, 'v')}}).ok());
  EXPECT_FALSE(check_tags(kOrders.name, {{"", "v"}}).ok());
  EXPECT_FALSE(check_tags(kOrders.name, {{"AWS:cost", "v"}}).ok());
}

TEST(Records, AQueueComesBackAsItWas) {
  Queue queue{.address = kOrders,
              .attributes = *apply_attributes({}, {{"VisibilityTimeout", "0"},
                                                   {"MaximumMessageSize", "2048"},
                                                   {"SqsManagedSseEnabled", "true"},
                                                   {"KmsDataKeyReusePeriodSeconds", "600"}}),
              .tags = {{"team", "shop"}, {"empty", ""}},
              .created = base::from_unix_ms(1'700'000'000'123),
              .modified = base::from_unix_ms(1'700'000'000'124),
              .handle_key = kKey};
  auto decoded = decode_queue(kOrders, encode_queue(queue));
  ASSERT_TRUE(decoded.ok());
  EXPECT_EQ((*decoded)->tags, queue.tags);
  EXPECT_EQ((*decoded)->created, queue.created);
  EXPECT_EQ((*decoded)->modified, queue.modified);
  EXPECT_EQ((*decoded)->handle_key, kKey);
  EXPECT_EQ((*decoded)->attributes.visibility_timeout, base::Seconds(0));
  EXPECT_EQ((*decoded)->attributes.message_size_bytes_max, 2'048);
  EXPECT_EQ((*decoded)->attributes.message_retention, base::Seconds(345'600));
  EXPECT_TRUE((*decoded)->attributes.managed_encryption);
  EXPECT_EQ((*decoded)->attributes.data_key_reuse, base::Seconds(600));
}

TEST(Records, AMessageComesBackAsItWas) {
  MessageContent content{
      .body = "hello",
      .attributes = {{"a", {"Binary", std::string("\0\1", 2)}}, {"b", {"String", "x"}}},
      .trace_header = "Root=1-2-3",
      .sender_id = "111122223333",
      .md5 = "5d41402abc4b2a76b9719d911017c592"};
  auto decoded = decode_message(encode_message(content));
  ASSERT_TRUE(decoded.ok());
  EXPECT_EQ(decoded->body, content.body);
  EXPECT_EQ(decoded->attributes, content.attributes);
  EXPECT_EQ(decoded->trace_header, content.trace_header);
  EXPECT_EQ(decoded->sender_id, content.sender_id);
  EXPECT_EQ(decoded->md5, content.md5);
}

TEST(Records, CutOnesAreCorrupt) {
  std::string record = encode_message({.body = "hello", .attributes = {{"a", {"String", "x"}}}});
  EXPECT_FALSE(decode_message(record.substr(0, record.size() - 1)).ok());
  EXPECT_FALSE(decode_queue(kOrders, "").ok()) << "a queue without a key for its handles";
}

TEST(ReceiptHandle, ComesBackAsItWas) {
  Receipt receipt{.message = store::MessageId("5fea7756-0ea4-451a-a703-a558b933e274"),
                  .lease = 0x0123456789abcdef,
                  .received = base::from_unix_ms(1'795'336'200'123)};
  EXPECT_EQ(parse_receipt_handle(kKey, make_receipt_handle(kKey, receipt)), receipt);
}

TEST(ReceiptHandle, OnesOfBeforeTheyHeldATimeStillCount) {
  // As version 1 made it for message "m", lease 7.
  constexpr std::string_view kOld = "AQAAAAAAAAAHbZDLQRpSsq5bpqlaq6xNaeM=";
  EXPECT_EQ(parse_receipt_handle(kKey, kOld),
            (Receipt{.message = store::MessageId("m"), .lease = 7}));
}

TEST(ReceiptHandle, IsBoundToItsQueueAndToEachOfItsCharacters) {
  std::string handle = make_receipt_handle(
      kKey, {.message = store::MessageId("m"), .lease = 7, .received = base::from_unix_ms(1)});
  EXPECT_EQ(parse_receipt_handle(std::string(kHandleKeyBytes, 'l'), handle), std::nullopt);
  for (size_t i = 0; i < handle.size(); ++i) {
    std::string changed = handle;
    changed[i] = changed[i] == 'A' ? 'B' : 'A';
    EXPECT_EQ(parse_receipt_handle(kKey, changed), std::nullopt) << i;
  }
  for (const char* nonsense :
       {"", "AQ==", "not base64!", "AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEB"}) {
    EXPECT_EQ(parse_receipt_handle(kKey, nonsense), std::nullopt) << nonsense;
  }
}

QueuePtr queue_named(const std::string& name) {
  Queue queue{.address = kOrders,
              .attributes = {},
              .tags = {},
              .created = {},
              .modified = {},
              .handle_key = kKey};
  queue.address.name = QueueName(name);
  return std::make_shared<const Queue>(std::move(queue));
}

TEST(Catalog, EndsWithTheLatestInWhateverOrderItIsTold) {
  base::Time now = base::from_unix_ms(1'700'000'000'000);
  Catalog catalog;
  catalog.remove(kOrders, 6, now);
  catalog.put(queue_named("orders"), 5);
  EXPECT_EQ(catalog.find(kOrders), nullptr);
  EXPECT_EQ(catalog.deleted(kOrders), now);
  catalog.put(queue_named("orders"), 7);
  EXPECT_NE(catalog.find(kOrders), nullptr);
  EXPECT_EQ(catalog.deleted(kOrders), std::nullopt);
  catalog.remove(kOrders, 6, now);
  EXPECT_NE(catalog.find(kOrders), nullptr);
}

TEST(Catalog, ForgetsDeletedNamesAfterAWhile) {
  base::Time now = base::from_unix_ms(1'700'000'000'000);
  Catalog catalog;
  catalog.remove(kOrders, 6, now);
  QueueAddress other = kOrders;
  other.name = QueueName("other");
  catalog.remove(other, 7, now + base::Seconds(600));
  EXPECT_EQ(catalog.deleted(kOrders), now);
  catalog.remove(other, 8, now + base::Seconds(601));
  EXPECT_EQ(catalog.deleted(kOrders), std::nullopt);
}

TEST(Catalog, ListsByPrefixInOrderOfNames) {
  Catalog catalog;
  for (const char* name : {"b2", "a", "b1", "c", "b3"}) catalog.put(queue_named(name), 1);
  QueueAddress gone = kOrders;
  gone.name = QueueName("b0");
  catalog.remove(gone, 2, {});
  auto names = [&](std::string_view prefix, std::string_view after, size_t max) {
    std::string all;
    for (const QueuePtr& queue : catalog.list(kOrders.account, kRegion, prefix, after, max)) {
      all += queue->address.name.text() + " ";
    }
    return all;
  };
  EXPECT_EQ(names("", "", 10), "a b1 b2 b3 c ");
  EXPECT_EQ(names("b", "", 10), "b1 b2 b3 ");
  EXPECT_EQ(names("b", "", 2), "b1 b2 ");
  EXPECT_EQ(names("b", "b2", 2), "b3 ");
  EXPECT_EQ(names("b", "c", 2), "");
  EXPECT_EQ(catalog.list(base::AccountId("999988887777"), kRegion, "", "", 9).size(), 0u);
  EXPECT_EQ(catalog.list(kOrders.account, base::Region("us-east-1"), "", "", 9).size(), 0u);
}

}  // namespace
}  // namespace angarium::services::sqs
