#pragma once

#include <string>
#include <vector>

#include "base/clock.h"
#include "base/executor.h"
#include "base/random.h"
#include "base/task.h"
#include "server/services.h"
#include "server/whereabouts.h"

namespace angarium::server {

// Puts events in the name of AWS's services, for operators who try rules on them: PutEvents rightly
// refuses a source `aws.*`, whoever asks. What rules do with it is what they would do with AWS's.
// Each injection, and each that was refused, is a line of the log that says who, by the process and
// user that the kernel names. Thread safe.
class Injector {
 public:
  // `accounts`: those whose buses may get such events; "*" stands for all. The others outlive it.
  Injector(const Whereabouts& whereabouts, Services& services, base::Executor& work,
           const base::Clock& clock, base::Random& random, std::vector<std::string> accounts)
      : whereabouts_(whereabouts),
        services_(services),
        work_(work),
        clock_(clock),
        random_(random),
        accounts_(std::move(accounts)) {}

  // `request`: a JSON object with the members of ServiceEvent that are given, by their names there,
  // and "bus", "access_key_id" (whereabouts.h), "time" (RFC 3339), "preview": true for the event
  // itself in place of what became of it: {"event_id","account","region","bus", maybe "warning"}.
  base::Task<base::Result<std::string>> inject(std::string request, std::string who);

 private:
  struct Prepared {
    delivery::BusId bus;
    bus::Event event;
    bool preview = false;
    std::string warning;
  };
  base::Result<Prepared> prepare(const std::string& request) const;
  static void audit(std::string_view what, const std::string& who, const Prepared& prepared);
  bool may(const base::AccountId& account) const;

  const Whereabouts& whereabouts_;
  Services& services_;
  base::Executor& work_;
  const base::Clock& clock_;
  base::Random& random_;
  const std::vector<std::string> accounts_;
};

}  // namespace angarium::server
