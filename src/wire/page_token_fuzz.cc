// Bytes as a page token: never opened, for nobody issued it. And as a position: what is issued
// opens to the same position, for its own scope alone, and no longer when a bit of it has changed.
#include "base/assert.h"
#include "wire/page_token.h"

namespace angarium::wire {

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  static const PageTokens tokens(std::string(32, 'k'));
  std::string_view text(reinterpret_cast<const char*>(data), size);
  AG_ASSERT(!tokens.open("scope", text));

  std::string token = tokens.issue("scope", text);
  bool fits = token.size() <= PageTokens::kTokenCharactersMax;
  AG_ASSERT(tokens.open("scope", token).has_value() == fits);
  if (!fits) return 0;
  AG_ASSERT(*tokens.open("scope", token) == text);
  AG_ASSERT(!tokens.open("scope2", token));
  size_t at = size > 0 ? data[0] % token.size() : 0;
  token[at] = token[at] == 'A' ? 'B' : 'A';
  AG_ASSERT(!tokens.open("scope", token));
  return 0;
}

}  // namespace angarium::wire
