#include "pattern/address.h"

#include <gtest/gtest.h>

#include <string>

namespace angarium::pattern {
namespace {

// As hex, or "none".
std::string parsed(std::string_view text) {
  Address address;
  if (!parse_address(text, address)) return "none";
  std::string hex;
  for (char byte : address.view()) {
    hex += "0123456789abcdef"[static_cast<uint8_t>(byte) >> 4];
    hex += "0123456789abcdef"[static_cast<uint8_t>(byte) & 15];
  }
  return hex;
}

TEST(Address, DottedQuads) {
  EXPECT_EQ(parsed("10.7.0.1"), "0a070001");
  EXPECT_EQ(parsed("010.7.0.01"), "0a070001");
  EXPECT_EQ(parsed("255.255.255.255"), "ffffffff");
  EXPECT_EQ(parsed("0.0.0.0"), "00000000");
  EXPECT_EQ(parsed("00000000009.0.0"), "none");
  EXPECT_EQ(parsed("0000000009.0.0.0"), "none");  // sixteen characters
  EXPECT_EQ(parsed("000000009.0.0.0"), "09000000");
}

TEST(Address, WhatOnlyLooksLikeAQuad) {
  for (const char* text : {"", "1", "1.2.3", "1.2.3.4.5", "1.2.3.", ".1.2.3", "1..2.3", "1.2.3.256",
                           "1.2.3.999", "1.2.3.4000", " 1.2.3.4", "1.2.3.4 ", "1.2.3.4/8",
                           "+1.2.3.4", "-1.2.3.4", "1.2.3.a", "1,2,3,4", "1.2.3.4\n"}) {
    EXPECT_EQ(parsed(text), "none") << text;
  }
  EXPECT_EQ(parsed(std::string_view("1.2.3.4\0", 8)), "none");
}

TEST(Address, Groups) {
  EXPECT_EQ(parsed("2001:db8:1:2:3:4:5:6"), "20010db8000100020003000400050006");
  EXPECT_EQ(parsed("2001:0DB8::6"), "20010db8000000000000000000000006");
  EXPECT_EQ(parsed("::"), "00000000000000000000000000000000");
  EXPECT_EQ(parsed("::1"), "00000000000000000000000000000001");
  EXPECT_EQ(parsed("fe80::"), "fe800000000000000000000000000000");
  EXPECT_EQ(parsed("1:2:3:4:5:6:7::"), "00010002000300040005000600070000");
  EXPECT_EQ(parsed("::2:3:4:5:6:7:8"), "00000002000300040005000600070008");
  EXPECT_EQ(parsed("fe80:0::000a"), "fe80000000000000000000000000000a");
  EXPECT_EQ(parsed("0000001::00000002"), "00010000000000000000000000000002");
}

TEST(Address, WhatOnlyLooksLikeGroups) {
  for (const char* text : {":",
                           ":::",
                           "::1::",
                           "1:2",
                           "12:30",
                           "12:30:45",
                           "1:2:3:4:5:6:7",
                           "1:2:3:4:5:6:7:8:9",
                           "1:2:3:4:5:6:7:8::",
                           "1::2:3:4:5:6:7:8",
                           "::1:",
                           ":1::2",
                           "1:2:3:4:5:6:7:",
                           "10000::",
                           "g::1",
                           "fe80::1%eth0",
                           "[::1]",
                           "::1.2.3.4",
                           "::ffff:1.2.3.4",
                           "1:::2",
                           " ::1",
                           "::1 ",
                           "2001:db8"}) {
    EXPECT_EQ(parsed(text), "none") << text;
  }
}

TEST(Address, MappedAddressesAreTheirQuads) {
  EXPECT_EQ(parsed("::ffff:a07:1"), "0a070001");
  EXPECT_EQ(parsed("0:0:0:0:0:FFFF:0A07:0001"), "0a070001");
  EXPECT_EQ(parsed("::fffe:a07:1").size(), 32u);
  EXPECT_EQ(parsed("::1:ffff:a07:1").size(), 32u);
}

}  // namespace
}  // namespace angarium::pattern
