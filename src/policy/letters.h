#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace angarium::policy {

// Letter case, for the names that ignore it. Documents are written in U+0020..U+00FF (IAM user
// guide, "Policy grammar"), so ASCII and Latin-1 letters have case here and no others.

std::string folded(std::string_view text);
uint64_t folded_hash(std::string_view text);  // of folded(text), without making it (FNV-1a)
bool equals_ignoring_case(std::string_view a, std::string_view b);

// Bytes of the character that begins at text[at], UTF-8; 1 where there is none.
size_t character_bytes(std::string_view text, size_t at);

}  // namespace angarium::policy
