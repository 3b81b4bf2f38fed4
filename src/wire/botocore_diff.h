#pragma once

#include <string>

#include "wire/service.h"

namespace angarium::wire {

// For tests: how a service's table differs from AWS's own model, as botocore carries it; a line
// each, empty when it does not. tests/botocore/diff_tables.py compares, and lists the differences
// that are meant. Every service's tests hold:
//
//   EXPECT_EQ(wire::differences_from_botocore(Sqs::table()), "");
std::string differences_from_botocore(const ServiceTable& service);

}  // namespace angarium::wire
