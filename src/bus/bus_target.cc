#include "bus/bus_target.h"

namespace angarium::bus {
namespace {

// The bus may be there again, or have room again; what an event is does not change.
bool is_permanent(const base::Error& error) {
  return error.is(BusError::kNoSuchBus) || error.is(BusError::kMalformedDetail) ||
         error.is(BusError::kEventTooLarge) || error.is(BusError::kTooManyMatches);
}

// As the rule's owner sees it: EventBridge's codes.
std::string_view code_of(const base::Error& error) {
  if (error.is(BusError::kNoSuchBus)) return "NO_RESOURCE";
  if (error.is(BusError::kOverloaded) || error.is(BusError::kOverQuota)) return "THROTTLING";
  if (error.is(BusError::kMalformedDetail)) return "INVALID_JSON";
  if (error.is(BusError::kEventTooLarge)) return "MESSAGE_TOO_LARGE";
  if (error.is(BusError::kTooManyMatches)) return "RESOURCE_LIMIT_EXCEEDED";
  return "INTERNAL_ERROR";
}

}  // namespace

base::Task<delivery::Attempt> BusTarget::attempt(delivery::Delivery delivery) {
  if (admission_) {
    auto admitted = admission_(delivery, to_);
    if (!admitted.ok()) {
      co_return delivery::Attempt::permanent(std::string(admitted.error().code_name()),
                                             admitted.error().message());
    }
  }
  auto taken = co_await engine_.accept(to_, std::move(delivery));
  if (taken.ok()) co_return delivery::Attempt::delivered();
  const std::string code(code_of(taken.error()));
  if (is_permanent(taken.error())) {
    co_return delivery::Attempt::permanent(code, taken.error().message());
  }
  co_return delivery::Attempt::retryable(code, taken.error().message());
}

}  // namespace angarium::bus
