#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>

#include "json/writer.h"
#include "policy/conformance_cast_test.h"
#include "policy/decision.h"
#include "policy/document.h"

// The files of tests/conformance/policy; their form stands in the README.md there.
namespace angarium::policy {
namespace {

struct Outcome {
  std::string where = {}, verb = {}, text = {};
};

struct Case {
  std::string where = {}, title = {};
  Policies policies = {};
  std::vector<Outcome> outcomes = {};
};

std::string to_json(const Node& node) {
  std::string out;
  switch (node.kind) {
    case Node::Kind::kNull: return "null";
    case Node::Kind::kBoolean:
    case Node::Kind::kNumber: return node.text;
    case Node::Kind::kString: json::append_quoted(node.text, out); return out;
    case Node::Kind::kArray:
      for (const Node& element : node.elements) out += (out.empty() ? "" : ",") + to_json(element);
      return "[" + out + "]";
    case Node::Kind::kObject: break;
  }
  for (const auto& [name, value] : node.members) {
    out += out.empty() ? "" : ",";
    json::append_quoted(name, out);
    out += ":" + to_json(value);
  }
  return "{" + out + "}";
}

// A statement may leave out what doesn't matter to its case.
std::string complete(const std::string& text, PolicyKind kind) {
  auto node = parse_document(text);
  EXPECT_TRUE(node.ok()) << text << "\n" << (node.ok() ? "" : node.error().message());
  if (!node.ok() || node->find("Statement")) return text;
  auto add = [&](const std::string& name, const char* value) {
    if (node->find(name) || node->find("Not" + name)) return;
    node->members.emplace_back(name, Node{.kind = Node::Kind::kString, .text = value});
  };
  bool is_trust = kind == PolicyKind::kTrust;
  add("Effect", kind == PolicyKind::kResourceControl ? "Deny" : "Allow");
  add("Action", is_trust ? "sts:AssumeRole" : "*");
  if (!is_trust) add("Resource", "*");
  bool has_principal =
      kind == PolicyKind::kResource || is_trust || kind == PolicyKind::kResourceControl;
  if (has_principal) add("Principal", "*");
  return R"({"Version":"2012-10-17","Statement":)" + to_json(*node) + "}";
}

PolicyPtr read_policy(const Outcome& line, PolicyKind kind) {
  auto policy = Policy::parse(complete(line.text, kind), kind);
  EXPECT_TRUE(policy.ok()) << line.where << " " << (policy.ok() ? "" : policy.error().message());
  return policy.ok() ? *policy : nullptr;
}

// True when the line is one that adds a policy to the case.
bool add_policy(const Outcome& line, Policies& policies) {
  auto is = [&](const char* verb) { return line.verb == verb; };
  if (is("identity"))
    policies.identity.push_back(read_policy(line, PolicyKind::kIdentity));
  else if (is("resource"))
    policies.resource = read_policy(line, PolicyKind::kResource);
  else if (is("trust"))
    policies.resource = read_policy(line, PolicyKind::kTrust);
  else if (is("boundary"))
    policies.boundary = read_policy(line, PolicyKind::kManaged);
  else if (is("session"))
    policies.session.push_back(read_policy(line, PolicyKind::kIdentity));
  else if (is("scp"))
    policies.service_control.push_back({read_policy(line, PolicyKind::kServiceControl)});
  else if (is("scp and"))
    policies.service_control.back().push_back(read_policy(line, PolicyKind::kServiceControl));
  else if (is("rcp"))
    policies.resource_control.push_back({read_policy(line, PolicyKind::kResourceControl)});
  else
    return false;
  return true;
}

std::vector<Case> read_cases(const std::filesystem::path& file) {
  std::vector<Case> cases;
  std::ifstream in(file);
  std::string text;
  for (int number = 1; std::getline(in, text); ++number) {
    if (text.empty() || text[0] == '#') continue;
    size_t colon = text.find(": ");
    Outcome line{.where = fmt::format("{}:{}", file.filename().string(), number)};
    EXPECT_NE(colon, std::string::npos) << line.where;
    line.verb = text.substr(0, colon);
    line.text = text.substr(std::min(text.size(), text.find_first_not_of(' ', colon + 1)));
    if (line.verb == "case") {
      cases.push_back({line.where, line.text});
    } else if (cases.empty()) {
      ADD_FAILURE() << line.where << ": a file begins with a case";
    } else if (!add_policy(line, cases.back().policies)) {
      cases.back().outcomes.push_back(line);
    }
  }
  return cases;
}

std::vector<Case> all_cases() {
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(ANGARIUM_POLICY_CASES)) {
    if (entry.path().extension() == ".txt") files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  std::vector<Case> cases;
  for (const auto& file : files) {
    for (Case& found : read_cases(file)) cases.push_back(std::move(found));
  }
  return cases;
}

// "valid identity", "refused trust"
PolicyKind kind_of(const std::string& verb) {
  static const std::map<std::string, PolicyKind> kinds{
      {"identity", PolicyKind::kIdentity},  {"managed", PolicyKind::kManaged},
      {"resource", PolicyKind::kResource},  {"trust", PolicyKind::kTrust},
      {"scp", PolicyKind::kServiceControl}, {"rcp", PolicyKind::kResourceControl}};
  auto found = kinds.find(verb.substr(verb.find(' ') + 1));
  EXPECT_NE(found, kinds.end()) << verb;
  return found == kinds.end() ? PolicyKind::kIdentity : found->second;
}

const char* verb_of(const Decision& decision) {
  switch (decision.effect) {
    case Effect::kAllow: return "allowed";
    case Effect::kExplicitDeny: return "denied";
    case Effect::kImplicitDeny: return "missing";
  }
  return "?";
}

// The last message, for the `reason` that may follow.
void check(const Case& tested, const Outcome& line, std::string& message) {
  if (line.verb.starts_with("valid ") || line.verb.starts_with("refused ")) {
    auto policy = Policy::parse(line.text, kind_of(line.verb));
    message = policy.ok() ? "" : policy.error().message();
    EXPECT_EQ(policy.ok(), line.verb.starts_with("valid ")) << line.where << " " << message;
  } else if (line.verb == "reason") {
    EXPECT_TRUE(message.starts_with(line.text)) << line.where << "\n" << message;
  } else {
    Request asked = read_request(line.text, line.where);
    Decision decision = decide(asked, tested.policies);
    EXPECT_EQ(verb_of(decision), line.verb) << line.where << "\n" << tested.title;
    message = denial_text(decision, asked);
  }
}

TEST(PolicyConformance, EveryCase) {
  std::vector<Case> cases = all_cases();
  EXPECT_GT(cases.size(), 150u);
  for (const Case& tested : cases) {
    bool good = false, bad = false;
    std::string message;
    for (const Outcome& line : tested.outcomes) {
      check(tested, line, message);
      bool is_good = line.verb == "allowed" || line.verb.starts_with("valid ");
      (line.verb == "reason" ? good : is_good ? good : bad) |= line.verb != "reason";
    }
    EXPECT_TRUE(good && bad) << tested.where << ": a case shows both senses";
  }
}

// The numbers that titles begin with are those of README.md.
TEST(PolicyConformance, EveryTopicIsThere) {
  std::map<std::string, size_t> count;
  for (const Case& tested : all_cases()) ++count[tested.title.substr(0, tested.title.find(' '))];
  std::ifstream readme(std::filesystem::path(ANGARIUM_POLICY_CASES) / "README.md");
  size_t topics = 0;
  for (std::string line; std::getline(readme, line);) {
    if (!line.starts_with("| ") || line.find_first_of("0123456789") != 2) continue;
    std::string topic = line.substr(2, line.find(' ', 2) - 2);
    EXPECT_GT(count[topic], 0u) << topic;
    ++topics;
  }
  EXPECT_GT(topics, 20u);
}

// "1 Version is one; 8.5 the old version; `Suite.Name`, `test_name`": the beginnings of titles.
std::vector<std::string> titles_of(const std::string& cell) {
  std::vector<std::string> titles;
  std::stringstream in(cell);
  for (std::string title; std::getline(in, title, ';');) {
    title = title.substr(std::min(title.size(), title.find_first_not_of(' ')));
    while (title.ends_with(' ')) title.pop_back();
    if (!title.starts_with('`')) titles.push_back(title);
  }
  return titles;
}

// The tests that rows.md names beside cases are held to be there by tools/check_docs.
TEST(PolicyConformance, EveryRowNamesItsCases) {
  std::vector<Case> cases = all_cases();
  std::ifstream page(std::filesystem::path(ANGARIUM_POLICY_CASES) / "rows.md");
  size_t rows = 0;
  for (std::string line; std::getline(page, line);) {
    size_t bar = line.find(" | ");
    if (!line.starts_with("| ") || !isdigit(line[2]) || bar == std::string::npos) continue;
    std::string shown_by = line.substr(bar + 3, line.size() - bar - 5);
    EXPECT_FALSE(shown_by.empty()) << line;
    for (const std::string& title : titles_of(shown_by)) {
      EXPECT_TRUE(std::any_of(cases.begin(), cases.end(),
                              [&](const Case& shown) { return shown.title.starts_with(title); }))
          << "`" << title << "` begins no title, in the row\n"
          << line;
    }
    ++rows;
  }
  EXPECT_GT(rows, 100u);
}

}  // namespace
}  // namespace angarium::policy
