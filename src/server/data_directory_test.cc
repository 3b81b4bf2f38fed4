#include "server/data_directory.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>

#include "server/server.h"

namespace angarium::server {
namespace {

class DataDirectoryTest : public testing::Test {
 protected:
  DataDirectoryTest() : root_(testing::TempDir() + "/data_directory_test") {
    std::filesystem::remove_all(root_);
    std::filesystem::create_directory(root_);
  }
  ~DataDirectoryTest() override { std::filesystem::remove_all(root_); }

  const std::string root_;
};

TEST_F(DataDirectoryTest, IsMadeForItsOwnerOnly) {
  auto directory = DataDirectory::open(root_ + "/data");
  ASSERT_TRUE(directory.ok());
  struct stat found {};
  ASSERT_EQ(stat((root_ + "/data").c_str(), &found), 0);
  EXPECT_EQ(found.st_mode & 0777, 0700u);
}

TEST_F(DataDirectoryTest, HasOneHolderAtATime) {
  auto first = DataDirectory::open(root_ + "/data");
  ASSERT_TRUE(first.ok());
  auto second = DataDirectory::open(root_ + "/data");
  ASSERT_FALSE(second.ok());
  EXPECT_TRUE(second.error().is(StartError::kDirectoryBusy));
  first->reset();
  EXPECT_TRUE(DataDirectory::open(root_ + "/data").ok());
}

TEST_F(DataDirectoryTest, SaysWhatIsWrong) {
  auto directory = DataDirectory::open(root_ + "/missing/data");
  ASSERT_FALSE(directory.ok());
  EXPECT_TRUE(directory.error().is(StartError::kData));
  EXPECT_NE(directory.error().message().find("check that its parent exists"), std::string::npos);
}

}  // namespace
}  // namespace angarium::server
