#include "cli/env_files.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace angarium::cli {
namespace {

struct EnvFilesTest : testing::Test {
  EnvFilesTest() {
    std::string name = testing::TempDir() + "env_files_XXXXXX";
    folder = mkdtemp(name.data());
    wish.endpoint = "http://127.0.0.1:4566";
    wish.region = "eu-west-1";
  }
  ~EnvFilesTest() override { std::filesystem::remove_all(folder); }
  std::string write(const std::string& name, const std::string& text) const {
    std::ofstream(folder + "/" + name) << text;
    return folder + "/" + name;
  }
  static std::string read(const std::string& path) {
    std::ostringstream text;
    text << std::ifstream(path).rdbuf();
    return text.str();
  }
  std::string folder;
  EnvironmentWish wish;
};

TEST_F(EnvFilesTest, TheBundleHoldsWhomTheShellTrustedAndTheAuthority) {
  const Variables before = {{"SSL_CERT_FILE", write("mine", "MINE")},
                            {"AWS_CA_BUNDLE", write("aws", "AWS")},
                            {"REQUESTS_CA_BUNDLE", "/nonexistent"},
                            {"NODE_EXTRA_CA_CERTS", write("node", "NODE\n")}};
  auto files = write_trust_files(folder + "/a/b", {"http://127.0.0.1:4566", "OURS\n"}, before);
  ASSERT_TRUE(files.ok()) << files.error().message();
  EXPECT_EQ(files->ca_file, folder + "/a/b/127.0.0.1-4566.pem");
  EXPECT_EQ(read(files->ca_file), "NODE\nOURS\n");
  EXPECT_EQ(read(files->ca_bundle), "MINE\nAWS\nOURS\n");
  EXPECT_EQ(trusted_certificates(before), folder + "/aws");
}

TEST_F(EnvFilesTest, TheFolderIsInTheUsersCache) {
  EXPECT_EQ(default_trust_folder({{"HOME", "/h"}}), "/h/.cache/angarium");
  EXPECT_EQ(default_trust_folder({{"HOME", "/h"}, {"XDG_CACHE_HOME", "/c"}}), "/c/angarium");
  EXPECT_FALSE(default_trust_folder({}));
}

TEST_F(EnvFilesTest, AFolderThatCanNotBeMadeIsNamed) {
  auto files = write_trust_files(write("file", "") + "/x", {"http://a", "OURS\n"}, {});
  ASSERT_FALSE(files.ok());
  EXPECT_NE(files.error().message().find("--ca-files"), std::string::npos);
}

TEST_F(EnvFilesTest, ProfilesNameTheirAccounts) {
  EXPECT_EQ(parse_profile("prod=111122223333")->name, "prod");
  EXPECT_EQ(parse_profile("111122223333")->name, "111122223333");
  for (const char* text : {"", "=", "prod", "prod=1", "=111122223333", "a b=111122223333",
                           "a]=111122223333", "a=b=111122223333", "a\n=111122223333"}) {
    EXPECT_FALSE(parse_profile(text)) << text;
  }
}

TEST_F(EnvFilesTest, ProfilesAreWrittenAsTheAwsToolsReadThem) {
  const std::vector<Profile> profiles = {{"prod", "111122223333"}, {"test", "444455556666"}};
  wish.use_proxy = true;
  wish.ca_bundle = "/all.pem";
  const std::string path = folder + "/config";
  ASSERT_TRUE(write_profiles(path, profiles, wish).ok());
  ASSERT_TRUE(write_profiles(path, profiles, wish).ok());  // its own files again
  const std::string settings =
      "region = eu-west-1\nendpoint_url = http://127.0.0.1:4566\nca_bundle = /all.pem\n";
  EXPECT_EQ(read(path),
            "# Written by `angarium env`, and written anew by the next.\n"
            "\n[default]\n" +
                settings + "\n[profile prod]\n" + settings + "\n[profile test]\n" + settings);
  EXPECT_EQ(read(credentials_file(path)),
            "# Written by `angarium env`, and written anew by the next.\n"
            "\n[default]\naws_access_key_id = 111122223333\naws_secret_access_key = any\n"
            "\n[prod]\naws_access_key_id = 111122223333\naws_secret_access_key = any\n"
            "\n[test]\naws_access_key_id = 444455556666\naws_secret_access_key = any\n");
}

TEST_F(EnvFilesTest, AProfileMayBeTheDefaultOne) {
  const std::vector<Profile> profiles = {{"prod", "111122223333"}, {"default", "444455556666"}};
  EXPECT_EQ(credentials_text(profiles).find("[default]\naws_access_key_id = 444455556666"),
            std::string("# Written by `angarium env`, and written anew by the next.\n\n").size());
  EXPECT_EQ(config_text(profiles, wish).find("profile default"), std::string::npos);
}

TEST_F(EnvFilesTest, SomebodyElsesConfigIsLeftAlone) {
  const std::string path = write("config", "[default]\nregion = us-east-1\n");
  auto written = write_profiles(path, {{"default", "111122223333"}}, wish);
  ASSERT_FALSE(written.ok());
  EXPECT_NE(written.error().message().find("`" + path + "`"), std::string::npos);
  EXPECT_EQ(read(path), "[default]\nregion = us-east-1\n");
}

}  // namespace
}  // namespace angarium::cli
