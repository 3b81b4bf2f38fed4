#include "json/merge_patch.h"

#include <algorithm>
#include <optional>
#include <vector>

#include "json/error.h"
#include "json/raw_json.h"
#include "json/scanner.h"
#include "json/writer.h"

namespace angarium::json {
namespace {

bool is_object(std::string_view raw) { return raw.find_first_not_of(" \t\n\r") == raw.find('{'); }

// Without what a later member of the same name replaces.
RawMembers last_of_each(RawMembers all) {
  RawMembers kept;
  for (auto& member : all) {
    auto found = std::find_if(kept.begin(), kept.end(),
                              [&](const auto& other) { return other.first == member.first; });
    if (found == kept.end()) {
      kept.push_back(std::move(member));
    } else {
      found->second = member.second;
    }
  }
  return kept;
}

std::optional<std::string_view> find(const RawMembers& members, std::string_view name) {
  for (const auto& [key, value] : members) {
    if (key == name) return value;
  }
  return std::nullopt;
}

// Recursion is as deep as the patch, which raw_members bounds.
base::Result<void> merge(std::optional<std::string_view> target, std::string_view patch,
                         Writer& writer) {
  if (!is_object(patch)) {
    writer.raw(patch);
    return {};
  }
  AG_TRY(all_changes, raw_members(patch));
  const RawMembers changes = last_of_each(std::move(all_changes));
  RawMembers kept;
  if (target && is_object(*target)) {
    AG_TRY(members, raw_members(*target));
    kept = last_of_each(std::move(members));
  }
  writer.begin_object();
  for (const auto& [name, value] : kept) {
    const auto change = find(changes, name);
    if (change == "null") continue;
    writer.key(name);
    if (change) {
      AG_CHECK(merge(value, *change, writer));
    } else {
      writer.raw(value);
    }
  }
  for (const auto& [name, value] : changes) {
    if (value == "null" || find(kept, name)) continue;
    writer.key(name);
    AG_CHECK(merge(std::nullopt, value, writer));
  }
  writer.end_object();
  return {};
}

// Refuses what is not one JSON text, whatever its kind.
base::Result<void> check(std::string_view text) {
  const std::string array = "[" + std::string(text) + "]";
  AG_TRY(elements, raw_elements(array));
  if (elements.size() == 1 && is_utf8(text)) return {};
  return base::Error(ErrorCode::kSyntax, "it is not one JSON value in UTF-8");
}

}  // namespace

base::Result<std::string> merge_patch(std::string_view target, std::string_view patch) {
  AG_CHECK(check(target));
  AG_CHECK(check(patch));
  std::string merged;
  Writer writer(merged);
  AG_CHECK(merge(target, patch, writer));
  return merged;
}

}  // namespace angarium::json
