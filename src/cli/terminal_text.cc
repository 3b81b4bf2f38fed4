#include "cli/terminal_text.h"

#include <fmt/format.h>

#include "base/arn.h"

namespace angarium::cli {

std::string shown(std::string_view text, size_t bytes_max) {
  std::string out;
  for (size_t i = 0; i < text.size(); ++i) {
    if (out.size() >= bytes_max) return out + "...";
    const auto byte = static_cast<unsigned char>(text[i]);
    const auto next = i + 1 < text.size() ? static_cast<unsigned char>(text[i + 1]) : 0U;
    if (byte < 0x20 || byte == 0x7f) {
      out += fmt::format("\\x{:02x}", byte);
    } else if (byte == 0xc2 && next >= 0x80 && next < 0xa0) {  // U+0080 to U+009F are controls, too
      out += fmt::format("\\x{:02x}", next);
      ++i;
    } else {
      out += text[i];
    }
  }
  return out;
}

std::string short_arn(std::string_view text, std::string_view account) {
  auto arn = base::parse_arn(text);
  if (!arn) return shown(text);
  // A bus's resource says what it is; a queue's is its name alone.
  const bool says_what = arn->resource.find('/') != std::string::npos;
  std::string name = says_what ? arn->resource : arn->service + ":" + arn->resource;
  if (!arn->account.empty() && arn->account.text() != account) {
    name += " of " + arn->account.text();
  }
  return shown(name);
}

}  // namespace angarium::cli
