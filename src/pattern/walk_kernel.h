#pragma once

#include "pattern/checking_reader.h"
#include "pattern/wanted_reader.h"

// The walk through an event, for one instruction set `Isa`: a struct of static functions
//   Masks classify(const char* block)     64 bytes
//   Masks classify_tail(block, size)      fewer bytes; what is missing counts as spaces
//   uint64_t prefix_xor(uint64_t bits)    bit i: the parity of bits 0..i
//   uint32_t digits(const char* text)     which of 32 bytes are 0-9
// Each walk_*.cc includes this after it has told the compiler which instructions to use, and
// instantiates it once. So all that it compiles must depend on Isa or be inlined: a function that
// other files share must not come out of here with instructions that not every machine has.
namespace angarium::pattern::kernel {

template <class Isa>
bool walk(Walk& walk, WalkRequest& request) {
  if (request.trust == Trust::kValidated) {
    return request.node == nullptr || WantedReader<Isa>(walk, request.text).value(request.node);
  }
  CheckingReader<Isa> reader(walk, request.text);
  const bool valid = reader.value(request.node, request.only_object);
  request.needs_utf8_check = reader.any_high();
  return valid;
}

}  // namespace angarium::pattern::kernel
