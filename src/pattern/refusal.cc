#include "pattern/refusal.h"

namespace angarium::pattern {

std::string refusal_text(std::string_view reason) {
  std::string text = "Event pattern is not valid. Reason: ";
  text += reason;
  return text;
}

}  // namespace angarium::pattern
