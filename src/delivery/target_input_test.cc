#include "delivery/target_input.h"

#include <gtest/gtest.h>

namespace angarium::delivery {
namespace {

Delivery delivery(std::string path) {
  auto content = std::make_shared<Content>();
  content->envelope = R"({"detail-type":"t","detail":{"a":1}})";
  auto route = std::make_shared<Route>();
  if (!path.empty()) {
    route->transform = std::make_shared<const Transform>(
        *Transform::parse({TransformSource::Kind::kPath, std::move(path), {}}));
  }
  Delivery made;
  made.content = std::move(content);
  made.route = std::move(route);
  return made;
}

TEST(TargetInput, WithoutATransformItIsTheEnvelopeAndNoCopyOfIt) {
  const Delivery whole = delivery("");
  auto input = TargetInput::of(whole);
  ASSERT_TRUE(input.ok());
  EXPECT_EQ(input->text().data(), whole.content->envelope.data());
}

TEST(TargetInput, ATransformDecides) {
  auto input = TargetInput::of(delivery("$.detail"));
  ASSERT_TRUE(input.ok());
  const TargetInput moved = std::move(*input);
  EXPECT_EQ(moved.text(), R"({"a":1})");
}

TEST(TargetInput, WhatCanNotBeMadeIsRefusedForGood) {
  auto input = TargetInput::of(delivery("$.detail.b"));
  ASSERT_FALSE(input.ok());
  const Attempt ended = refusal(input.error());
  EXPECT_EQ(ended.outcome, Attempt::Outcome::kPermanent);
  EXPECT_EQ(ended.error_code, "INVALID_PARAMETER");
  EXPECT_EQ(ended.error_message, "The event has nothing at the InputPath `$.detail.b`.");
}

}  // namespace
}  // namespace angarium::delivery
