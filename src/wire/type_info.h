#pragma once

#include <absl/functional/function_ref.h>

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"

namespace angarium::wire {

struct Shape;

enum class Kind : uint8_t {
  kString,     // std::string
  kInteger,    // int32_t
  kLong,       // int64_t
  kDouble,     // double
  kBoolean,    // bool
  kBlob,       // Blob: base64 on the wire
  kTimestamp,  // base::Time
  kStructure,  // a struct with `static const wire::Shape& shape();`
  kList,       // std::vector
  kMap,        // std::map<std::string, ...>
};

// Bytes that are no text.
struct Blob {
  std::string bytes;
  friend bool operator==(const Blob&, const Blob&) = default;
};

// How the interpreters handle one C++ type without knowing it. Static data, made by kTypeInfo<T>.
// Pointers are to a T; members that do not apply to the kind are null.
struct TypeInfo {
  Kind kind;
  const TypeInfo* element = nullptr;      // of a list's or a map's values
  const Shape& (*shape)() = nullptr;      // of a structure
  size_t (*size)(const void*) = nullptr;  // of a list or map
  void* (*append)(void* list) = nullptr;  // a new last element
  const void* (*at)(const void* list, size_t index) = nullptr;
  void* (*insert)(void* map,
                  std::string_view key) = nullptr;  // the value under `key`, made if absent
  using Visit = absl::FunctionRef<void(const std::string& key, const void* value)>;
  void (*each)(const void* map, Visit visit) = nullptr;  // in key order
};

template <class T>
concept Structure = requires {
  { T::shape() } -> std::same_as<const Shape&>;
};

template <class T>
struct TypeInfoOf;

template <class T>
inline constexpr TypeInfo kTypeInfo = TypeInfoOf<T>::make();

template <Kind kScalarKind>
struct ScalarTypeInfo {
  static constexpr TypeInfo make() { return {.kind = kScalarKind}; }
};
template <>
struct TypeInfoOf<std::string> : ScalarTypeInfo<Kind::kString> {};
template <>
struct TypeInfoOf<int32_t> : ScalarTypeInfo<Kind::kInteger> {};
template <>
struct TypeInfoOf<int64_t> : ScalarTypeInfo<Kind::kLong> {};
template <>
struct TypeInfoOf<double> : ScalarTypeInfo<Kind::kDouble> {};
template <>
struct TypeInfoOf<bool> : ScalarTypeInfo<Kind::kBoolean> {};
template <>
struct TypeInfoOf<Blob> : ScalarTypeInfo<Kind::kBlob> {};
template <>
struct TypeInfoOf<base::Time> : ScalarTypeInfo<Kind::kTimestamp> {};

template <Structure T>
struct TypeInfoOf<T> {
  static constexpr TypeInfo make() { return {.kind = Kind::kStructure, .shape = &T::shape}; }
};

template <class E>
struct TypeInfoOf<std::vector<E>> {
  using List = std::vector<E>;
  static constexpr TypeInfo make() {
    TypeInfo info{.kind = Kind::kList, .element = &kTypeInfo<E>};
    info.size = [](const void* list) { return static_cast<const List*>(list)->size(); };
    info.append = [](void* list) -> void* { return &static_cast<List*>(list)->emplace_back(); };
    info.at = [](const void* list, size_t index) -> const void* {
      return &(*static_cast<const List*>(list))[index];
    };
    return info;
  }
};

template <class V>
struct TypeInfoOf<std::map<std::string, V>> {
  using Map = std::map<std::string, V>;
  static constexpr TypeInfo make() {
    TypeInfo info{.kind = Kind::kMap, .element = &kTypeInfo<V>};
    info.size = [](const void* map) { return static_cast<const Map*>(map)->size(); };
    info.insert = [](void* map, std::string_view key) -> void* {
      return &(*static_cast<Map*>(map))[std::string(key)];
    };
    info.each = [](const void* map, TypeInfo::Visit visit) {
      for (const auto& [key, value] : *static_cast<const Map*>(map)) visit(key, &value);
    };
    return info;
  }
};

}  // namespace angarium::wire
