#include "delivery/targets/body_members.h"

#include <algorithm>

#include "delivery/targets/error.h"
#include "json/scanner.h"
#include "json/writer.h"

namespace angarium::delivery::targets {
namespace {

constexpr uint32_t kDepthMax = 1001;  // an event's detail, and what a template puts around it

std::string decoded(const json::Token& key) {
  std::string name;
  json::unescape(key.raw, name);
  return name;
}

// Copies the members of the object that `body` is, but for those of the added names.
base::Result<void> copy_members(std::string_view body, const Parameters& added,
                                json::Writer& writer) {
  json::Scanner scanner(body, kDepthMax);
  AG_TRY(first, scanner.next());
  if (first.kind != json::TokenKind::kObjectBegin) {
    return base::Error(TargetError::kParameter, "not an object");
  }
  while (true) {
    AG_TRY(key, scanner.next());
    if (key.kind == json::TokenKind::kObjectEnd) break;
    const std::string name = decoded(key);
    const size_t colon = scanner.offset();
    AG_CHECK(scanner.skip_value());
    std::string_view value = body.substr(colon, scanner.offset() - colon);
    value.remove_prefix(value.find_first_not_of(" \t\r\n:"));
    const bool is_replaced =
        std::any_of(added.begin(), added.end(), [&](const auto& one) { return one.first == name; });
    if (!is_replaced) writer.key(name).raw(value);
  }
  AG_TRY(end, scanner.next());
  if (end.kind == json::TokenKind::kEnd) return {};
  return base::Error(TargetError::kParameter, "more than one value");
}

}  // namespace

base::Result<std::string> with_members(std::string_view body, const Parameters& added) {
  if (added.empty()) return std::string(body);
  std::string merged;
  json::Writer writer(merged);
  writer.begin_object();
  base::Result<void> copied = copy_members(body, added, writer);
  if (!copied.ok() || !json::is_utf8(body)) {
    return base::Error(TargetError::kParameter,
                       "The connection's body parameters need a body that is a JSON object.");
  }
  for (const auto& [name, value] : added) writer.key(name).string(value);
  writer.end_object();
  return merged;
}

}  // namespace angarium::delivery::targets
