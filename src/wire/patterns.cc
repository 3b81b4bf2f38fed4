#include "wire/patterns.h"

#include <absl/container/flat_hash_map.h>
#include <absl/container/flat_hash_set.h>
#include <re2/re2.h>

#include <string>

#include "base/assert.h"

namespace angarium::wire {
namespace {

// Java writes a code point as \uXXXX, RE2 as \x{XXXX}.
std::string to_re2_syntax(std::string_view expression) {
  std::string text;
  for (size_t i = 0; i < expression.size(); ++i) {
    if (expression.substr(i, 2) == "\\u" && i + 6 <= expression.size()) {
      text += "\\x{";
      text += expression.substr(i + 2, 4);
      text += '}';
      i += 5;
    } else if (expression[i] == '\\' && i + 1 < expression.size()) {
      text += expression.substr(i, 2);
      ++i;
    } else {
      text += expression[i];
    }
  }
  return text;
}

}  // namespace

struct Patterns::State {
  absl::flat_hash_set<const Shape*> shapes;
  absl::flat_hash_map<std::string_view, std::unique_ptr<re2::RE2>> compiled;

  void add(const Constraint& constraint) {
    if (constraint.expression.empty() || constraint.predicate != nullptr) return;
    std::unique_ptr<re2::RE2>& slot = compiled[constraint.expression];
    if (slot) return;
    slot = std::make_unique<re2::RE2>(to_re2_syntax(constraint.expression), re2::RE2::Quiet);
    AG_ASSERT(slot->ok());
  }
};

Patterns::Patterns() : state_(std::make_unique<State>()) {}
Patterns::~Patterns() = default;

void Patterns::add(const Shape& shape) {
  if (!state_->shapes.insert(&shape).second) return;
  for (const Member& member : shape.members) {
    state_->add(member.own);
    state_->add(member.element);
    state_->add(member.key);
    const TypeInfo* type = member.type;
    while (type != nullptr && type->element != nullptr) type = type->element;
    if (type != nullptr && type->kind == Kind::kStructure) add(type->shape());
  }
}

bool Patterns::accepts(const Constraint& constraint, std::string_view value) const {
  if (constraint.predicate != nullptr) return constraint.predicate(value);
  if (constraint.expression.empty()) return true;
  auto found = state_->compiled.find(constraint.expression);
  AG_ASSERT(found != state_->compiled.end());
  return re2::RE2::FullMatch(re2::StringPiece(value.data(), value.size()), *found->second);
}

}  // namespace angarium::wire
