#include "wire/patterns.h"

#include <gtest/gtest.h>

namespace angarium::wire {
namespace {

struct Text {
  std::string text;
};

// A shape with one member of that pattern.
struct OnePattern {
  explicit OnePattern(std::string_view expression)
      : members{member<&Text::text>("Text").pattern(expression)} {
    patterns.add({"Text", members});
  }
  bool accepts(std::string_view value) const { return patterns.accepts(members[0].own, value); }

  Member members[1];
  Patterns patterns;
};

TEST(Patterns, MatchTheWholeValue) {
  OnePattern name(R"([\.\-_A-Za-z0-9]+)");
  EXPECT_TRUE(name.accepts("a.b-c_9"));
  EXPECT_FALSE(name.accepts("a b"));
  EXPECT_FALSE(name.accepts("a\n"));
  EXPECT_FALSE(name.accepts(""));
}

TEST(Patterns, ReadJavasSyntax) {
  OnePattern printable(R"([\u0009\u000A\u000D\u0020-\u00FF]+)");
  EXPECT_TRUE(printable.accepts("tab\t and \u00e9"));
  EXPECT_FALSE(printable.accepts("\x01"));
  EXPECT_FALSE(printable.accepts("\u0100"));
  OnePattern classes(R"(^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$)");
  EXPECT_TRUE(classes.accepts("\u00e9 1/2"));
  EXPECT_FALSE(classes.accepts("!"));
  OnePattern dash("[a-zA-Z0-9-_]+");
  EXPECT_TRUE(dash.accepts("a-b_c"));
}

TEST(PatternsDeathTest, OneThatDoesNotCompileIsABug) {
  EXPECT_DEATH(OnePattern("(?!x)y"), "slot->ok");
}

}  // namespace
}  // namespace angarium::wire
