#include "delivery/keys.h"

namespace angarium::delivery {

using store::Key;

Key Keys::log(const std::string& bus) { return Key::of({"bus", "log", bus}); }
Key Keys::registrations() { return Key::of({"bus", "registration"}); }
Key Keys::registration(const std::string& bus) { return registrations().with(bus); }
Key Keys::cursor(const std::string& bus) { return Key::of({"bus", "cursor", bus}); }

Key Keys::retry_queue(const std::string& bus, const SubscriptionId& subscription) {
  return Key::of({"bus", "retry", bus, subscription.text()});
}

Key Keys::retry_registrations(const std::string& bus) {
  return Key::of({"bus", "retry-registration", bus});
}

Key Keys::retry_registration(const std::string& bus, const SubscriptionId& subscription) {
  return retry_registrations(bus).with(subscription.text());
}

}  // namespace angarium::delivery
