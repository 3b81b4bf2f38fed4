#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <optional>

#include "delivery/transform.h"
#include "json/value.h"

namespace angarium::delivery {
namespace {

constexpr std::string_view kRuleArn = "arn:aws:events:eu-west-1:111122223333:rule/orders/big";
constexpr int64_t kIngestUnixMs = 1'795'336'201'250;  // 2026-11-22T08:30:01.250Z

std::string envelope_of(const std::string& detail) {
  return R"({"version":"0","id":"6a7e8feb-b491-4cf7-a9f1-bf3703467718",)"
         R"("detail-type":"order placed","source":"shop","account":"111122223333",)"
         R"("time":"2026-11-22T08:30:00Z","region":"eu-west-1",)"
         R"("resources":["arn:a","arn:b"],"detail":)" +
         detail + "}";
}

// Reads files in the format of tests/conformance/input_transformers/README.md and holds each case
// against Transform as it comes.
class Cases {
 public:
  explicit Cases(const std::filesystem::path& file, std::string_view fence = {})
      : name_(file.filename().string()), in_(file), in_fence_(fence.empty()), fence_(fence) {}

  int run() {
    std::string line;
    for (line_ = 1; std::getline(in_, line); ++line_) {
      if (!fence_.empty() && line.starts_with("```")) {
        in_fence_ = line == fence_;
      } else if (in_fence_ && !line.empty() && line[0] != '#') {
        take(line);
      }
    }
    check();
    return checked_;
  }

 private:
  std::string where() const { return fmt::format("{}:{}", name_, line_); }
  void take(const std::string& line);
  void begin(TransformSource::Kind kind, const std::string& text);
  void set_paths(const std::string& json);
  void check();
  std::string outcome() const;

  const std::string name_;
  std::ifstream in_;
  bool in_fence_;
  const std::string fence_;
  int line_ = 0;
  int checked_ = 0;
  std::string last_verb_;
  TransformSource source_;
  std::string detail_ = "{}";
  std::optional<std::string> expected_;  // "gives: text", "fails: code", "refused: code"
};

void Cases::take(const std::string& line) {
  const size_t colon = line.find(':');
  ASSERT_NE(colon, std::string::npos) << where();
  const std::string verb = line.substr(0, colon);
  const size_t start = line.find_first_not_of(' ', colon + 1);
  const std::string text = start == std::string::npos ? "" : line.substr(start);
  const bool continues = verb == last_verb_ && (verb == "template" || verb == "gives");
  if (!continues) check();
  last_verb_ = verb;
  if (verb == "template") {
    if (continues) return void(source_.text += "\n" + text);
    begin(TransformSource::Kind::kTemplate, text);
  } else if (verb == "input-path") {
    begin(TransformSource::Kind::kPath, text);
  } else if (verb == "input") {
    begin(TransformSource::Kind::kConstant, text);
  } else if (verb == "paths") {
    set_paths(text);
  } else if (verb == "detail") {
    detail_ = text;
  } else if (verb == "gives" || verb == "fails" || verb == "refused") {
    expected_ = continues ? *expected_ + "\n" + text : verb + ": " + text;
  } else {
    FAIL() << where() << ": unknown verb `" << verb << "`";
  }
}

void Cases::begin(TransformSource::Kind kind, const std::string& text) {
  source_ = {kind, text, {}};
  detail_ = "{}";
}

void Cases::set_paths(const std::string& json) {
  auto document = json::Document::parse(json);
  ASSERT_TRUE(document.ok()) << where();
  for (json::Member member : document->root().members()) {
    source_.paths[std::string(member.name)] = std::string(*member.value.string());
  }
}

std::string Cases::outcome() const {
  auto transform = Transform::parse(source_);
  if (!transform.ok()) return fmt::format("refused: {}", transform.error().code_name());
  const std::string envelope = envelope_of(detail_);
  auto text = transform->apply({envelope, base::from_unix_ms(kIngestUnixMs), kRuleArn});
  if (!text.ok()) return fmt::format("fails: {}", text.error().code_name());
  return "gives: " + *text;
}

void Cases::check() {
  if (!expected_) return;
  EXPECT_EQ(outcome(), *expected_) << "before " << where();
  ++checked_;
  expected_.reset();
}

TEST(TransformConformance, EveryFile) {
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(ANGARIUM_TRANSFORM_CASES)) {
    if (entry.path().extension() == ".txt") files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  int cases = 0;
  for (const auto& file : files) cases += Cases(file).run();
  EXPECT_GT(cases, 100);
}

TEST(TransformConformance, EveryExampleOfTheDocs) {
  EXPECT_GE(Cases(ANGARIUM_TRANSFORM_DOCS, "```transform").run(), 9);
}

}  // namespace
}  // namespace angarium::delivery
