#include "delivery/invocation_metrics.h"

#include <algorithm>
#include <utility>

namespace angarium::delivery {
namespace {

// Seconds: from a commit on a fast disk to EventBridge's day of retries.
const std::vector<double>& latency_bounds() {
  static const std::vector<double> bounds{0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1,   0.2,   0.5,
                                          1,     2,     5,     10,   60,   600,  3'600, 86'400};
  return bounds;
}

double seconds(base::Milliseconds span) {
  return std::max(0.0, std::chrono::duration<double>(span).count());
}

std::string rule_name(const RuleArn& rule) {
  const std::string& text = rule.text();
  const size_t slash = text.rfind('/');
  return slash == std::string::npos ? text : text.substr(slash + 1);
}

}  // namespace

InvocationMetrics::InvocationMetrics(base::Metrics& metrics, const std::string& prefix,
                                     base::Labels labels)
    : matched_events(
          metrics.counter(prefix + "matched_events_total", "Events that some rule wants", labels)),
      triggered_rules(metrics.counter(prefix + "triggered_rules_total",
                                      "Rules that matched an event, summed over events", labels)),
      created(metrics.counter(prefix + "invocations_created_total",
                              "Deliveries owed: an event, a target", labels)),
      invocations(metrics.counter(prefix + "invocations_total",
                                  "Deliveries that ended, done or given up", labels)),
      attempts(
          metrics.counter(prefix + "invocation_attempts_total", "Attempts to deliver", labels)),
      successes(metrics.counter(prefix + "successful_invocation_attempts_total",
                                "Attempts that delivered", labels)),
      retries(metrics.counter(prefix + "retry_invocation_attempts_total",
                              "Attempts after the first", labels)),
      sent_to_dlq(metrics.counter(prefix + "invocations_sent_to_dlq_total",
                                  "Deliveries given up that are in their dead-letter queues",
                                  labels)),
      failed_to_be_sent_to_dlq(metrics.counter(
          prefix + "invocations_failed_to_be_sent_to_dlq_total",
          "Deliveries given up that their dead-letter queues did not take", labels)),
      start_latency(metrics.histogram(prefix + "ingestion_to_invocation_start_latency_seconds",
                                      "From taking an event in to the first attempt",
                                      latency_bounds(), labels)),
      complete_latency(metrics.histogram(
          prefix + "ingestion_to_invocation_complete_latency_seconds",
          "From taking an event in to the end of the first attempt", latency_bounds(), labels)),
      success_latency(metrics.histogram(prefix + "ingestion_to_invocation_success_latency_seconds",
                                        "From taking an event in to its delivery", latency_bounds(),
                                        labels)),
      metrics_(metrics),
      prefix_(prefix),
      labels_(std::move(labels)) {}

void InvocationMetrics::add(const Tally& tally) {
  switch (tally.kind) {
    case Tally::Kind::kFirstAttempt:
      attempts.add();
      return start_latency.observe(seconds(tally.age));
    case Tally::Kind::kRetry: attempts.add(); return retries.add();
    case Tally::Kind::kFirstAnswer: return complete_latency.observe(seconds(tally.age));
    case Tally::Kind::kDelivered:
      successes.add();
      invocations.add();
      return success_latency.observe(seconds(tally.age));
    case Tally::Kind::kGivenUp: invocations.add(); return failed(tally.reason).add();
    case Tally::Kind::kLetterSent: return sent_to_dlq.add();
    case Tally::Kind::kLetterLost: return failed_to_be_sent_to_dlq.add();
  }
}

void InvocationMetrics::match(size_t rules, size_t targets) {
  matched_events.add();
  triggered_rules.add(static_cast<double>(rules));
  created.add(static_cast<double>(targets));
}

base::Counter InvocationMetrics::failed(GiveUpReason reason) const {
  base::Labels labels = labels_;
  labels["reason"] = std::string(name(reason));
  return metrics_.counter(prefix_ + "failed_invocations_total", "Deliveries given up", labels);
}

void RuleMetrics::add(const BusId& bus, const std::vector<Tally>& tallies) {
  for (const Tally& tally : tallies) of(bus, tally.route->rule_arn).add(tally);
}

void RuleMetrics::match(const BusId& bus, const std::vector<std::shared_ptr<const Route>>& routes) {
  for (size_t begin = 0, end = 0; begin < routes.size(); begin = end) {
    const RuleArn& rule = routes[begin]->rule_arn;
    while (end < routes.size() && routes[end]->rule_arn == rule) ++end;
    of(bus, rule).match(1, end - begin);
  }
}

InvocationMetrics& RuleMetrics::of(const BusId& bus, const RuleArn& rule) {
  base::MutexLock lock(mutex_);
  auto found = rules_.find(rule);
  if (found != rules_.end()) return found->second;
  if (rules_.size() >= rules_max_) {
    if (!other_) other_.emplace(metrics_, "angarium_rule_", base::Labels{{"rule", "other"}});
    return *other_;
  }
  base::Labels labels{{"account", bus.partition.account.text()},
                      {"region", bus.partition.region.text()},
                      {"bus", bus.name},
                      {"rule", rule_name(rule)}};
  return rules_.emplace(rule, InvocationMetrics(metrics_, "angarium_rule_", std::move(labels)))
      .first->second;
}

}  // namespace angarium::delivery
