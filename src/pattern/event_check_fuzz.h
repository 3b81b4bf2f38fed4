#pragma once

#include <cstdio>
#include <string>
#include <string_view>
#include <vector>

#include "json/scanner.h"
#include "pattern/entrances_test.h"
#include "pattern/oracle/naive_pattern.h"
#include "pattern/rule_index.h"

namespace angarium::pattern {

// Some rules and whatever bytes come as an event: what both fuzzers of matching look at.
class EventCheck {
 public:
  explicit EventCheck(Entrances& entrances) : entrances_(entrances) {}

  // False when it is no pattern, or one that is not worth the oracle's time.
  bool add(std::string_view text) {
    auto parsed = Pattern::parse(text);
    if (!parsed.ok() || parsed->alternatives().size() > 50) return false;
    auto id = static_cast<uint32_t>(naive_.size());
    std::vector<Rule> added{{id, std::make_shared<const Pattern>(*std::move(parsed))}};
    rules_ = index_.change({}, added);
    naive_.emplace_back(text);
    return true;
  }

  // An event is what json::validate_object accepts. Then every way of asking gives the oracle's
  // answer; anything else must do no harm where it is taken for an event.
  void check(std::string_view event) {
    bool valid = json::validate_object(event, kEventDepthMax).ok();
    Entrances::Answer answer = entrances_.match(*rules_, event);
    require(answer.disagreement.empty(), answer.disagreement);
    require(valid == (answer.ok || answer.error == "EventTooComplex"), answer.error);
    if (!valid) entrances_.match_blindly(*rules_, event);
    if (answer.ok && event.size() < 4096) compare(answer.ids, oracle::NaiveEvent(event));
  }

 private:
  static void require(bool holds, std::string_view what) {
    if (holds) return;
    std::fprintf(stderr, "%.*s\n", static_cast<int>(what.size()), what.data());
    __builtin_trap();
  }

  void compare(const std::vector<uint32_t>& ids, const oracle::NaiveEvent& event) {
    auto next = ids.begin();
    for (uint32_t i = 0; i < naive_.size(); ++i) {
      bool matched = next != ids.end() && *next == i;
      if (matched) ++next;
      if (!naive_[i].is_known() || naive_[i].choices(event) > 10'000) continue;
      require(matched == naive_[i].matches(event), matched ? "matches wrongly" : "misses wrongly");
    }
    require(next == ids.end(), "an id that no rule has, or not in order");
  }

  RuleIndex index_;
  std::shared_ptr<const RuleSet> rules_ = index_.current();
  std::vector<oracle::NaivePattern> naive_;
  Entrances& entrances_;
};

}  // namespace angarium::pattern
