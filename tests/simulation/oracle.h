#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "base/random.h"
#include "delivery/route.h"

namespace angarium::simulation {

// What the simulation knows of an event and of rules, in its own simplest terms.
struct SimulatedEvent {
  std::string id;
  std::string source;
  int kind = 0;
};

struct SimulatedTarget {
  std::string name;               // "queue:2/q", "bus:1", "outside:0", "fickle:0", "closed"
  std::string dead_letters = {};  // "queue:1/dead"; "nowhere" is not there; empty: none
  delivery::RetryPolicy retries = {};
  bool may_give_up = false;
  bool letters_arrive = false;  // what it gives up is in its dead-letter queue for certain
};

struct SimulatedRule {
  std::string name;
  std::set<std::string> sources;
  std::set<int> kinds;  // empty: any
  std::vector<SimulatedTarget> targets;

  bool matches(const SimulatedEvent& event) const;
};

// The rules of a bus at one moment. A name is used again and again, with other patterns and
// targets.
using SimulatedRules = std::map<std::string, SimulatedRule>;

// Who is owed one event by one bus: how often each target gets it. Buses are left out for an event
// that has come over one.
struct Debt {
  // Of queues and outside targets: how many subscriptions there are, in all; those that don't give
  // up; and those that do but have a dead-letter queue. The others may fail, counted.
  struct Owed {
    int all = 0;
    int firm = 0;
    int lettered = 0;
  };
  std::map<std::string, Owed> targets;
  struct Forward {
    std::string subscription;
    int bus;
    bool may_give_up;
  };
  std::vector<Forward> forwards;
};
Debt debt_of(const SimulatedRules& rules, const SimulatedEvent& event, bool over_bus);

// What else holds in a run, beyond what always must.
struct Strictness {
  bool calm = false;  // nothing went wrong: nothing may come twice anywhere
  int failures = 0;   // that were counted: so many deliveries may not have arrived
};

// Keeps what must and what may arrive, and judges what did.
class Oracle {
 public:
  void put_begins(int bus, const SimulatedEvent& event, Debt debt);
  void put_acknowledged(const std::string& event);
  // A bus is offered an event that another one forwards. What it owes is what its rules say now, if
  // the offer is taken; the last one may not be the one that was.
  void offered(const std::string& event, const std::string& subscription, Debt debt);

  void arrived_outside(const std::string& target, const std::string& event) {
    ++outside_[{target, event}];
  }

  // `queues`: the events in each queue, in order, as they lie there at the end.
  // An event that lies in a dead-letter queue as "EVENT>TARGET" is not in that queue's own right.
  std::vector<std::string> judge(const std::map<std::string, std::vector<std::string>>& queues,
                                 Strictness strictness) const;

 private:
  struct Put {
    int bus = 0;
    Debt debt;
    bool acknowledged = false;
    size_t begun = 0;  // in the order of all beginnings and answers
    size_t answered = 0;
  };
  struct Offer {
    std::vector<Debt> debts;  // one of them is what was taken in
  };
  struct Range {
    int least = 0;     // in the target
    int lettered = 0;  // beyond that, in the target or as dead letters
    int most = 0;
  };
  using Ranges = std::map<std::string, Range>;  // by target
  struct Found {
    int arrived = 0;
    int letters = 0;
  };

  Ranges ranges_of(const std::string& event, const Put& put, bool owed,
                   std::vector<std::string>& problems) const;
  void judge_target(const std::string& what, const Range& range, const Found& found, bool repeats,
                    std::vector<std::string>& problems) const;
  std::vector<std::string> judge_order(
      const std::map<std::string, std::vector<std::string>>& queues) const;

  size_t moments_ = 0;
  std::map<std::string, Put> puts_;                              // by event
  std::map<std::pair<std::string, std::string>, Offer> offers_;  // by event and subscription
  std::map<std::pair<std::string, std::string>, int> outside_;   // by target and event
};

}  // namespace angarium::simulation
