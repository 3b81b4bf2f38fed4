#include "wire/json_codec.h"

#include <fmt/format.h>

#include <array>
#include <cmath>
#include <limits>
#include <optional>

#include "base/assert.h"
#include "base/base64.h"
#include "base/time.h"
#include "json/value.h"
#include "json/writer.h"

namespace angarium::wire {
namespace {

constexpr size_t kMembersMax = 64;  // of one structure; AWS's largest here has 19

std::string_view token_name(json::Kind kind) {
  switch (kind) {
    case json::Kind::kNull: return "NULL_VALUE";
    case json::Kind::kBoolean: return "BOOLEAN_VALUE";
    case json::Kind::kNumber: return "NUMBER_VALUE";
    case json::Kind::kString: return "STRING_VALUE";
    case json::Kind::kArray: return "START_ARRAY";
    case json::Kind::kObject: return "START_OBJECT";
  }
  return "";
}

std::string_view type_name(Kind kind) {
  constexpr std::array<std::string_view, 10> kNames = {
      "a String", "an Integer",  "a Long",      "a Double", "a Boolean",
      "a Blob",   "a Timestamp", "a Structure", "a List",   "a Map"};
  return kNames[static_cast<size_t>(kind)];
}

Error wrong_type(const json::Value& value, Kind wanted, const Path& path) {
  return serialization_error(fmt::format("{} can not be converted to {} at `{}`",
                                         token_name(value.kind()), type_name(wanted), path.text()));
}

std::optional<int64_t> whole_number(const json::Value& value) {
  if (std::optional<int64_t> integer = value.integer()) return integer;
  std::optional<double> number = value.number();  // "1e3" and "5.0" are whole numbers, too
  if (!number || std::abs(*number) > 9e15 || std::trunc(*number) != *number) return std::nullopt;
  return static_cast<int64_t>(*number);
}

// Seconds since 1970, as the SDKs send it, or RFC 3339, which AWS takes as well.
std::optional<base::Time> timestamp(const json::Value& value) {
  if (std::optional<std::string_view> text = value.string()) return base::parse_iso(*text);
  constexpr double kYear10000 = 253'402'300'800;
  std::optional<double> seconds = value.number();
  if (!seconds || !(*seconds >= 0 && *seconds < kYear10000)) return std::nullopt;
  return base::from_unix_ms(static_cast<int64_t>(std::floor(*seconds * 1000 + 0.5)));
}

template <class T>
bool assign(std::optional<T> value, void* out) {
  if (value) *static_cast<T*>(out) = std::move(*value);
  return value.has_value();
}

bool decode_scalar(Kind kind, const json::Value& value, void* out) {
  switch (kind) {
    case Kind::kString: {
      std::optional<std::string_view> text = value.string();
      if (text) static_cast<std::string*>(out)->assign(*text);
      return text.has_value();
    }
    case Kind::kInteger: {
      std::optional<int64_t> number = whole_number(value);
      if (!number || *number != static_cast<int32_t>(*number)) return false;
      *static_cast<int32_t*>(out) = static_cast<int32_t>(*number);
      return true;
    }
    case Kind::kLong: return assign(whole_number(value), out);
    case Kind::kDouble: return assign(value.number(), out);
    case Kind::kBoolean: return assign(value.boolean(), out);
    case Kind::kTimestamp: return assign(timestamp(value), out);
    case Kind::kBlob: {
      std::optional<std::string_view> text = value.string();
      std::optional<std::string> bytes = text ? base::decode_base64(*text) : std::nullopt;
      if (bytes) static_cast<Blob*>(out)->bytes = std::move(*bytes);
      return bytes.has_value();
    }
    case Kind::kStructure:
    case Kind::kList:
    case Kind::kMap: break;
  }
  return false;
}

Result<void> decode_structure(const json::Value& value, const Shape& shape, void* object,
                              const Path* path, Decoding& decoding);

Result<void> decode_value(const json::Value& value, const TypeInfo& type, void* out,
                          const Path& path, Decoding& decoding) {
  switch (type.kind) {
    case Kind::kStructure: return decode_structure(value, type.shape(), out, &path, decoding);
    case Kind::kList: {
      if (value.kind() != json::Kind::kArray) return wrong_type(value, type.kind, path);
      size_t index = 0;
      for (json::Value element : value.elements()) {
        AG_CHECK(decoding.spend(*type.element));
        Path at{.parent = &path, .index = ++index};
        AG_CHECK(decode_value(element, *type.element, type.append(out), at, decoding));
      }
      return {};
    }
    case Kind::kMap: {
      if (value.kind() != json::Kind::kObject) return wrong_type(value, type.kind, path);
      for (json::Member member : value.members()) {
        if (member.value.is_null()) continue;
        AG_CHECK(decoding.spend(*type.element));
        Path at{.parent = &path, .name = member.name, .is_key = true};
        AG_CHECK(
            decode_value(member.value, *type.element, type.insert(out, member.name), at, decoding));
      }
      return {};
    }
    default:
      if (!decode_scalar(type.kind, value, out)) return wrong_type(value, type.kind, path);
      return {};
  }
}

Result<void> decode_member(const std::optional<json::Value>& value, const Member& member,
                           void* object, const Path& path, Decoding& decoding) {
  if (!value || value->is_null()) {
    if (member.is_required) add_missing(decoding, member, path);
    return {};
  }
  if (member.type == nullptr) {
    add_unsupported(decoding, member, path);
    return {};
  }
  if (is_too_long(decoding, member, value->size(), path)) return {};
  void* out = member.emplace(object);
  AG_CHECK(decode_value(*value, *member.type, out, path, decoding));
  check_value(decoding, member, out, path);
  return {};
}

Result<void> decode_structure(const json::Value& value, const Shape& shape, void* object,
                              const Path* path, Decoding& decoding) {
  if (value.kind() != json::Kind::kObject) {
    return wrong_type(value, Kind::kStructure, path != nullptr ? *path : Path{.name = shape.name});
  }
  AG_ASSERT(shape.members.size() <= kMembersMax);
  // One walk over what came, however much of it is unknown, then one over the table.
  std::array<std::optional<json::Value>, kMembersMax> found;
  for (json::Member member : value.members()) {
    for (size_t i = 0; i < shape.members.size(); ++i) {
      if (shape.members[i].name == member.name) found[i] = member.value;
    }
  }
  for (size_t i = 0; i < shape.members.size(); ++i) {
    Path at{.parent = path, .name = shape.members[i].name};
    AG_CHECK(decode_member(found[i], shape.members[i], object, at, decoding));
  }
  return {};
}

void encode_structure(const Shape& shape, const void* object, json::Writer& writer);

void encode_value(const TypeInfo& type, const void* value, json::Writer& writer) {
  switch (type.kind) {
    case Kind::kString: writer.string(*static_cast<const std::string*>(value)); break;
    case Kind::kInteger: writer.integer(*static_cast<const int32_t*>(value)); break;
    case Kind::kLong: writer.integer(*static_cast<const int64_t*>(value)); break;
    case Kind::kDouble: writer.number(*static_cast<const double*>(value)); break;
    case Kind::kBoolean: writer.boolean(*static_cast<const bool*>(value)); break;
    case Kind::kBlob:
      writer.string(base::encode_base64(static_cast<const Blob*>(value)->bytes));
      break;
    case Kind::kTimestamp: {
      int64_t ms = base::to_unix_ms(*static_cast<const base::Time*>(value));
      writer.raw(fmt::format("{}.{:03}", ms / 1000, ms % 1000));
      break;
    }
    case Kind::kStructure: encode_structure(type.shape(), value, writer); break;
    case Kind::kList:
      writer.begin_array();
      for (size_t i = 0; i < type.size(value); ++i) {
        encode_value(*type.element, type.at(value, i), writer);
      }
      writer.end_array();
      break;
    case Kind::kMap:
      writer.begin_object();
      type.each(value, [&](const std::string& key, const void* element) {
        writer.key(key);
        encode_value(*type.element, element, writer);
      });
      writer.end_object();
  }
}

void encode_structure(const Shape& shape, const void* object, json::Writer& writer) {
  writer.begin_object();
  for (const Member& member : shape.members) {
    const void* value = member.type != nullptr ? member.find(object) : nullptr;
    if (value == nullptr) continue;
    writer.key(member.name);
    encode_value(*member.type, value, writer);
  }
  writer.end_object();
}

}  // namespace

Result<void> decode_json(std::string_view body, const Shape& shape, void* object,
                         Decoding& decoding) {
  if (body.empty()) body = "{}";
  auto document = json::Document::parse(body);
  if (!document.ok()) return document.error();
  return decode_structure(document->root(), shape, object, nullptr, decoding);
}

Result<void> decode_own_json(std::string_view text, const Shape& shape, void* object) {
  Patterns none;
  Violations violations;
  Decoding decoding{.patterns = none, .violations = violations, .is_own = true};
  return decode_json(text, shape, object, decoding);
}

void encode_json(const Shape& shape, const void* object, std::string& out) {
  json::Writer writer(out);
  encode_structure(shape, object, writer);
}

}  // namespace angarium::wire
