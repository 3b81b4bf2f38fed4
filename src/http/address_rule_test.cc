#include "http/address_rule.h"

#include <gtest/gtest.h>

#include "http/error.h"

namespace angarium::http {

namespace {

TEST(AddressRule, PublicAddressesArePermitted) {
  const AddressRule rule;
  for (const char* address :
       {"1.1.1.1", "9.255.255.255", "11.0.0.0", "172.15.255.255", "172.32.0.0", "100.63.255.255",
        "100.128.0.0", "223.255.255.255", "2606:4700::1111", "2a00::1", "::ffff:1.1.1.1"}) {
    EXPECT_TRUE(rule.permits(address)) << address;
  }
}

TEST(AddressRule, TheNeighbourhoodIsNot) {
  const AddressRule rule;
  for (const char* address : {"127.0.0.1",
                              "127.255.255.255",
                              "0.0.0.0",
                              "10.0.0.0",
                              "10.255.255.255",
                              "172.16.0.0",
                              "172.31.255.255",
                              "192.168.1.1",
                              "169.254.169.254",
                              "100.64.0.0",
                              "224.0.0.1",
                              "255.255.255.255",
                              "::1",
                              "::",
                              "fe80::1",
                              "fd00::1",
                              "ff02::1",
                              "::ffff:127.0.0.1",
                              "::ffff:169.254.169.254",
                              "64:ff9b::7f00:1",
                              "2002:7f00:1::",
                              "2001:0:1::"}) {
    EXPECT_FALSE(rule.permits(address)) << address;
  }
}

TEST(AddressRule, WhatIsNoAddressIsNotPermitted) {
  const AddressRule rule;
  for (const char* address : {"", "example.com", "1.1.1", "0x7f.1", "2130706433", "fe80::1%eth0",
                              "1.1.1.1 ", "[::1]", "1.1.1.1/32"}) {
    EXPECT_FALSE(rule.permits(address)) << address;
  }
}

TEST(AddressRule, AllowedNetworksArePermittedAndNoOthers) {
  const auto rule = AddressRule::make({"10.1.0.0/17", "127.0.0.1", "fd00::/8"});
  ASSERT_TRUE(rule.ok());
  for (const char* address :
       {"10.1.0.0", "10.1.127.255", "127.0.0.1", "::ffff:127.0.0.1", "fdff::1", "1.1.1.1"}) {
    EXPECT_TRUE(rule->permits(address)) << address;
  }
  for (const char* address : {"10.1.128.0", "10.0.255.255", "127.0.0.2", "fc00::1"}) {
    EXPECT_FALSE(rule->permits(address)) << address;
  }
}

TEST(AddressRule, WhatIsNoNetworkIsRefusedByName) {
  for (const char* text : {"", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/", "10.0.0.0/8x", "::/129",
                           "example.com", "10.0.0/8"}) {
    const auto rule = AddressRule::make({"1.0.0.0/8", text});
    ASSERT_FALSE(rule.ok()) << text;
    EXPECT_TRUE(rule.error().is(HttpError::kAddressRefused));
    EXPECT_NE(rule.error().message().find("`" + std::string(text) + "`"), std::string::npos);
  }
}

}  // namespace
}  // namespace angarium::http
