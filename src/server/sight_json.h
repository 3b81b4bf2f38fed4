#pragma once

#include <string>

#include "bus/history.h"
#include "json/writer.h"

namespace angarium::server {

// What somebody asked besides: why a rule did not match.
struct WhyNot {
  std::string rule;
  bool matches = false;
  std::string text;         // for a terminal
  std::string explanation;  // pattern::to_json's object
};

// One event as a history has it, as one JSON object:
//   {"event_id","account","region","bus","change","received","stored","source","detail_type",
//    "event": the envelope as text, since numbers in it may be larger than a reader takes,
//    "from": {"account","region","bus"}, "hops_ended", "partial": true,
//    "deliveries": [{"rule","rule_arn","target_id","target_arn",
//                    "state": "pending", "delivered" or "given-up", "in_commit": true,
//                    "attempts_made", "attempts": [{"number","began","ended",
//                        "outcome": "delivered", "retryable" or "permanent",
//                        "error_code","error_message"}],
//                    "reason","given_up",
//                    "dead_letter": {"queue_arn","state","time","error"}}],
//    "why": {"rule","matches","text","explanation"}}
// What isn't so is left out. Times are RFC 3339 with milliseconds.
void write_sight(const bus::EventSeen& event, const WhyNot* why, json::Writer& writer);

}  // namespace angarium::server
