#include "bench/pattern/shop.h"

#include <fmt/format.h>

namespace angarium::bench {
namespace {

constexpr std::string_view kEvent =
    R"({{"version":"0","id":"{}","detail-type":"Order Placed","source":"{}.orders",)"
    R"("account":"123456789012","time":"2026-11-22T09:30:00Z","region":"eu-central-1",)"
    R"("resources":["arn:aws:shop:eu-central-1:123456789012:order/{}"],)"
    R"("detail":{{"order":"{}","state":"paid","customer":"{}.web","amount":{}.{:02},)"
    R"("currency":"EUR","address":{{"street":"Harbour Road 17","city":"Rostock","country":"DE"}},)"
    R"("items":[{{"sku":"A-{}","count":2,"price":19.9}},{{"sku":"B-{}","count":1,"price":7.45}}],)"
    R"("note":"Leave it with the neighbours, ok?"}}}})";

}  // namespace

std::string shop_name(uint32_t rule) { return fmt::format("shop-{:07}", rule); }
std::string customer_name(uint32_t rule) { return fmt::format("customer-{:07}", rule); }

std::string shop_event(uint32_t source, uint32_t customer, base::Random& random) {
  uint64_t order = 100'000'000 + random.below(900'000'000);
  return fmt::format(kEvent, base::uuid(random), shop_name(source), order, order,
                     customer_name(customer), 100 + random.below(900), random.below(100),
                     10'000 + random.below(90'000), 10'000 + random.below(90'000));
}

}  // namespace angarium::bench
