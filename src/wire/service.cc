#include "wire/service.h"

namespace angarium::wire {

const Shape& NoOutput::shape() {
  static constexpr Shape kShape{"", {}};
  return kShape;
}

const Operation* ServiceTable::find(std::string_view operation) const {
  for (const Operation& row : operations) {
    if (row.name == operation) return &row;
  }
  return nullptr;
}

Caller root_caller(const base::AccountId& account, std::string access_key_id) {
  return {.kind = CallerKind::kRoot,
          .account = account,
          .arn = "arn:aws:iam::" + account.text() + ":root",
          .user_id = account.text(),
          .access_key_id = std::move(access_key_id)};
}

Decision AllowAll::decide(const RequestContext&, const Check&) { return {.allowed = true}; }
Decision AllowAll::decide(const ServiceCall&, const Check&) { return {.allowed = true}; }

}  // namespace angarium::wire
