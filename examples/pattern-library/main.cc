// Says for each line of standard input which rules the event on it matches.
#include <array>
#include <cstdio>
#include <memory>
#include <string>

#include "pattern/rule_index.h"

namespace pattern = angarium::pattern;

namespace {

constexpr std::array kPatterns = {
    R"({"source": ["shop"], "detail": {"total": [{"numeric": [">=", 100]}]}})",
    R"({"detail": {"items": {"sku": [{"prefix": "LAMP-"}], "count": [{"anything-but": 0}]}}})",
};

// Adds the rules; false when a pattern is not valid.
bool add_rules(pattern::RuleIndex& index) {
  for (size_t i = 0; i < kPatterns.size(); ++i) {
    auto parsed = pattern::Pattern::parse(kPatterns[i]);
    if (!parsed.ok()) {
      std::fprintf(stderr, "%s\n", parsed.error().message().c_str());
      return false;
    }
    pattern::Rule rule{static_cast<uint32_t>(i + 1),
                       std::make_shared<const pattern::Pattern>(std::move(*parsed))};
    index.change({}, {&rule, 1});
  }
  return true;
}

void match(const pattern::RuleSet& rules, const std::string& event, pattern::Scratch& scratch) {
  auto matches = rules.match(event, scratch);
  if (!matches.ok()) {
    std::printf("error: %s\n", matches.error().message().c_str());
    return;
  }
  if (matches->empty()) std::printf("no rule");
  for (uint32_t id : *matches) std::printf("rule %u ", id);
  std::printf("\n");
}

bool read_line(std::string& line) {
  line.clear();
  int c = 0;
  while ((c = std::getchar()) != EOF && c != '\n') line += static_cast<char>(c);
  return c != EOF || !line.empty();
}

}  // namespace

int main() {
  pattern::RuleIndex index;
  if (!add_rules(index)) return 1;
  pattern::Scratch scratch;  // one a thread, used again and again
  for (std::string line; read_line(line);) match(*index.current(), line, scratch);
  return 0;
}
