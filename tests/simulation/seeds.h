#pragma once

#include <cstdint>

namespace angarium::simulation {

// Which runs a test makes: by hand "--seeds 10000 --first 1 --trace", or ANGARIUM_SIMULATION_SEEDS.
struct Seeds {
  uint64_t first = 1;
  uint64_t count = 0;
  bool is_traced = false;
};

// Those asked for on the command line; else from 1, as many as the test has time for.
Seeds chosen_seeds(uint64_t count);

// A run of that seed begins. An assertion in the engine ends the process; the seed is printed then.
void note_seed(uint64_t seed);

}  // namespace angarium::simulation
