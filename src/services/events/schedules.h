#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/metrics.h"
#include "base/task.h"
#include "bus/engine.h"
#include "services/events/catalog.h"
#include "services/events/records.h"
#include "services/events/schedule_record.h"
#include "store/turns.h"

namespace angarium::services::events {

// Fires the rules that have a schedule: at each due time the targets of the rule, and nobody else,
// are owed AWS's scheduled event, through the engine like any other event.
//
// What has to outlive the process is one record per rule (schedule_record.h): since when
// the schedule runs, and the last due time that was fired. The commit that takes the event in moves
// it. So each due time is fired once, whatever is killed when; and a clock that is set back fires
// nothing twice, for due times are moments of the calendar.
//
// Of the due times that pass while nothing runs, or while the store takes nothing, the latest is
// fired, once, when that is over (docs/decisions/0007-missed-schedules.md).
//
// Life: construct, load() after the catalog's, start() after the engine's, stop() before the
// engine's. Thread safe. A rule changes and fires in its partition's turn (turns.h), so what fires
// is what the last answer said.
class Schedules {
 public:
  struct Dependencies {
    store::Ownership& ownership;
    bus::Engine& engine;
    const base::Clock& clock;
    base::Metrics& metrics;
    const Catalog& catalog;
    store::Turns& turns;
  };
  explicit Schedules(const Dependencies& dependencies);
  ~Schedules();

  base::Task<base::Result<void>> load();
  void start();
  // Fires nothing more; ends once what is being fired is in the store.
  base::Task<void> stop();

  // A change of a rule, or its end (`after` null), by whoever has the turn: what goes into its
  // commit, and then, once that is durable, done().
  class Change {
   public:
    std::vector<store::Operation> operations() const;

   private:
    friend class Schedules;
    std::string rule_;
    std::optional<ScheduleRecord> put_ = {};  // it begins, or begins anew
    bool is_deleted_ = false;                 // it ends
    std::string expression_ = {};
  };
  Change plan(const RuleRecord* before, const RuleRecord* after) const;
  void done(const BusId& bus, const Change& change);

 private:
  struct State;
  std::shared_ptr<State> state_;
};

}  // namespace angarium::services::events
