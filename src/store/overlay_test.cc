#include "store/overlay.h"

#include <gtest/gtest.h>

#include <map>

namespace angarium::store {
namespace {

// Holds what it is given, and never learns of a group.
class FixedEngine final : public Engine {
 public:
  base::Result<std::optional<std::string>> get(std::string_view key) const override {
    const auto item = items.find(key);
    if (item == items.end()) return std::optional<std::string>();
    return std::optional<std::string>(item->second);
  }
  base::Result<std::vector<Item>> scan(const KeyRange& range) const override {
    std::vector<Item> found;
    for (auto item = items.lower_bound(range.from);
         item != items.lower_bound(range.to) && found.size() < range.items_max; ++item) {
      found.push_back({item->first, item->second});
    }
    return found;
  }
  base::Result<void> write(const Batch&, Durability) override { return {}; }
  const OpenReport& open_report() const override { return report_; }

  std::map<std::string, std::string, std::less<>> items;

 private:
  const OpenReport report_ = {};
};

class Notes final : public Batch::Visitor {
 public:
  void put(std::string_view key, std::string_view value) override {
    text += std::string(key) + "=" + std::string(value) + " ";
  }
  void erase(std::string_view key) override { text += "-" + std::string(key) + " "; }
  void erase_range(std::string_view from, std::string_view to) override {
    text += "-" + std::string(from) + ".." + std::string(to) + " ";
  }
  std::string text;
};

class OverlayTest : public testing::Test {
 protected:
  OverlayTest() { overlay_.begin(); }

  std::string written() {
    Batch batch;
    overlay_.seal().add_to(batch);
    Notes notes;
    batch.visit(notes);
    return notes.text;
  }

  FixedEngine engine_;
  Overlay overlay_{engine_, 1'000};
};

TEST_F(OverlayTest, WhatComesAndGoesInOneGroupIsNotWritten) {
  overlay_.put_new("a", "1");
  overlay_.erase("a");
  overlay_.put_new("b", "1");
  overlay_.put("b", "2");
  overlay_.put("c", "1");
  overlay_.erase("c");
  EXPECT_FALSE(*overlay_.get("a"));
  EXPECT_EQ(overlay_.scan("a", "d", 10)->size(), 1u);
  EXPECT_EQ(written(), "b=2 -c ");
}

TEST_F(OverlayTest, WhatWasThereBeforeIsErased) {
  overlay_.put_new("a", "1");
  EXPECT_EQ(written(), "a=1 ");
  overlay_.erase("a");
  overlay_.put_new("a", "2");  // it had no value then, but has one beneath
  overlay_.erase("a");
  EXPECT_EQ(written(), "-a ");
}

TEST_F(OverlayTest, WhatNeverWasMayCome) {
  overlay_.put_new("a", "1");
  overlay_.erase("a");
  overlay_.put("a", "2");
  EXPECT_EQ(written(), "a=2 ");
}

// The engine may not have the sealed layer yet: what that erases still has to be looked past.
TEST_F(OverlayTest, AScanLooksPastWhatBothLayersErase) {
  engine_.items = {{"a", "1"}, {"b", "1"}};
  overlay_.erase("a");
  EXPECT_EQ(written(), "-a ");
  overlay_.put_new("a", "2");
  overlay_.erase("a");
  const auto found = overlay_.scan("a", "z", 1);
  ASSERT_EQ(found->size(), 1u);
  EXPECT_EQ(found->at(0).key, "b");
}

TEST_F(OverlayTest, RollingBackRestoresWhatIsKnown) {
  overlay_.put_new("a", "1");
  overlay_.put("b", "1");
  overlay_.begin();
  overlay_.erase("a");
  overlay_.erase("b");
  overlay_.roll_back();
  EXPECT_EQ(**overlay_.get("a"), "1");
  overlay_.begin();
  overlay_.erase("a");
  overlay_.erase("b");
  EXPECT_EQ(written(), "-b ");
}

}  // namespace
}  // namespace angarium::store
