#include "proxy/authority_file.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "base/simulated_executor.h"
#include "proxy/allow_list.h"

namespace angarium::proxy {
namespace {

struct AuthorityFileTest : testing::Test {
  AuthorityFileTest() {
    std::string name = testing::TempDir() + "authority_XXXXXX";
    folder = mkdtemp(name.data());
  }
  ~AuthorityFileTest() override { std::filesystem::remove_all(folder); }

  // The certificate of the authority there, or what was wrong.
  std::string open() {
    auto authority = load_or_create_authority(folder, clock, random);
    return authority.ok() ? authority->certificate() : authority.error().message();
  }
  std::string read(const char* name) const {
    std::ostringstream text;
    text << std::ifstream(folder + "/" + name).rdbuf();
    return text.str();
  }
  void write(const char* name, const std::string& text) const {
    std::ofstream(folder + "/" + name) << text;
  }
  unsigned mode(const char* name) const {
    struct stat status {};
    return stat((folder + "/" + name).c_str(), &status) == 0 ? status.st_mode & 0777U : 0;
  }

  base::SimulatedExecutor executor{1};
  base::SimulatedClock clock{executor, *base::parse_iso("2026-11-22T08:30:00Z")};
  base::SeededRandom random{1};
  std::string folder;
};

TEST_F(AuthorityFileTest, IsMadeOnceAndKept) {
  const std::string made = open();
  EXPECT_EQ(open(), made);
  EXPECT_EQ(read(kAuthorityCertificateFile), made);
  EXPECT_EQ(mode(kAuthorityKeyFile), 0600U);
  EXPECT_EQ(mode(kAuthorityCertificateFile), 0644U);
  EXPECT_EQ(made.find("PRIVATE"), std::string::npos);
}

TEST_F(AuthorityFileTest, TheCopyOfTheCertificateIsMadeGood) {
  const std::string made = open();
  std::filesystem::remove(folder + "/" + kAuthorityCertificateFile);
  EXPECT_EQ(open(), made);
  EXPECT_EQ(read(kAuthorityCertificateFile), made);
  write(kAuthorityCertificateFile, "something else");
  EXPECT_EQ(open(), made);
  EXPECT_EQ(read(kAuthorityCertificateFile), made);
}

TEST_F(AuthorityFileTest, IsMadeAnewShortlyBeforeItEnds) {
  const std::string made = open();
  const auto kept = CertificateAuthority::kValidity - kRenewBefore;
  executor.run_until(executor.now() + kept);
  EXPECT_EQ(open(), made);
  executor.run_until(executor.now() + base::Seconds(1));
  const std::string renewed = open();
  EXPECT_NE(renewed, made);
  EXPECT_EQ(open(), renewed);
  EXPECT_EQ(read(kAuthorityCertificateFile), renewed);
}

TEST_F(AuthorityFileTest, AKeyThatOthersMayReadIsRefused) {
  open();
  chmod((folder + "/" + kAuthorityKeyFile).c_str(), 0644);
  EXPECT_NE(open().find("can be read by others"), std::string::npos);
}

TEST_F(AuthorityFileTest, WhatIsNoAuthorityIsRefusedAndLeftAlone) {
  open();
  write(kAuthorityKeyFile, "not PEM");
  auto authority = load_or_create_authority(folder, clock, random);
  ASSERT_FALSE(authority.ok());
  EXPECT_TRUE(authority.error().is(ProxyError::kAuthority));
  EXPECT_NE(authority.error().message().find("/proxy-ca.key` holds no certificate; put a backup"),
            std::string::npos)
      << authority.error().message();
  EXPECT_EQ(read(kAuthorityKeyFile), "not PEM");
}

}  // namespace
}  // namespace angarium::proxy
