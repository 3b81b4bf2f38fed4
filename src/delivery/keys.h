#pragma once

#include "delivery/route.h"
#include "store/key.h"

namespace angarium::delivery {

// Where a bus and its deliveries live in the bus's partition (docs/formats/bus.md).
struct Keys {
  static store::Key log(const std::string& bus);           // Log: what the bus took in
  static store::Key registration(const std::string& bus);  // Table: this bus has a log
  static store::Key registrations();                       // prefix of the above
  static store::Key cursor(const std::string& bus);        // Table: how far its deliveries are
  static store::Key retry_queue(const std::string& bus, const SubscriptionId& subscription);
  // Table: this retry queue exists. Put with its first entry, deleted with its last.
  static store::Key retry_registration(const std::string& bus, const SubscriptionId& subscription);
  static store::Key retry_registrations(const std::string& bus);  // prefix of the above
};

}  // namespace angarium::delivery
