#include "wire/decoding.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/time.h"

namespace angarium::wire {
namespace {

int64_t character_count(std::string_view text) {
  return std::count_if(text.begin(), text.end(), [](char c) { return (c & 0xC0) != 0x80; });
}

// How long a string is or how large a number: what min and max are about.
int64_t measure(const TypeInfo& type, const void* value) {
  switch (type.kind) {
    case Kind::kString: return character_count(*static_cast<const std::string*>(value));
    case Kind::kBlob: return static_cast<int64_t>(static_cast<const Blob*>(value)->bytes.size());
    case Kind::kInteger: return *static_cast<const int32_t*>(value);
    case Kind::kLong: return *static_cast<const int64_t*>(value);
    case Kind::kList:
    case Kind::kMap: return static_cast<int64_t>(type.size(value));
    case Kind::kDouble:
    case Kind::kBoolean:
    case Kind::kTimestamp:
    case Kind::kStructure: return 0;
  }
  return 0;
}

// As Java prints it, which is what AWS's messages show.
void show(const TypeInfo& type, const void* value, std::string& out) {
  if (out.size() > Violations::kValueShownMax) return;
  switch (type.kind) {
    case Kind::kString: out += *static_cast<const std::string*>(value); break;
    case Kind::kInteger: out += fmt::to_string(*static_cast<const int32_t*>(value)); break;
    case Kind::kLong: out += fmt::to_string(*static_cast<const int64_t*>(value)); break;
    case Kind::kDouble: out += fmt::to_string(*static_cast<const double*>(value)); break;
    case Kind::kBoolean: out += *static_cast<const bool*>(value) ? "true" : "false"; break;
    case Kind::kTimestamp:
      out += base::format_iso_seconds(*static_cast<const base::Time*>(value));
      break;
    case Kind::kBlob: out += "<bytes>"; break;
    case Kind::kStructure: out += type.shape().name; break;
    case Kind::kList:
      out += '[';
      for (size_t i = 0; i < type.size(value); ++i) {
        if (i > 0) out += ", ";
        show(*type.element, type.at(value, i), out);
        if (out.size() > Violations::kValueShownMax) break;
      }
      out += ']';
      break;
    case Kind::kMap: {
      out += '{';
      const char* separator = "";
      type.each(value, [&](const std::string& key, const void* element) {
        if (out.size() > Violations::kValueShownMax) return;
        out += separator;
        out += key;
        out += '=';
        show(*type.element, element, out);
        separator = ", ";
      });
      out += '}';
    }
  }
}

std::string shown(const TypeInfo& type, const void* value) {
  std::string text;
  show(type, value, text);
  return text;
}

std::string bound_text(const TypeInfo& type, std::string_view relation, int64_t bound) {
  bool is_number = type.kind == Kind::kInteger || type.kind == Kind::kLong;
  return fmt::format("Member must have {} {} than or equal to {}", is_number ? "value" : "length",
                     relation, bound);
}

std::string values_text(const Constraint& constraint) {
  return fmt::format("Member must satisfy enum value set: [{}]",
                     fmt::join(constraint.values, ", "));
}

std::string pattern_text(const Constraint& constraint) {
  return fmt::format("Member must satisfy regular expression pattern: {}", constraint.expression);
}

constexpr int64_t kNoMinimum = std::numeric_limits<int64_t>::min();

// Calls `violated` with the text of each part of the constraint that the value breaks.
template <class F>
void each_violated(const Patterns& patterns, const Constraint& constraint, const TypeInfo& type,
                   const void* value, F violated) {
  if (constraint.min != kNoMinimum || constraint.max != kUnbounded) {
    int64_t size = measure(type, value);
    if (size > constraint.max) violated(bound_text(type, "less", constraint.max));
    if (size < constraint.min) violated(bound_text(type, "greater", constraint.min));
  }
  if (type.kind != Kind::kString) return;
  std::string_view text = *static_cast<const std::string*>(value);
  if (!constraint.values.empty() && std::find(constraint.values.begin(), constraint.values.end(),
                                              text) == constraint.values.end()) {
    violated(values_text(constraint));
  }
  if (!patterns.accepts(constraint, text)) violated(pattern_text(constraint));
}

bool is_satisfied(const Patterns& patterns, const Constraint& constraint, const TypeInfo& type,
                  const void* value) {
  bool satisfied = true;
  each_violated(patterns, constraint, type, value, [&](const std::string&) { satisfied = false; });
  return satisfied;
}

// The whole constraint as one text: AWS reports it so for what is inside lists and maps.
std::string constraint_text(const Constraint& constraint, const TypeInfo& type) {
  std::string text;
  auto add = [&](const std::string& part) {
    if (!text.empty()) text += ", ";
    text += part;
  };
  if (constraint.max != kUnbounded) add(bound_text(type, "less", constraint.max));
  if (constraint.min != kNoMinimum) add(bound_text(type, "greater", constraint.min));
  if (!constraint.values.empty()) add(values_text(constraint));
  if (!constraint.expression.empty()) add(pattern_text(constraint));
  return text;
}

void add_violation(Decoding& decoding, const Member& member, const void* value, const Path& path,
                   std::string constraint) {
  decoding.violations.add({.kind = ViolationKind::kConstraint,
                           .member = std::string(member.name),
                           .path = path.text(),
                           .value = shown(*member.type, value),
                           .constraint = std::move(constraint)});
}

void check_list(Decoding& decoding, const Member& member, const void* list, const Path& path) {
  const TypeInfo& element = *member.type->element;
  for (size_t i = 0; i < member.type->size(list); ++i) {
    if (is_satisfied(decoding.patterns, member.element, element, member.type->at(list, i)))
      continue;
    add_violation(decoding, member, list, path,
                  fmt::format("Member must satisfy constraint: [{}]",
                              constraint_text(member.element, element)));
    return;
  }
}

void check_map(Decoding& decoding, const Member& member, const void* map, const Path& path) {
  bool keys_satisfied = true;
  bool values_satisfied = true;
  member.type->each(map, [&](const std::string& key, const void* value) {
    keys_satisfied =
        keys_satisfied && is_satisfied(decoding.patterns, member.key, kTypeInfo<std::string>, &key);
    values_satisfied = values_satisfied && is_satisfied(decoding.patterns, member.element,
                                                        *member.type->element, value);
  });
  if (!keys_satisfied) {
    add_violation(decoding, member, map, path,
                  fmt::format("Map keys must satisfy constraint: [{}]",
                              constraint_text(member.key, kTypeInfo<std::string>)));
  }
  if (!values_satisfied) {
    add_violation(decoding, member, map, path,
                  fmt::format("Map value must satisfy constraint: [{}]",
                              constraint_text(member.element, *member.type->element)));
  }
}

}  // namespace

std::string Path::text() const {
  std::string text = parent != nullptr ? parent->text() : "";
  if (!text.empty()) text += '.';
  if (name.empty() || is_key) {
    text += is_key ? std::string(name) : fmt::to_string(index);
    text += ".member";
  } else {
    // AWS shows the names of its Java members, which begin in lower case.
    text += static_cast<char>(name[0] >= 'A' && name[0] <= 'Z' ? name[0] + ('a' - 'A') : name[0]);
    text += name.substr(1);
  }
  return text;
}

Result<void> Decoding::spend(const TypeInfo& element) {
  budget -= element.kind == Kind::kStructure ? 11 : 1;
  if (budget >= 0) return {};
  return serialization_error("The request holds more list elements than this server takes.");
}

Error serialization_error(std::string message) {
  return {.code = "SerializationException",
          .message = std::move(message),
          .query_code = "MalformedInput"};
}

void check_value(Decoding& decoding, const Member& member, const void* value, const Path& path) {
  if (decoding.is_own) return;
  each_violated(decoding.patterns, member.own, *member.type, value, [&](std::string constraint) {
    add_violation(decoding, member, value, path, std::move(constraint));
  });
  if (member.type->kind == Kind::kList) check_list(decoding, member, value, path);
  if (member.type->kind == Kind::kMap) check_map(decoding, member, value, path);
}

void add_missing(Decoding& decoding, const Member& member, const Path& path) {
  decoding.violations.add({.kind = ViolationKind::kMissing,
                           .member = std::string(member.name),
                           .path = path.text(),
                           .value = {},
                           .constraint = "Member must not be null"});
}

void add_unsupported(Decoding& decoding, const Member& member, const Path& path) {
  decoding.violations.add({.kind = ViolationKind::kUnsupported,
                           .member = std::string(member.name),
                           .path = std::string(path.text()),
                           .value = {},
                           .constraint = {}});
}

bool is_too_long(Decoding& decoding, const Member& member, size_t size, const Path& path) {
  // A few too many are decoded all the same, so that the message can show them.
  constexpr int64_t kDecodedAllTheSame = 100;
  if (member.own.max == kUnbounded || decoding.is_own) return false;
  if (static_cast<int64_t>(size) <= member.own.max + kDecodedAllTheSame) return false;
  decoding.violations.add({.kind = ViolationKind::kConstraint,
                           .member = std::string(member.name),
                           .path = path.text(),
                           .value = "[...]",
                           .constraint = bound_text(*member.type, "less", member.own.max)});
  return true;
}

}  // namespace angarium::wire
