#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/metrics.h"
#include "base/mutex.h"
#include "base/time.h"
#include "delivery/give_up_reason.h"
#include "delivery/route.h"

namespace angarium::delivery {

// One thing that happened to an invocation: a delivery of one event to one target.
struct Tally {
  enum class Kind {
    kFirstAttempt,  // was made; `age` is that of its beginning
    kRetry,         // an attempt after the first was made
    kFirstAnswer,   // the first attempt has ended, however
    kDelivered,
    kGivenUp,
    kLetterSent,  // what was given up is in its dead-letter queue
    kLetterLost,  // or won't ever be
  };
  Kind kind;
  std::shared_ptr<const Route> route;  // the subscription's own
  base::Milliseconds age{0};           // since its bus took the event in
  GiveUpReason reason = GiveUpReason::kPermanent;
};

// What EventBridge counts of invocations, by its names in Prometheus's form (docs/metrics.md):
// InvocationAttempts is <prefix>invocation_attempts_total. Handles: valid while the Metrics lives;
// thread safe. The same prefix and labels give the same numbers.
class InvocationMetrics {
 public:
  InvocationMetrics(base::Metrics& metrics, const std::string& prefix, base::Labels labels);
  void add(const Tally& tally);
  // An event is matched by `rules` and owed to `targets`.
  void match(size_t rules, size_t targets);
  // Of FailedInvocations, those with this reason.
  base::Counter failed(GiveUpReason reason) const;

  base::Counter matched_events;
  base::Counter triggered_rules;
  base::Counter created;
  base::Counter invocations;  // those that ended, well or for good
  base::Counter attempts;
  base::Counter successes;
  base::Counter retries;
  base::Counter sent_to_dlq;
  base::Counter failed_to_be_sent_to_dlq;
  base::Histogram start_latency;
  base::Histogram complete_latency;  // of first attempts
  base::Histogram success_latency;

 private:
  base::Metrics& metrics_;
  std::string prefix_;
  base::Labels labels_;
};

// The same numbers for each rule, for whom the configuration asks. A scrape has only so much room:
// rules beyond the first `rules_max` share one, named "other". Thread safe.
class RuleMetrics {
 public:
  RuleMetrics(base::Metrics& metrics, size_t rules_max)
      : metrics_(metrics), rules_max_(rules_max) {}

  void add(const BusId& bus, const std::vector<Tally>& tallies);
  // An event is owed to these, those of one rule beside one another.
  void match(const BusId& bus, const std::vector<std::shared_ptr<const Route>>& routes);

 private:
  // Stays where it is for as long as this lives.
  InvocationMetrics& of(const BusId& bus, const RuleArn& rule);

  base::Metrics& metrics_;
  const size_t rules_max_;
  base::Mutex mutex_;
  std::map<RuleArn, InvocationMetrics> rules_ AG_GUARDED_BY(mutex_);
  std::optional<InvocationMetrics> other_ AG_GUARDED_BY(mutex_);  // once there are too many
};

}  // namespace angarium::delivery
