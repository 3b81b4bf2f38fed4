// Reads a sorted form as nested values. All parameters below a name lie side by side, so a
// structure, a list or a map is a range of the form plus the length of the prefix they share:
//
//   Attribute.1.Name=a      <- prefix "Attribute."  -> groups 1, 2
//   Attribute.1.Value=b
//   Attribute.2.Name=c      <- prefix "Attribute.2." -> members Name, Value
#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <span>

#include "base/base64.h"
#include "base/time.h"
#include "wire/query_codec.h"

namespace angarium::wire {
namespace {

using Parameter = Form::Parameter;

// Nested deeper than any AWS shape: no request can make us recurse further than its table does, but
// a table may contain itself.
constexpr size_t kPrefixBytesMax = 1'024;

struct Range {
  std::span<const Parameter> parameters;
  size_t prefix = 0;  // bytes of each name that are already read, the last dot included

  std::string_view rest(const Parameter& parameter) const {
    return std::string_view(parameter.name).substr(prefix);
  }

  // The value of the parameter whose rest is `name` (its last, if repeated).
  const std::string* value(std::string_view name) const {
    auto end = std::upper_bound(
        parameters.begin(), parameters.end(), name,
        [&](std::string_view wanted, const Parameter& p) { return wanted < rest(p); });
    if (end == parameters.begin() || rest(*std::prev(end)) != name) return nullptr;
    return &std::prev(end)->value;
  }

  // The parameters whose rest begins with `name` and a dot.
  Range below(std::string_view name) const {
    std::string first = std::string(name) + '.';
    std::string last = std::string(name) + '/';  // '/' follows '.' in ASCII
    auto less = [&](const Parameter& p, std::string_view wanted) { return rest(p) < wanted; };
    auto begin = std::lower_bound(parameters.begin(), parameters.end(), first, less);
    auto end = std::lower_bound(begin, parameters.end(), last, less);
    return {{begin, end}, prefix + first.size()};
  }
};

// One element of a list or map: its number, and the parameters below it. Scalars are at `value`.
struct Group {
  uint32_t number = 0;
  const std::string* value = nullptr;
  Range below;
};

// Splits "1", "1.Name", "10", "10.Name", "2"... into groups in the order of their numbers.
Result<std::vector<Group>> groups(const Range& range, const Path& path) {
  std::vector<Group> found;
  for (size_t i = 0; i < range.parameters.size();) {
    std::string_view rest = range.rest(range.parameters[i]);
    std::string_view digits = rest.substr(0, rest.find('.'));
    Group group;
    auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), group.number);
    if (error != std::errc() || end != digits.data() + digits.size() || group.number == 0) {
      return serialization_error(
          fmt::format("`{}` is not a list index at `{}`", digits, path.text()));
    }
    group.value = range.value(digits);
    group.below = range.below(digits);
    size_t next = i;
    auto belongs = [&](std::string_view other) {
      return other.substr(0, other.find('.')) == digits;
    };
    while (next < range.parameters.size() && belongs(range.rest(range.parameters[next]))) ++next;
    i = next;
    found.push_back(group);
  }
  std::stable_sort(found.begin(), found.end(),
                   [](const Group& a, const Group& b) { return a.number < b.number; });
  return found;
}

Error malformed(std::string_view text, std::string_view kind, const Path& path) {
  return serialization_error(
      fmt::format("`{}` is not {} at `{}`", text.substr(0, 64), kind, path.text()));
}

template <class T>
bool parse_number(std::string_view text, void* out) {
  auto [end, error] =
      std::from_chars(text.data(), text.data() + text.size(), *static_cast<T*>(out));
  return error == std::errc() && end == text.data() + text.size();
}

Result<void> decode_scalar(const std::string& text, Kind kind, void* out, const Path& path) {
  switch (kind) {
    case Kind::kString: *static_cast<std::string*>(out) = text; return {};
    case Kind::kInteger:
      if (parse_number<int32_t>(text, out)) return {};
      return malformed(text, "an Integer", path);
    case Kind::kLong:
      if (parse_number<int64_t>(text, out)) return {};
      return malformed(text, "a Long", path);
    case Kind::kDouble:
      if (parse_number<double>(text, out) && std::isfinite(*static_cast<double*>(out))) return {};
      return malformed(text, "a Double", path);
    case Kind::kBoolean:
      if (text != "true" && text != "false") return malformed(text, "a Boolean", path);
      *static_cast<bool*>(out) = text == "true";
      return {};
    case Kind::kTimestamp: {
      std::optional<base::Time> time = base::parse_iso(text);
      if (!time) return malformed(text, "a Timestamp", path);
      *static_cast<base::Time*>(out) = *time;
      return {};
    }
    case Kind::kBlob: {
      std::optional<std::string> bytes = base::decode_base64(text);
      if (!bytes) return malformed(text, "a Blob", path);
      static_cast<Blob*>(out)->bytes = std::move(*bytes);
      return {};
    }
    default: return malformed(text, "a structure", path);
  }
}

Result<void> decode_structure(const Range& range, const Shape& shape, void* object,
                              const Path* path, Decoding& decoding);

Result<void> decode_element(const Group& group, const TypeInfo& type, void* out, const Path& path,
                            Decoding& decoding) {
  AG_CHECK(decoding.spend(type));
  if (type.kind == Kind::kStructure) {
    return decode_structure(group.below, type.shape(), out, &path, decoding);
  }
  if (group.value == nullptr) return malformed("", "a value", path);
  return decode_scalar(*group.value, type.kind, out, path);
}

Result<void> decode_list(const Range& range, const Member& member, void* list, const Path& path,
                         Decoding& decoding) {
  AG_TRY(elements, groups(range, path));
  if (is_too_long(decoding, member, elements.size(), path)) return {};
  size_t index = 0;
  for (const Group& group : elements) {
    Path at{.parent = &path, .index = ++index};
    AG_CHECK(decode_element(group, *member.type->element, member.type->append(list), at, decoding));
  }
  return {};
}

Result<void> decode_map(const Range& range, const Member& member, void* map, const Path& path,
                        Decoding& decoding) {
  AG_TRY(entries, groups(range, path));
  if (is_too_long(decoding, member, entries.size(), path)) return {};
  for (const Group& group : entries) {
    const std::string* key = group.below.value(member.key_name);
    if (key == nullptr) return malformed("", "a map's key", path);
    Group value{.number = group.number,
                .value = group.below.value(member.value_name),
                .below = group.below.below(member.value_name)};
    Path at{.parent = &path, .name = *key, .is_key = true};
    AG_CHECK(
        decode_element(value, *member.type->element, member.type->insert(map, *key), at, decoding));
  }
  return {};
}

// The parameters of a list or map: right below its name if flattened, else below ".member" or
// ".entry".
Range collection(const Range& below, const Member& member) {
  if (member.is_flattened) return below;
  return below.below(member.type->kind == Kind::kMap ? "entry" : member.item_name);
}

Result<void> decode_member(const Range& range, const Member& member, void* object, const Path& path,
                           Decoding& decoding) {
  const std::string* value = range.value(member.query_name);
  Range below = range.below(member.query_name);
  if (value == nullptr && below.parameters.empty()) {
    if (member.is_required) add_missing(decoding, member, path);
    return {};
  }
  if (member.type == nullptr) {
    add_unsupported(decoding, member, path);
    return {};
  }
  void* out = member.emplace(object);
  switch (member.type->kind) {
    case Kind::kStructure:
      AG_CHECK(decode_structure(below, member.type->shape(), out, &path, decoding));
      break;
    case Kind::kList:
      AG_CHECK(decode_list(collection(below, member), member, out, path, decoding));
      break;
    case Kind::kMap:
      AG_CHECK(decode_map(collection(below, member), member, out, path, decoding));
      break;
    default:
      if (value == nullptr) return malformed("", "a value", path);
      AG_CHECK(decode_scalar(*value, member.type->kind, out, path));
  }
  check_value(decoding, member, out, path);
  return {};
}

Result<void> decode_structure(const Range& range, const Shape& shape, void* object,
                              const Path* path, Decoding& decoding) {
  if (range.prefix > kPrefixBytesMax) return serialization_error("A parameter is nested too deep.");
  for (const Member& member : shape.members) {
    Path at{.parent = path, .name = member.name};
    AG_CHECK(decode_member(range, member, object, at, decoding));
  }
  return {};
}

}  // namespace

Result<void> decode_query(const Form& form, const Shape& shape, void* object, Decoding& decoding) {
  return decode_structure({form.parameters(), 0}, shape, object, nullptr, decoding);
}

}  // namespace angarium::wire
