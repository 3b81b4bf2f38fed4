#include "delivery/targets/raw_members.h"

#include "delivery/targets/error.h"
#include "json/scanner.h"

namespace angarium::delivery::targets {
namespace {

constexpr uint32_t kDepthMax = 1001;  // an event's detail, and what a template puts around it

base::Error no_object() { return {TargetError::kParameter, "not one JSON object"}; }

std::string decoded(const json::Token& key) {
  std::string name;
  json::unescape(key.raw, name);
  return name;
}

}  // namespace

base::Result<std::vector<RawMember>> raw_members(std::string_view object) {
  if (!json::is_utf8(object)) return no_object();
  json::Scanner scanner(object, kDepthMax);
  AG_TRY(first, scanner.next());
  if (first.kind != json::TokenKind::kObjectBegin) return no_object();
  std::vector<RawMember> members;
  while (true) {
    AG_TRY(key, scanner.next());
    if (key.kind == json::TokenKind::kObjectEnd) break;
    const size_t colon = scanner.offset();
    AG_CHECK(scanner.skip_value());
    std::string_view value = object.substr(colon, scanner.offset() - colon);
    value.remove_prefix(value.find_first_not_of(" \t\r\n:"));
    members.push_back({decoded(key), value});
  }
  AG_TRY(end, scanner.next());
  if (end.kind != json::TokenKind::kEnd) return no_object();
  return members;
}

}  // namespace angarium::delivery::targets
