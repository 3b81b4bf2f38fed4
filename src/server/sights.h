#pragma once

#include <atomic>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/executor.h"
#include "base/task.h"
#include "bus/history.h"
#include "server/services.h"
#include "server/sight_json.h"
#include "server/whereabouts.h"

namespace angarium::server {

// Shows operators what happens to events: from the histories of the buses, in memory. Whoever asks
// sees all accounts; named as a viewer, an account sees what happened on its own buses, which is
// where its events went and what came of it, but not what strangers' rules did with them there.
// Thread safe.
class Sights {
 public:
  static constexpr size_t kEventsMax = 500;  // of one answer; those left out are counted
  static constexpr base::Seconds kWaitMax{20};

  // All outlive it.
  Sights(const Whereabouts& whereabouts, const Services& services, base::Executor& work)
      : histories_(services.histories()),
        whereabouts_(whereabouts),
        services_(services),
        work_(work) {}

  // Events with news. `request`, all of it optional:
  //   {"buses": [names or ARNs; none: all of the account], "everywhere": true for all accounts',
  //    "account", "access_key_id", "region" (whereabouts.h), "as": the viewing account,
  //    "after": what `next` said before, so that nothing comes twice; none: from now on,
  //    "wait_ms": how long to wait for something new, "pattern": an event pattern that it matches,
  //    "why": the name of a rule}
  // The answer: {"next": N, "left_out": N, "events": [sight_json.h, by their changes]}.
  base::Task<base::Result<std::string>> recent(std::string request);

  // Where an event went. `request`: {"event_id", "as"}; the answer: {"event_id", "hops": [...]},
  // one for each bus that it came to, in the order in which it did.
  base::Task<base::Result<std::string>> trace(std::string request);

  // Who waits gets an answer at once, now and later.
  void stop() { stopped_ = true; }

 private:
  struct Question;
  base::Result<Question> read_question(std::string_view request) const;
  base::Result<void> choose_buses(Question& question, const std::vector<std::string>& names) const;
  base::Result<void> find_rule(const Question& question) const;
  base::Result<bus::BusId> bus_of(const Question& question, const std::string& name) const;
  bool is_shown(const Question& question, const bus::BusId& bus) const;
  std::vector<bus::EventSeen> take(const Question& question, uint64_t until,
                                   size_t& left_out) const;
  std::string answer(const Question& question, uint64_t next, size_t left_out,
                     const std::vector<bus::EventSeen>& events) const;

  const std::shared_ptr<const bus::Histories> histories_;  // null: none are kept
  const Whereabouts& whereabouts_;
  const Services& services_;
  base::Executor& work_;
  std::atomic<bool> stopped_ = false;
};

}  // namespace angarium::server
