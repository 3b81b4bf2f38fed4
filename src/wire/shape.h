#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string_view>

#include "wire/type_info.h"

// Shapes: what requests and answers look like, as tables.
//
// A shape is a plain struct plus one constexpr table of its members. Required members are plain
// fields, optional ones std::optional (or a plain field when the type's default says "absent" well
// enough):
//
//   struct Tag {
//     std::string key;
//     std::string value;
//     static const wire::Shape& shape();
//   };
//   const wire::Shape& Tag::shape() {                       // in the .cc
//     static constexpr wire::Member kMembers[] = {
//         wire::member<&Tag::key>("Key").required().length(1, 128),
//         wire::member<&Tag::value>("Value").required().length(0, 256),
//     };
//     static constexpr wire::Shape kShape{"Tag", kMembers};
//     return kShape;
//   }
//
// Names, limits, patterns and enums are those of AWS's model; tests/botocore compares them.
// On output, plain members are always written and optional ones when set.

namespace angarium::wire {

inline constexpr int64_t kUnbounded = std::numeric_limits<int64_t>::max();

// What a value must satisfy. `min` and `max` bound the length of a string (in characters), blob,
// list or map, or the value of a number.
struct Constraint {
  int64_t min = std::numeric_limits<int64_t>::min();
  int64_t max = kUnbounded;
  std::string_view expression = {};               // regular expression, as AWS shows it
  bool (*predicate)(std::string_view) = nullptr;  // decides in its place where RE2 can't
  std::span<const std::string_view> values = {};  // enum

  constexpr Constraint length(int64_t least, int64_t most = kUnbounded) const {
    Constraint copy = *this;
    copy.min = least;
    copy.max = most;
    return copy;
  }
  constexpr Constraint pattern(std::string_view text) const {
    Constraint copy = *this;
    copy.expression = text;
    return copy;
  }
  // For expressions with look-around: the text is shown, `accepts` decides.
  constexpr Constraint pattern(std::string_view text, bool (*accepts)(std::string_view)) const {
    Constraint copy = pattern(text);
    copy.predicate = accepts;
    return copy;
  }
  // The values live as long as the program: a static constexpr array.
  constexpr Constraint one_of(std::span<const std::string_view> allowed) const {
    Constraint copy = *this;
    copy.values = allowed;
    return copy;
  }
};

// One member of a structure. Made by member<>() and narrowed by the calls below, all at compile
// time.
struct Member {
  std::string_view name;
  const TypeInfo* type = nullptr;            // null: known to AWS, refused here (see unsupported())
  void* (*emplace)(void* object) = nullptr;  // the member's value, made if it is optional and unset
  const void* (*find)(const void* object) = nullptr;  // null when unset
  bool is_required = false;
  bool is_flattened = false;
  Constraint own = {};
  Constraint element = {};  // of each of a list's elements or a map's values, if they are scalars
  Constraint key = {};      // of each of a map's keys
  // Query protocol: the member's name, and the names inside a list or map.
  std::string_view query_name = {};
  std::string_view item_name = "member";
  std::string_view key_name = "key";
  std::string_view value_name = "value";

  constexpr Member required() const {
    Member copy = *this;
    copy.is_required = true;
    return copy;
  }
  constexpr Member length(int64_t least, int64_t most = kUnbounded) const {
    return with(own.length(least, most));
  }
  constexpr Member items(int64_t least, int64_t most = kUnbounded) const {
    return with(own.length(least, most));
  }
  constexpr Member range(int64_t least, int64_t most = kUnbounded) const {
    return with(own.length(least, most));
  }
  constexpr Member pattern(std::string_view text) const { return with(own.pattern(text)); }
  constexpr Member pattern(std::string_view text, bool (*accepts)(std::string_view)) const {
    return with(own.pattern(text, accepts));
  }
  constexpr Member one_of(std::span<const std::string_view> allowed) const {
    return with(own.one_of(allowed));
  }
  constexpr Member each(Constraint constraint) const {
    Member copy = *this;
    copy.element = constraint;
    return copy;
  }
  constexpr Member keys(Constraint constraint) const {
    Member copy = *this;
    copy.key = constraint;
    return copy;
  }
  // Query protocol: a list written Name.1, Name.2 instead of List.member.1.
  constexpr Member flattened(std::string_view as) const {
    Member copy = *this;
    copy.is_flattened = true;
    copy.query_name = as;
    return copy;
  }
  // Query protocol: a map written As.1.Key, As.1.Value.
  constexpr Member flattened_map(std::string_view as, std::string_view key_as,
                                 std::string_view value_as) const {
    Member copy = flattened(as);
    copy.key_name = key_as;
    copy.value_name = value_as;
    return copy;
  }

 private:
  constexpr Member with(Constraint constraint) const {
    Member copy = *this;
    copy.own = constraint;
    return copy;
  }
};

// The table of one structure. Static data.
struct Shape {
  std::string_view name;
  std::span<const Member> members;
};

namespace shape_detail {
template <class T>
struct MemberPointer;
template <class Object, class Value>
struct MemberPointer<Value Object::*> {
  using ObjectType = Object;
  using ValueType = Value;
};
template <class T>
struct Field {
  using Contents = T;
  static void* emplace(T& field) { return &field; }
  static const void* find(const T& field) { return &field; }
};
template <class T>
struct Field<std::optional<T>> {
  using Contents = T;
  static void* emplace(std::optional<T>& field) { return field ? &*field : &field.emplace(); }
  static const void* find(const std::optional<T>& field) { return field ? &*field : nullptr; }
};
}  // namespace shape_detail

// member<&Tag::key>("Key")
template <auto kToField>
constexpr Member member(std::string_view name) {
  using Pointer = shape_detail::MemberPointer<decltype(kToField)>;
  using Object = typename Pointer::ObjectType;
  using Field = shape_detail::Field<typename Pointer::ValueType>;
  Member row{.name = name, .type = &kTypeInfo<typename Field::Contents>, .query_name = name};
  row.emplace = [](void* object) {
    return Field::emplace(static_cast<Object*>(object)->*kToField);
  };
  row.find = [](const void* object) {
    return Field::find(static_cast<const Object*>(object)->*kToField);
  };
  return row;
}

// A member that AWS knows and Angarium does not honour yet. A request that has it (and not as null)
// is refused with an error that names it: a parameter is never swallowed.
constexpr Member unsupported(std::string_view name) { return {.name = name, .query_name = name}; }

}  // namespace angarium::wire
