#include "wire/shape.h"

#include <gtest/gtest.h>

#include "wire/service.h"

namespace angarium::wire {
namespace {

struct Tag {
  std::string key;
  std::optional<std::string> value;
  std::vector<Tag> children = {};
  static const Shape& shape();
};

const Shape& Tag::shape() {
  static constexpr std::string_view kColors[] = {"RED", "BLUE"};
  static constexpr Member kMembers[] = {
      member<&Tag::key>("Key").required().length(1, 4).pattern("[a-z]+"),
      member<&Tag::value>("Value").one_of(kColors),
      member<&Tag::children>("Children").items(0, 2).flattened("Child"),
      unsupported("Colour"),
  };
  static constexpr Shape kShape{"Tag", kMembers};
  return kShape;
}

TEST(Shape, ReachesMembersWithoutKnowingTheirTypes) {
  Tag tag;
  const Member& key = Tag::shape().members[0];
  *static_cast<std::string*>(key.emplace(&tag)) = "colour";
  EXPECT_EQ(tag.key, "colour");
  const Member& value = Tag::shape().members[1];
  EXPECT_EQ(value.find(&tag), nullptr);
  *static_cast<std::string*>(value.emplace(&tag)) = "RED";
  EXPECT_EQ(tag.value, "RED");
  const Member& children = Tag::shape().members[2];
  void* list = children.emplace(&tag);
  static_cast<Tag*>(children.type->append(list))->key = "child";
  EXPECT_EQ(children.type->size(list), 1u);
  EXPECT_EQ(&children.type->element->shape(), &Tag::shape());
  EXPECT_EQ(tag.children[0].key, "child");
}

struct Api {
  Result<Plan<int>> plan(const RequestContext&, const Tag&) {
    return Plan<int>(Check{.action = "test:Echo"}, 7);
  }
  base::Task<Result<Tag>> handle(Authorized<Tag, int> call) {
    co_return Tag{call.input().key, std::to_string(call.loaded())};
  }
};
constexpr Operation kRow = operation<&Api::plan, &Api::handle>("Echo");

TEST(Operation, RowsAreStaticData) {
  EXPECT_EQ(kRow.name, "Echo");
  EXPECT_EQ(&kRow.input(), &Tag::shape());
}

}  // namespace
}  // namespace angarium::wire
