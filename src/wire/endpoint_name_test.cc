#include "wire/endpoint_name.h"

#include <gtest/gtest.h>

namespace angarium::wire {
namespace {

struct Case {
  const char* host;
  const char* service;
  const char* region;
};

TEST(EndpointName, SaysServiceAndRegionInEveryFormThatClientsUse) {
  for (const Case& one : {
           Case{"sqs.eu-west-1.localhost", "sqs", "eu-west-1"},
           Case{"sqs.eu-west-1.amazonaws.com", "sqs", "eu-west-1"},
           Case{"sqs-fips.us-gov-west-1.api.aws", "sqs", "us-gov-west-1"},
           Case{"events.cn-north-1.amazonaws.com.cn", "events", "cn-north-1"},
           Case{"events.localhost", "events", ""},
           Case{"sts.amazonaws.com", "sts", ""},
           Case{"eu-west-1.queue.localhost", "sqs", "eu-west-1"},
           Case{"eu-west-1.queue.amazonaws.com", "sqs", "eu-west-1"},
           Case{"queue.amazonaws.com", "sqs", "us-east-1"},
           Case{"queue.localhost", "sqs", ""},
       }) {
    EndpointName name = read_endpoint_name(one.host);
    EXPECT_EQ(name.service, one.service) << one.host;
    EXPECT_EQ(name.region, one.region) << one.host;
  }
}

TEST(EndpointName, NamesThatOnlyResembleOneSayNoRegion) {
  for (const char* host :
       {"", "localhost", "queue", "127.0.0.1", "::1", "sqs.", "sqs.us-east.localhost",
        "sqs.1.localhost", "sqs.us--1.localhost", "sqs.us-east-1x.localhost",
        "sqs.-east-1.localhost", "us-east-1.other.localhost", "sqs.us-1.localhost", "us-east-1",
        "sqs.us-east-.localhost"}) {
    EXPECT_EQ(read_endpoint_name(host).region, "") << host;
  }
  EXPECT_EQ(read_endpoint_name("queue").service, "");
  EXPECT_EQ(read_endpoint_name("sqs").service, "");
}

TEST(EndpointName, AwsHostsLieBelowAwsDomains) {
  for (const char* host : {"sqs.us-east-1.amazonaws.com", "events.eu-west-1.api.aws",
                           "sqs.cn-north-1.amazonaws.com.cn", "a.b.c.amazonaws.eu"}) {
    EXPECT_TRUE(is_aws_host(host)) << host;
  }
  for (const char* host : {"amazonaws.com", ".amazonaws.com", "evilamazonaws.com", "aws", "",
                           "amazonaws.com.evil.example", "x.amazon.com", "api.aws"}) {
    EXPECT_FALSE(is_aws_host(host)) << host;
  }
}

TEST(EndpointName, TheHostOfAnAuthority) {
  EXPECT_EQ(host_name("SQS.Localhost:4566"), "sqs.localhost");
  EXPECT_EQ(host_name("localhost."), "localhost");
  EXPECT_EQ(host_name("[::1]:80"), "::1");
  EXPECT_EQ(host_name("[::1"), "::1");
  EXPECT_EQ(host_name("["), "");
  EXPECT_EQ(host_name(""), "");
}

}  // namespace
}  // namespace angarium::wire
