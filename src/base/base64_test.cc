#include "base/base64.h"

#include <gtest/gtest.h>

namespace angarium::base {
namespace {

TEST(Base64, KnownValuesAndOnlyCanonicalText) {
  // RFC 4648 section 10.
  EXPECT_EQ(encode_base64("foobar"), "Zm9vYmFy");
  EXPECT_EQ(encode_base64("fooba"), "Zm9vYmE=");
  EXPECT_EQ(encode_base64("foob"), "Zm9vYg==");
  EXPECT_EQ(decode_base64("Zm9vYg=="), "foob");
  EXPECT_EQ(decode_base64(""), "");
  for (const char* text :
       {"Zm9vYg", "Zm9vYh==", "Zm9v=g==", "Zm9vYg===", "====", "Zm9v\n", "Zm9-"}) {
    EXPECT_FALSE(decode_base64(text)) << text;
  }
}

}  // namespace
}  // namespace angarium::base
