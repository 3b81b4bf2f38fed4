#pragma once

#include <string>

#include "bus/event.h"

namespace angarium::bus {

// The JSON that patterns are matched against and targets receive, as EventBridge documents it
// ("Event structure reference" in its User Guide), in its order and without white space:
//   {"version":"0","id":..,"detail-type":..,"source":..,"account":..,"time":..,"region":..,
//    "resources":[..],"detail":..}
// A replayed event has "replay-name" after "region".
//
// The payload is spliced in as it is: the event must have passed validate_payload (bus/ingest.h).
std::string render_envelope(const Event& event);

}  // namespace angarium::bus
