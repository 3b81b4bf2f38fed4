#include "server/admin_socket.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <cstdlib>
#include <filesystem>

#include "server/server.h"

namespace angarium::server {
namespace {

using testing::EndsWith;
using testing::HasSubstr;

// A runtime directory of the test's own; the environment is back as it was at the end.
class AdminSocketFolder : public testing::Test {
 protected:
  AdminSocketFolder() {
    const char* before = std::getenv("XDG_RUNTIME_DIR");
    if (before != nullptr) before_ = before;
    std::string name = testing::TempDir() + "angarium-XXXXXX";
    directory_ = mkdtemp(name.data());
    setenv("XDG_RUNTIME_DIR", directory_.c_str(), 1);
  }
  ~AdminSocketFolder() override {
    std::filesystem::remove_all(directory_);
    if (before_.empty()) {
      unsetenv("XDG_RUNTIME_DIR");
    } else {
      setenv("XDG_RUNTIME_DIR", before_.c_str(), 1);
    }
  }
  std::string directory_, before_;
};

TEST_F(AdminSocketFolder, IsMadeForItsOwnerOnly) {
  auto missing = admin_socket_folder(false);
  ASSERT_FALSE(missing.ok());
  EXPECT_TRUE(missing.error().is(StartError::kNobody));
  auto made = admin_socket_folder(true);
  ASSERT_TRUE(made.ok()) << made.error().message();
  EXPECT_EQ(*made, directory_ + "/angarium");
  struct stat status {};
  ASSERT_EQ(stat(made->c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777, 0700u);
  EXPECT_THAT(admin_socket_of_port(*made, 4566), EndsWith("/angarium/4566.socket"));
  EXPECT_TRUE(admin_socket_folder(true).ok());
  EXPECT_TRUE(admin_socket_folder(false).ok());
}

TEST_F(AdminSocketFolder, OfSomebodyElseIsNotUsed) {
  const std::string folder = directory_ + "/angarium";
  ASSERT_EQ(mkdir(folder.c_str(), 0755), 0);
  auto open_to_others = admin_socket_folder(true);
  ASSERT_FALSE(open_to_others.ok());
  EXPECT_THAT(open_to_others.error().message(), HasSubstr("of this user's alone"));
  std::filesystem::rename(folder, directory_ + "/elsewhere");
  std::filesystem::permissions(directory_ + "/elsewhere", std::filesystem::perms::owner_all);
  std::filesystem::create_symlink(directory_ + "/elsewhere", folder);
  EXPECT_FALSE(admin_socket_folder(true).ok()) << "a link leads wherever its maker wants";
}

TEST(AskSocket, NobodyThere) {
  auto answer = ask_socket("/nowhere/admin.socket", "GET", "/accounts", "");
  ASSERT_FALSE(answer.ok());
  EXPECT_TRUE(answer.error().is(StartError::kNobody));
}

}  // namespace
}  // namespace angarium::server
