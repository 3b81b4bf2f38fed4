#include "delivery/route.h"

#include <tuple>

namespace angarium::delivery {
namespace {

bool is_same(const Transform* a, const Transform* b) {
  if (a == nullptr || b == nullptr) return a == b;
  return a->source() == b->source();
}

}  // namespace

bool operator==(const Route& a, const Route& b) {
  auto fields = [](const Route& route) {
    return std::tie(route.subscription, route.rule_arn, route.target_arn, route.target_id,
                    route.role_arn, route.retry_policy, route.message_group_id,
                    route.dead_letter_arn, route.order, route.http, route.parameters);
  };
  return fields(a) == fields(b) && is_same(a.transform.get(), b.transform.get());
}

}  // namespace angarium::delivery
