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

struct SimulatedRule {
  std::string name;
  std::set<std::string> sources;
  std::set<int> kinds;               // empty: any
  std::vector<std::string> targets;  // "queue:2/q", "bus:1", "outside:0", "closed"

  bool matches(const SimulatedEvent& event) const;
};

// The rules of a bus at one moment. A name is used again and again, with other patterns and
// targets.
using SimulatedRules = std::map<std::string, SimulatedRule>;

// Who is owed one event by one bus: how often each target gets it. Buses are left out for an event
// that has come over one.
struct Debt {
  std::map<std::string, int> targets;  // of queues and outside targets
  struct Forward {
    std::string subscription;
    int bus;
  };
  std::vector<Forward> forwards;
};
Debt debt_of(const SimulatedRules& rules, const SimulatedEvent& event, bool over_bus);

// What else holds in a run, beyond what always must.
struct Strictness {
  bool calm = false;     // nothing went wrong: nothing may come twice anywhere
  bool orderly = false;  // every target beside its bus took part in each of its commits
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
    int least = 0;
    int most = 0;
  };
  using Ranges = std::map<std::string, Range>;  // by target

  Ranges ranges_of(const std::string& event, const Put& put, bool owed,
                   std::vector<std::string>& problems) const;
  std::vector<std::string> judge_order(
      const std::map<std::string, std::vector<std::string>>& queues) const;

  size_t moments_ = 0;
  std::map<std::string, Put> puts_;                              // by event
  std::map<std::pair<std::string, std::string>, Offer> offers_;  // by event and subscription
  std::map<std::pair<std::string, std::string>, int> outside_;   // by target and event
};

}  // namespace angarium::simulation
