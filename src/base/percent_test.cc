#include "base/percent.h"

#include <gtest/gtest.h>

namespace angarium::base {
namespace {

TEST(PercentEncode, LeavesTheUnreservedAndWhatIsKept) {
  EXPECT_EQ(percent_encode("aZ09-._~"), "aZ09-._~");
  EXPECT_EQ(percent_encode("a b/\u00e9%"), "a%20b%2F%C3%A9%25");
  EXPECT_EQ(percent_encode("/a b", "/"), "/a%20b");
}

}  // namespace
}  // namespace angarium::base
