#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>

#include "base/result.h"
#include "json/error.h"

namespace angarium::json {

enum class Kind : uint8_t { kNull, kBoolean, kNumber, kString, kArray, kObject };

class Members;
class Elements;

// One value of a parsed Document: a cheap handle, valid while the Document lives. Reading a value
// as what it is not gives none, never an error.
class Value {
 public:
  Kind kind() const;
  bool is_null() const { return kind() == Kind::kNull; }

  std::optional<std::string_view> string() const;  // decoded
  std::optional<bool> boolean() const;
  // A number without fraction or exponent that fits; else none.
  std::optional<int64_t> integer() const;
  std::optional<double> number() const;

  size_t size() const;  // of an array or object; 0 for all others
  // The last member of that name, none when there is none or this is no object. Linear.
  std::optional<Value> find(std::string_view name) const;
  // The same, where it is a string: none when it is anything else.
  std::optional<std::string_view> find_string(std::string_view name) const;
  Members members() const;    // of an object, in order, duplicates included; else empty
  Elements elements() const;  // of an array; else empty

 private:
  friend class Document;
  friend class Members;
  friend class Elements;
  Value(const void* document, size_t index) : document_(document), index_(index) {}

  const void* document_;
  size_t index_;
};

struct Member {
  std::string_view name;  // decoded
  Value value;
};

// for (json::Member member : value.members()) ...
class Members {
 public:
  class Iterator {
   public:
    Iterator(const void* document, size_t index) : document_(document), index_(index) {}
    Member operator*() const;
    Iterator& operator++();
    bool operator!=(const Iterator& other) const { return index_ != other.index_; }

   private:
    const void* document_;
    size_t index_;
  };
  Members(Iterator begin, Iterator end) : begin_(begin), end_(end) {}
  Iterator begin() const { return begin_; }
  Iterator end() const { return end_; }

 private:
  Iterator begin_, end_;
};

// for (json::Value value : array.elements()) ...
class Elements {
 public:
  class Iterator {
   public:
    Iterator(const void* document, size_t index) : document_(document), index_(index) {}
    Value operator*() const { return Value(document_, index_); }
    Iterator& operator++();
    bool operator!=(const Iterator& other) const { return index_ != other.index_; }

   private:
    const void* document_;
    size_t index_;
  };
  Elements(Iterator begin, Iterator end) : begin_(begin), end_(end) {}
  Iterator begin() const { return begin_; }
  Iterator end() const { return end_; }

 private:
  Iterator begin_, end_;
};

// A whole JSON text parsed by simdjson into memory of its own; the text may go away. Meant for
// request bodies and configuration. Numbers beyond 64-bit integers and doubles are refused, so what
// users own (an event's detail) is read with Scanner instead, which keeps every spelling. Movable;
// const access is thread safe.
class Document {
 public:
  // Refuses what is not JSON, not UTF-8, nested deeper than `depth_max`, or followed by anything.
  static base::Result<Document> parse(std::string_view text, uint32_t depth_max = 64);

  Document(Document&&) noexcept;
  Document& operator=(Document&&) noexcept;
  ~Document();
  Value root() const;

 private:
  struct State;
  explicit Document(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace angarium::json
