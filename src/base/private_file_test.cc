#include "base/private_file.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>

namespace angarium::base {
namespace {

struct PrivateFileTest : testing::Test {
  PrivateFileTest() {
    std::string name = testing::TempDir() + "private_file_XXXXXX";
    folder = mkdtemp(name.data());
  }
  ~PrivateFileTest() override { std::filesystem::remove_all(folder); }
  std::string path() const { return folder + "/secret"; }
  std::string folder;
};

TEST_F(PrivateFileTest, KeepsTextForItsOwnerAlone) {
  ASSERT_TRUE(write_private_file(path(), "first").ok());
  ASSERT_TRUE(write_private_file(path(), "second").ok());
  EXPECT_EQ(**read_private_file(path(), 6), "second");
  struct stat status {};
  ASSERT_EQ(stat(path().c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777, 0600U);
}

TEST_F(PrivateFileTest, AMissingFileIsNone) {
  EXPECT_FALSE(read_private_file(path(), 10)->has_value());
}

TEST_F(PrivateFileTest, RefusesWhatIsExposedTooLargeOrNoFile) {
  ASSERT_TRUE(write_private_file(path(), "0123456789").ok());
  EXPECT_TRUE(read_private_file(path(), 10).ok());
  EXPECT_TRUE(read_private_file(path(), 9).error().is(FileError::kUnfit));
  chmod(path().c_str(), 0640);
  EXPECT_TRUE(read_private_file(path(), 10).error().is(FileError::kExposed));
  EXPECT_TRUE(read_private_file(folder, 10).error().is(FileError::kUnfit));
  ASSERT_EQ(symlink(path().c_str(), (folder + "/link").c_str()), 0);
  EXPECT_TRUE(read_private_file(folder + "/link", 10).error().is(FileError::kFailed));
}

TEST_F(PrivateFileTest, AFolderThatIsNotThereFails) {
  const auto written = write_private_file(folder + "/none/secret", "x");
  ASSERT_FALSE(written.ok());
  EXPECT_EQ(written.error().message(), "can't be created: No such file or directory");
}

}  // namespace
}  // namespace angarium::base
