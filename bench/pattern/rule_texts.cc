#include "bench/pattern/rule_texts.h"

#include <fmt/format.h>

#include <string_view>

#include "bench/pattern/shop.h"

namespace angarium::bench {

std::string exact_rule(uint32_t rule) {
  return fmt::format(R"({{"source":["{}.orders"],"detail":{{"customer":["{}.web"]}}}})",
                     shop_name(rule), customer_name(rule));
}

std::string prefix_rule(uint32_t rule) {
  return fmt::format(R"({{"source":[{{"prefix":"{}."}}],)"
                     R"("detail":{{"customer":[{{"prefix":"{}."}}]}}}})",
                     shop_name(rule), customer_name(rule));
}

std::string shared_source_rule(uint32_t rule) {
  return fmt::format(R"({{"source":["{}.orders"],"detail":{{"customer":["{}.web"]}}}})",
                     shop_name(0), customer_name(rule));
}

std::string mixed_rule(uint32_t rule) {
  std::string source = shop_name(rule / 8 * 8) + ".orders";
  std::string customer = customer_name(rule);
  std::string_view number = std::string_view(customer).substr(customer.size() - 7);
  auto two = [&](std::string_view detail) {
    return fmt::format(R"({{"source":["{}"],"detail":{}}})", source, detail);
  };
  switch (rule % 8) {
    case 0: return two(fmt::format(R"({{"customer":["{}.web"]}})", customer));
    case 1: return two(fmt::format(R"({{"customer":[{{"prefix":"{}"}}]}})", customer));
    case 2: return two(fmt::format(R"({{"customer":[{{"suffix":"{}.web"}}]}})", number));
    case 3: return two(fmt::format(R"({{"customer":[{{"wildcard":"cust*{}*"}}]}})", number));
    case 4: return two(fmt::format(R"({{"customer":[{{"anything-but":"{}.web"}}]}})", customer));
    case 5:
      return two(
          fmt::format(R"({{"customer":[{{"equals-ignore-case":"Customer-{}.WEB"}}]}})", number));
    case 6:
      return two(fmt::format(R"({{"amount":[{{"numeric":[">=",{},"<",{}]}}]}})", 100 + rule % 900,
                             101 + rule % 900));
    default: return two(R"({"voucher":[{"exists":false}],"items":{"count":[2]}})");
  }
}

}  // namespace angarium::bench
