#include "server/page_token_key.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "server/server.h"

namespace angarium::server {
namespace {

class PageTokenKeyTest : public testing::Test {
 protected:
  PageTokenKeyTest() {
    std::filesystem::remove_all(path_);
    directory_ = *DataDirectory::open(path_);
  }
  ~PageTokenKeyTest() override {
    directory_.reset();
    std::filesystem::remove_all(path_);
  }

  const std::string path_ = testing::TempDir() + "page_token_key_test";
  std::unique_ptr<DataDirectory> directory_;
  base::SeededRandom random_{1};
};

TEST_F(PageTokenKeyTest, StaysWithTheData) {
  auto first = load_page_token_key(directory_.get(), random_);
  ASSERT_TRUE(first.ok()) << first.error().message();
  EXPECT_EQ(first->size(), 32u);
  EXPECT_EQ(*load_page_token_key(directory_.get(), random_), *first);
}

TEST_F(PageTokenKeyTest, IsNewForEachRunInMemory) {
  EXPECT_NE(*load_page_token_key(nullptr, random_), *load_page_token_key(nullptr, random_));
}

TEST_F(PageTokenKeyTest, ADamagedOneIsNamed) {
  load_page_token_key(directory_.get(), random_).value();
  std::ofstream(directory_->file("page_tokens.key")) << "short";
  auto damaged = load_page_token_key(directory_.get(), random_);
  ASSERT_FALSE(damaged.ok());
  EXPECT_TRUE(damaged.error().is(StartError::kData));
  EXPECT_NE(damaged.error().message().find("page_tokens.key` is damaged"), std::string::npos);
}

}  // namespace
}  // namespace angarium::server
