#include "delivery/targets/json_copy.h"

#include <string>

#include "delivery/targets/aws_call.h"

namespace angarium::delivery::targets {
namespace {

std::string name_of(std::string_view name, const CopyRules& rules) {
  for (const auto& [from, to] : rules.names) {
    if (from == name) return std::string(to);
  }
  std::string spelt(name);
  if (rules.lowers_first && spelt[0] >= 'A' && spelt[0] <= 'Z') {
    spelt[0] = static_cast<char>(spelt[0] + ('a' - 'A'));
  }
  return spelt;
}

void copy_scalar(const json::Value& value, json::Writer& writer) {
  if (auto flag = value.boolean()) {
    writer.boolean(*flag);
  } else if (auto whole = value.integer()) {
    writer.integer(*whole);
  } else if (auto number = value.number()) {
    writer.number(*number);
  } else {
    writer.null();
  }
}

// The rules' names count outside only.
base::Result<void> copy(const json::Value& value, const CopyRules& rules, json::Writer& writer) {
  const CopyRules inner{.lowers_first = rules.lowers_first, .delivery = rules.delivery};
  if (value.kind() == json::Kind::kObject) {
    writer.begin_object();
    AG_CHECK(copy_members(value, inner, writer));
    writer.end_object();
  } else if (value.kind() == json::Kind::kArray) {
    writer.begin_array();
    for (json::Value element : value.elements()) {
      AG_CHECK(copy(element, inner, writer));
    }
    writer.end_array();
  } else if (auto text = value.string()) {
    std::string characters(*text);
    if (rules.delivery != nullptr) {
      AG_TRY(resolved, resolve_parameter(*text, *rules.delivery));
      characters = std::move(resolved);
    }
    writer.string(characters);
  } else {
    copy_scalar(value, writer);
  }
  return {};
}

}  // namespace

base::Result<void> copy_members(const json::Value& object, const CopyRules& rules,
                                json::Writer& writer) {
  for (json::Member member : object.members()) {
    const std::string name = name_of(member.name, rules);
    if (name.empty()) continue;
    writer.key(name);
    AG_CHECK(copy(member.value, rules, writer));
  }
  return {};
}

}  // namespace angarium::delivery::targets
