#pragma once

#include "bench/pattern/harness.h"

namespace angarium::bench {

// Each runs the scenarios of its file, as far as the harness wants them.

void city_lots(Harness& harness);     // five rules of each kind, and ingest
void rule_counts(Harness& harness);   // one to a million rules
void changes(Harness& harness);       // adding, removing, bytes per rule
void service(Harness& harness);       // events and rules like AWS's services'
void large_events(Harness& harness);  // arrays of 10,000 elements, a megabyte
void hostile(Harness& harness);       // a megabyte made to be slow

}  // namespace angarium::bench
