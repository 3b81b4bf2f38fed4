#pragma once

#include <string>
#include <string_view>

#include "json/scanner.h"
#include "pattern/walk.h"

namespace angarium::pattern {

inline std::string_view unescaped(std::string_view raw, std::string& decoded) {
  if (raw.find('\\') == std::string_view::npos) return raw;
  decoded.clear();
  json::unescape(raw, decoded);
  return decoded;
}

// A string's decoded characters: in `decoded`, if there is anything to decode.
inline std::string_view text_of(const Found& found, std::string& decoded) {
  const std::string_view raw(found.text, found.size);
  return found.maybe_escaped ? unescaped(raw, decoded) : raw;
}

inline bool is_same(const Found& a, const Found& b) {
  return a.kind == b.kind && equal_bytes({a.text, a.size}, {b.text, b.size});
}

// Valid as long as `decoded` stays as it is.
inline Scalar scalar_of(const Found& found, NumberMemo* memo, std::string& decoded) {
  return {found.kind, text_of(found, decoded), memo};
}

}  // namespace angarium::pattern
