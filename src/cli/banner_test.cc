#include "cli/banner.h"

#include <gtest/gtest.h>

#include "cli/command_line.h"
#include "cli/exit_code.h"

namespace angarium::cli {
namespace {

TEST(DevBanner, ComesWithTheAddressLastAndSaysWhatIsNotKept) {
  server::Config config;
  config.trust_everybody = true;
  std::string text = dev_banner(config, "http://127.0.0.1:4566", "http://127.0.0.1:1", {});
  size_t health = text.find("health on http://127.0.0.1:1\n");
  size_t listening = text.find("listening on http://127.0.0.1:4566\n");
  ASSERT_NE(health, std::string::npos);
  ASSERT_NE(listening, std::string::npos);
  EXPECT_LT(health, listening);
  EXPECT_NE(text.find("Nothing is kept"), std::string::npos);
  EXPECT_EQ(text.find("OTHER MACHINES"), std::string::npos);
}

TEST(DevBanner, ShoutsWhenOtherMachinesCanReachIt) {
  server::Config config;
  config.address = "0.0.0.0";
  config.directory = "/srv/bus";
  std::string text = dev_banner(config, "http://0.0.0.0:4566", "http://127.0.0.1:1", {});
  EXPECT_NE(text.find("0.0.0.0 IS REACHABLE FROM OTHER MACHINES"), std::string::npos);
  EXPECT_NE(text.find("Kept in /srv/bus"), std::string::npos);
}

TEST(DevBanner, ShowsTheRootKeysWhereSignaturesAreChecked) {
  server::Config config;
  const std::vector<server::RootKey> keys = {
      {base::AccountId("111122223333"), "AKIAONE", "first"},
      {base::AccountId("444455556666"), "AKIATWO", "second"}};
  std::string text = dev_banner(config, "http://127.0.0.1:4566", "http://127.0.0.1:1", keys);
  EXPECT_EQ(text.find("everybody may do everything"), std::string::npos);
  EXPECT_NE(text.find("444455556666: export AWS_ACCESS_KEY_ID=AKIATWO "
                      "AWS_SECRET_ACCESS_KEY=second"),
            std::string::npos);
  EXPECT_NE(text.find("aws_access_key_id='AKIAONE', aws_secret_access_key='first'"),
            std::string::npos);
}

int run(std::initializer_list<const char*> arguments) {
  std::vector<const char*> argv = {"angarium"};
  argv.insert(argv.end(), arguments);
  return run_command_line(static_cast<int>(argv.size()), argv.data());
}

TEST(CommandLine, ExitCodesAreThePromisedOnes) {
  EXPECT_EQ(run({"--version"}), kDone);
  EXPECT_EQ(run({}), kUsage);
  EXPECT_EQ(run({"deev"}), kUsage);
  EXPECT_EQ(run({"dev", "--listen", "0.0.0.0"}), kUsage);
  EXPECT_EQ(run({"dev", "--account", "111122223333"}), kUsage) << "needs --enforce";
  EXPECT_EQ(run({"dev", "--enforce", "--account", "1"}), kUsage);
  EXPECT_EQ(run({"serve", "--config", "/nonexistent/angarium.toml"}), kConfiguration);
  EXPECT_EQ(run({"accounts", "list", "--config", "/nonexistent/angarium.toml"}), kConfiguration);
}

}  // namespace
}  // namespace angarium::cli
