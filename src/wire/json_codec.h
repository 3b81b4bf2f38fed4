#pragma once

#include <string>
#include <string_view>

#include "wire/decoding.h"

namespace angarium::wire {

// awsJson1_0 and awsJson1_1. Fills `object`, a struct of that shape, from a request's body, and
// adds what the body violates. Members that the shape does not know are ignored; an empty body is
// {}. An error means the body could not be read at all (SerializationException).
Result<void> decode_json(std::string_view body, const Shape& shape, void* object,
                         Decoding& decoding);

// Fills `object` from what encode_json() wrote, in this version or an earlier one: no constraint is
// looked at. For a service that stores a structure as it came.
Result<void> decode_own_json(std::string_view text, const Shape& shape, void* object);

// Appends the struct as one JSON object.
void encode_json(const Shape& shape, const void* object, std::string& out);

}  // namespace angarium::wire
