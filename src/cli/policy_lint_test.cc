#include "cli/policy_lint.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

namespace angarium::cli {
namespace {

class PolicyLintTest : public ::testing::Test {
 protected:
  std::string file(const std::string& name, const std::string& text) {
    std::string path = testing::TempDir() + "policy_lint_" + name;
    std::ofstream(path) << text;
    files_.push_back(path);
    return path;
  }
  ~PolicyLintTest() override {
    for (const std::string& path : files_) std::filesystem::remove(path);
  }

  // What it prints and ends with.
  std::pair<std::string, ExitCode> lint(PolicyLintOptions options) {
    testing::internal::CaptureStdout();
    ExitCode code = lint_policies(options);
    std::fflush(stdout);
    return {testing::internal::GetCapturedStdout(), code};
  }

  std::vector<std::string> files_;
};

constexpr const char* kGood = R"({"Version":"2012-10-17","Statement":{"Effect":"Allow",
  "Action":"sqs:SendMessage","Resource":"arn:aws:sqs:eu-west-1:111122223333:jobs"}})";
constexpr const char* kTrust = R"({"Version":"2012-10-17","Statement":{"Effect":"Allow",
  "Principal":{"Service":"events.amazonaws.com"},"Action":"sts:AssumeRole"}})";

TEST_F(PolicyLintTest, NothingIsFoundInLeastPrivilege) {
  auto [text, code] = lint({.files = {file("good", kGood)}});
  EXPECT_EQ(text, "");
  EXPECT_EQ(code, kMatched);
}

TEST_F(PolicyLintTest, FindingsNameFileStatementAndRule) {
  std::string trust = file("trust", kTrust);
  auto [text, code] = lint({.files = {trust}});
  EXPECT_TRUE(text.starts_with(trust + ": Statement[0]: unguarded-service: "
                                       "`events.amazonaws.com`: "))
      << text;
  EXPECT_EQ(code, kNotMatched);
}

TEST_F(PolicyLintTest, JsonIsOneObjectALine) {
  auto [text, code] = lint({.files = {file("trust", kTrust)}, .json = true});
  EXPECT_NE(text.find(R"("statement":"Statement[0]","rule":"unguarded-service")"),
            std::string::npos)
      << text;
}

TEST_F(PolicyLintTest, ActionsAreThoseThatServicesHave) {
  auto finds = [&](const std::string& action) {
    std::string text = kGood;
    text.replace(text.find("sqs:SendMessage"), 15, action);
    return lint({.files = {file("action", text)}}).first.find("unknown-action") !=
           std::string::npos;
  };
  for (const char* known : {"sqs:sendmessage", "sts:TagSession", "iam:PassRole", "sqs:Send*",
                            "lambda:Anything", "events:InvokeApiDestination"}) {
    EXPECT_FALSE(finds(known)) << known;
  }
  for (const char* unknown :
       {"sqs:SendMesage", "sqs:SendMessageBatch", "events:Put?", "iam:Pass"}) {
    EXPECT_TRUE(finds(unknown)) << unknown;
  }
}

TEST_F(PolicyLintTest, WhatIsNoPolicyIsSaid) {
  EXPECT_EQ(lint({.files = {file("bad", "{}")}}).second, kNotValid);
  EXPECT_EQ(lint({.files = {testing::TempDir() + "policy_lint_gone"}}).second, kNotValid);
  std::string large(70'000, ' ');
  EXPECT_EQ(lint({.files = {file("large", large)}}).second, kNotValid);
  EXPECT_EQ(lint({.files = {file("good", kGood)}, .kind = "none"}).second, kUsage);
  EXPECT_EQ(lint({.files = {file("good", kGood)}, .kind = "trust"}).second, kNotValid);
}

}  // namespace
}  // namespace angarium::cli
