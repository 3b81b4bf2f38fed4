#pragma once

#include <string>
#include <utility>

#include "delivery/target.h"

namespace angarium::delivery {

// The deliveries of one subscription that keep their order among themselves.
using Group = std::pair<SubscriptionId, std::string>;

// Which group of its subscription a delivery belongs to: that of the route (a FIFO queue's
// MessageGroupId), else that of the event. Empty: none, it keeps no order.
inline const std::string& group_of(const Route& route, const Content& content) {
  static const std::string none;
  if (route.order == Order::kNone) return none;
  return route.message_group_id.empty() ? content.group : route.message_group_id;
}

// Keeps a commit that takes events in from overtaking what is still owed: whoever plans a commit
// asks, for each delivery of a group, whether the commit may make it. Thread safe.
//
// INVARIANT: a delivery that was acknowledged before another of its group was planned arrives
// before it. Two that were planned side by side may arrive in either order.
class OrderGate {
 public:
  virtual ~OrderGate() = default;
  // Whether nothing of the group is owed, so that a commit may deliver.
  virtual bool is_clear(const Group& group) = 0;
  // One of the group is going to be owed: from here until leave() nothing overtakes it.
  virtual void enter(const Group& group) = 0;
  // It has been dispatched, or won't be.
  virtual void leave(const Group& group) = 0;
};

}  // namespace angarium::delivery
