#pragma once

#include <string>
#include <string_view>

namespace angarium::pattern {

// What AWS answers to a pattern it refuses: the sentence around the reason, which is the message of
// an ErrorCode::kInvalidPattern or kPatternTooComplex.
std::string refusal_text(std::string_view reason);

}  // namespace angarium::pattern
