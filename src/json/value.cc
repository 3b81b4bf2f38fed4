#include "json/value.h"

#include <fmt/format.h>
#include <simdjson.h>

#include <bit>
#include <type_traits>

namespace angarium::json {
namespace {

namespace dom = simdjson::dom;

// What value.h shows of simdjson's handles: a document and a place on its tape. The handles are
// copied bit by bit, so that no other file compiles simdjson's headers.
struct Place {
  const void* document;
  size_t index;
};
static_assert(sizeof(dom::element) == sizeof(Place) && std::is_trivially_copyable_v<dom::element>);
static_assert(sizeof(dom::object::iterator) == sizeof(Place));
static_assert(sizeof(dom::array::iterator) == sizeof(Place));

template <class Handle>
Handle handle(const void* document, size_t index) {
  return std::bit_cast<Handle>(Place{document, index});
}

template <class Handle>
Place place(const Handle& handle) {
  return std::bit_cast<Place>(handle);
}

template <class Iterator, class Handle>
Iterator iterator(const Handle& handle) {
  Place at = place(handle);
  return Iterator(at.document, at.index);
}

dom::element element(const void* document, size_t index) {
  return handle<dom::element>(document, index);
}

}  // namespace

Kind Value::kind() const {
  switch (element(document_, index_).type()) {
    case dom::element_type::ARRAY: return Kind::kArray;
    case dom::element_type::OBJECT: return Kind::kObject;
    case dom::element_type::STRING: return Kind::kString;
    case dom::element_type::BOOL: return Kind::kBoolean;
    case dom::element_type::NULL_VALUE: return Kind::kNull;
    case dom::element_type::INT64:
    case dom::element_type::UINT64:
    case dom::element_type::DOUBLE: return Kind::kNumber;
  }
  return Kind::kNull;
}

std::optional<std::string_view> Value::string() const {
  std::string_view text;
  if (element(document_, index_).get(text) != simdjson::SUCCESS) return std::nullopt;
  return text;
}

std::optional<bool> Value::boolean() const {
  bool value = false;
  if (element(document_, index_).get(value) != simdjson::SUCCESS) return std::nullopt;
  return value;
}

std::optional<int64_t> Value::integer() const {
  int64_t value = 0;
  if (element(document_, index_).get(value) != simdjson::SUCCESS) return std::nullopt;
  return value;
}

std::optional<double> Value::number() const {
  double value = 0;
  if (element(document_, index_).get(value) != simdjson::SUCCESS) return std::nullopt;
  return value;
}

// Counted by walking: simdjson's own count saturates at 2^24 - 1.
size_t Value::size() const {
  size_t count = 0;
  if (kind() == Kind::kArray) {
    for (Value value : elements()) static_cast<void>(value), ++count;
  } else {
    for (Member member : members()) static_cast<void>(member), ++count;
  }
  return count;
}

std::optional<Value> Value::find(std::string_view name) const {
  std::optional<Value> found;
  for (Member member : members()) {
    if (member.name == name) found = member.value;
  }
  return found;
}

std::optional<std::string_view> Value::find_string(std::string_view name) const {
  const auto member = find(name);
  return member ? member->string() : std::nullopt;
}

Members Value::members() const {
  dom::object object;
  Members::Iterator none(nullptr, 0);
  if (element(document_, index_).get(object) != simdjson::SUCCESS) return {none, none};
  return {iterator<Members::Iterator>(object.begin()), iterator<Members::Iterator>(object.end())};
}

Elements Value::elements() const {
  dom::array array;
  Elements::Iterator none(nullptr, 0);
  if (element(document_, index_).get(array) != simdjson::SUCCESS) return {none, none};
  return {iterator<Elements::Iterator>(array.begin()), iterator<Elements::Iterator>(array.end())};
}

Member Members::Iterator::operator*() const {
  auto at = handle<dom::object::iterator>(document_, index_);
  Place value = place(at.value());
  return {at.key(), Value(value.document, value.index)};
}

Members::Iterator& Members::Iterator::operator++() {
  auto at = handle<dom::object::iterator>(document_, index_);
  index_ = place(++at).index;
  return *this;
}

Elements::Iterator& Elements::Iterator::operator++() {
  auto at = handle<dom::array::iterator>(document_, index_);
  index_ = place(++at).index;
  return *this;
}

struct Document::State {
  dom::parser parser;
  dom::element root;
};

Document::Document(std::unique_ptr<State> state) : state_(std::move(state)) {}
Document::Document(Document&&) noexcept = default;
Document& Document::operator=(Document&&) noexcept = default;
Document::~Document() = default;

base::Result<Document> Document::parse(std::string_view text, uint32_t depth_max) {
  auto state = std::make_unique<State>();
  // simdjson counts the document itself as a level.
  simdjson::error_code code = state->parser.allocate(text.size(), depth_max + 1);
  if (code == simdjson::SUCCESS) {
    code = state->parser.parse(text.data(), text.size()).get(state->root);
  }
  if (code == simdjson::DEPTH_ERROR) {
    return base::Error(ErrorCode::kTooDeep, fmt::format("nested deeper than {} levels", depth_max));
  }
  if (code != simdjson::SUCCESS) {
    return base::Error(ErrorCode::kSyntax, simdjson::error_message(code));
  }
  return Document(std::move(state));
}

Value Document::root() const {
  Place at = place(state_->root);
  return Value(at.document, at.index);
}

}  // namespace angarium::json
