#pragma once

#include <string>

#include "policy/decision.h"
#include "policy/oracle/generator.h"

namespace angarium::policy {

// What the oracle's generator writes, as the engine takes it; the tests over random policies share
// it.
size_t number_from_environment(const char* name, size_t otherwise);

// Texts that aren't valid fail the test and are left out.
Policies parsed(const oracle::PolicyTexts& texts, bool is_trust);
Request asked(const oracle::NaiveRequest& naive);
std::string describe(const oracle::PolicyTexts& texts, const oracle::NaiveRequest& request);

}  // namespace angarium::policy
