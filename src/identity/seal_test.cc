#include <fcntl.h>
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "identity/fixture_test.h"
#include "identity/key_file.h"

namespace angarium::identity {
namespace {

TEST(Seal, OpensWhatItSealed) {
  base::SeededRandom random(1);
  Sealer sealer = sealer_with({{1, 7}}, random);
  for (const std::string& secret : {std::string(), std::string("s"), std::string(1'000, 'x')}) {
    std::string sealed = sealer.seal(secret, "context");
    EXPECT_EQ(*sealer.open(sealed, "context"), secret);
    EXPECT_TRUE(secret.size() < 2 || sealed.find(secret) == std::string::npos);
  }
  EXPECT_NE(sealer.seal("same", ""), sealer.seal("same", ""));
}

TEST(Seal, RefusesWhatWasChangedInAnyByte) {
  base::SeededRandom random(1);
  Sealer sealer = sealer_with({{1, 7}}, random);
  const std::string sealed = sealer.seal("secret", "mine");
  for (size_t i = 0; i < sealed.size(); ++i) {
    std::string changed = sealed;
    changed[i] ^= 1;
    EXPECT_FALSE(sealer.open(changed, "mine").ok()) << i;
    EXPECT_FALSE(sealer.open(sealed.substr(0, i), "mine").ok()) << i;
  }
  EXPECT_FALSE(sealer.open(sealed, "yours").ok());
  EXPECT_FALSE(sealer_with({{1, 8}}, random).open(sealed, "mine").ok());
}

TEST(Seal, OldKeysOpenAfterARotation) {
  base::SeededRandom random(1);
  const std::string old = sealer_with({{1, 7}}, random).seal("secret", "c");
  Sealer both = sealer_with({{1, 7}, {2, 8}}, random);
  EXPECT_EQ(*both.open(old, "c"), "secret");
  Sealer only_new = sealer_with({{2, 8}}, random);
  EXPECT_TRUE(only_new.open(both.seal("secret", "c"), "c").ok());
  EXPECT_TRUE(only_new.open(old, "c").error().is(IdentityError::kUnsealable));
}

TEST(Seal, KeysAreExchangedInUse) {
  base::SeededRandom random(1);
  Sealer sealer = sealer_with({{1, 7}}, random);
  const std::string old = sealer.seal("secret", "c");
  SealKeys keys = *sealer.keys();
  keys.insert({2, SealKey::draw(random)});
  sealer.exchange(keys);
  const std::string sealed = sealer.seal("secret", "c");
  EXPECT_EQ(Sealer::key_of(old), 1u);
  EXPECT_EQ(Sealer::key_of(sealed), 2u);
  EXPECT_EQ(*sealer.open(old, "c"), "secret");
  keys.erase(1);
  sealer.exchange(keys);
  EXPECT_FALSE(sealer.open(old, "c").ok());
  EXPECT_EQ(*sealer.open(sealed, "c"), "secret");
  EXPECT_EQ(Sealer::key_of(sealed.substr(0, 32)), std::nullopt);
}

class KeyFileTest : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = testing::TempDir() + "angarium-keys-XXXXXX";
    ASSERT_NE(mkdtemp(pattern.data()), nullptr);
    folder_ = pattern;
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  std::string path() const { return folder_ + "/sealing-keys"; }
  void write(const std::string& text) {
    std::ofstream(path()) << text;
    chmod(path().c_str(), 0600);
  }
  // The problem that the file has; empty when it has none.
  std::string refusal() {
    auto keys = load_or_create_keys(path(), now_, random_);
    return keys.ok() ? "" : keys.error().message();
  }

  base::SeededRandom random_{1};
  const base::Time now_ = base::from_unix_ms(1'800'000'000'123);
  std::string folder_;
};

TEST_F(KeyFileTest, IsMadeOnceForItsOwnerAlone) {
  auto made = load_or_create_keys(path(), now_, random_);
  ASSERT_TRUE(made.ok()) << made.error().message();
  struct stat status;
  ASSERT_EQ(stat(path().c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777, 0600u);
  auto read = load_or_create_keys(path(), now_, random_);
  ASSERT_TRUE(read.ok());
  EXPECT_EQ(read->at(1).bytes, made->at(1).bytes);
  EXPECT_EQ(read->at(1).made, now_);
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(folder_), {}), 1)
      << "no draft is left";
}

TEST_F(KeyFileTest, ThatOthersCanReadIsRefused) {
  ASSERT_EQ(refusal(), "");
  for (int mode : {0640, 0604, 0660}) {
    chmod(path().c_str(), mode);
    EXPECT_NE(refusal().find("can be read by others"), std::string::npos) << mode;
  }
}

TEST_F(KeyFileTest, KeysOfTheFirstVersionCountAsMadeNow) {
  write("angarium sealing keys v1\n1 AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n");
  auto read = load_or_create_keys(path(), now_, random_);
  ASSERT_TRUE(read.ok()) << read.error().message();
  EXPECT_EQ(read->at(1).made, now_);
}

TEST_F(KeyFileTest, WrittenKeysTakeThePlaceOfThoseBefore) {
  auto keys = load_or_create_keys(path(), now_, random_);
  ASSERT_TRUE(keys.ok());
  keys->insert({7, SealKey::draw(random_, now_ + base::Seconds(5))});
  ASSERT_TRUE(write_keys(path(), *keys).ok());
  auto read = load_or_create_keys(path(), now_ + base::Seconds(9), random_);
  ASSERT_TRUE(read.ok()) << read.error().message();
  ASSERT_EQ(read->size(), 2u);
  EXPECT_EQ(read->at(7).bytes, keys->at(7).bytes);
  EXPECT_EQ(read->at(7).made, now_ + base::Seconds(5));
}

TEST_F(KeyFileTest, BadContentIsRefusedByItsLine) {
  const std::string head = "angarium sealing keys v1\n";
  const std::string key = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";
  write(head + "1 " + key + "\n2 " + key + "\n");
  EXPECT_EQ(refusal(), "");
  const std::string one = fmt::format("{}1 {}", head, key);
  for (const std::string& text :
       {std::string(), head, one, fmt::format("{}1 AAAA\n", head),
        fmt::format("{}x {}\n", head, key), fmt::format("{}{}\n", head, key),
        fmt::format("{}\n1 {}\n", one, key), fmt::format("1 {}\n", key), fmt::format("{}\n\n", one),
        head + std::string(70'000, '\n'), fmt::format("angarium sealing keys v2\n1 {}\n", key),
        fmt::format("angarium sealing keys v2\n1 {} yesterday\n", key),
        fmt::format("angarium sealing keys v2\n1 {}2026-11-22T08:30:00Z\n", key),
        fmt::format("angarium sealing keys v3\n1 {}\n", key)}) {
    write(text);
    EXPECT_NE(refusal(), "") << text;
  }
  std::filesystem::remove(path());
  std::filesystem::create_directory(path());
  EXPECT_NE(refusal(), "");
}

}  // namespace
}  // namespace angarium::identity
