#include "base/nearest.h"

#include <gtest/gtest.h>

#include <vector>

namespace angarium::base {
namespace {

const std::vector<std::string> kNames = {"orders", "invoices", "default", "listen.port"};

TEST(Nearest, FindsTyposSwapsAndCase) {
  EXPECT_EQ(nearest("ordres", kNames), "orders");
  EXPECT_EQ(nearest("Default", kNames), "default");
  EXPECT_EQ(nearest("listen.prot", kNames), "listen.port");
  EXPECT_EQ(nearest("invoice", kNames), "invoices");
}

TEST(Nearest, NothingWhenNothingIsNear) {
  EXPECT_FALSE(nearest("shipments", kNames));
  EXPECT_FALSE(nearest("", kNames));
  EXPECT_FALSE(nearest("orders", {}));
}

TEST(Nearest, LengthAtTheLimitAndBeyond) {
  std::vector<std::string> names = {std::string(128, 'a')};
  EXPECT_TRUE(nearest(std::string(127, 'a') + "b", names));
  EXPECT_FALSE(nearest(std::string(129, 'a'), names));
}

}  // namespace
}  // namespace angarium::base
