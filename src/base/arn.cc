#include "base/arn.h"

#include <fmt/format.h>

#include <array>

namespace angarium::base {

std::string Arn::text() const {
  return fmt::format("arn:{}:{}:{}:{}:{}", partition, service, region.text(), account.text(),
                     resource);
}

std::optional<Arn> parse_arn(std::string_view text) {
  std::array<std::string_view, 5> parts;
  for (std::string_view& part : parts) {
    size_t colon = text.find(':');
    if (colon == std::string_view::npos) return std::nullopt;
    part = text.substr(0, colon);
    text.remove_prefix(colon + 1);
  }
  auto [arn, partition, service, region, account] = parts;
  if (arn != "arn" || partition.empty() || service.empty() || text.empty()) return std::nullopt;
  return Arn{.service = std::string(service),
             .region = Region(region),
             .account = AccountId(account),
             .resource = std::string(text),
             .partition = std::string(partition)};
}

}  // namespace angarium::base
