#include "server/sights.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <set>
#include <tuple>

#include "base/nearest.h"
#include "json/value.h"
#include "pattern/explain.h"
#include "pattern/rule_index.h"
#include "server/server.h"
#include "services/events/names.h"

namespace angarium::server {
namespace {

using services::events::Bus;

// How often a waiting answer looks for news: people don't see more, and nothing is slowed by it.
constexpr base::Milliseconds kLookEvery{50};
// Of one bus and answer, before the pattern chooses.
constexpr size_t kEventsLookedAtMax = 4'000;

constexpr const char* kNoHistory =
    "this server keeps no history: `history.minutes` of its configuration is 0";

base::Error refused(std::string message) { return {StartError::kData, std::move(message)}; }

std::vector<std::string> texts_of(json::Value list) {
  std::vector<std::string> texts;
  for (json::Value each : list.elements()) texts.emplace_back(each.string().value_or(""));
  return texts;
}

}  // namespace

struct Sights::Question {
  std::optional<base::AccountId> account;  // none: every account's
  std::optional<base::AccountId> viewer;   // none: an operator
  std::optional<base::Region> region;
  std::set<bus::BusId> buses;  // empty: all
  uint64_t after = 0;
  base::Milliseconds wait{0};
  std::shared_ptr<const pattern::RuleSet> filter;  // null: none
  std::string why;
};

base::Result<Sights::Question> Sights::read_question(std::string_view request) const {
  auto document = json::Document::parse(request);
  if (!document.ok()) return refused("the request is no JSON");
  json::Value root = document->root();
  auto text = [&](const char* name) { return std::string(root.find_string(name).value_or("")); };
  auto number = [&](const char* name) {
    auto member = root.find(name);
    return member ? member->integer() : std::nullopt;
  };
  Question question;
  auto everywhere = root.find("everywhere");
  if (!everywhere || !everywhere->boolean().value_or(false)) {
    AG_TRY(account, whereabouts_.account(text("account"), text("access_key_id")));
    question.account = account;
  }
  if (!text("as").empty()) {
    AG_TRY(viewer, whereabouts_.account(text("as"), ""));
    question.viewer = viewer;
  }
  if (!text("region").empty()) {
    AG_TRY(region, whereabouts_.region(text("region")));
    question.region = region;
  }
  question.after =
      static_cast<uint64_t>(number("after").value_or(static_cast<int64_t>(histories_->changes())));
  question.wait = std::clamp<base::Milliseconds>(base::Milliseconds(number("wait_ms").value_or(0)),
                                                 base::Milliseconds(0), kWaitMax);
  if (auto buses = root.find("buses")) AG_CHECK(choose_buses(question, texts_of(*buses)));
  if (auto pattern = text("pattern"); !pattern.empty()) {
    auto parsed = pattern::Pattern::parse(pattern);
    if (!parsed.ok()) return refused("the pattern: " + parsed.error().message());
    const pattern::Rule rule{1, std::make_shared<const pattern::Pattern>(std::move(*parsed))};
    question.filter = pattern::RuleIndex().change({}, {&rule, 1});
  }
  question.why = text("why");
  if (!question.why.empty()) AG_CHECK(find_rule(question));
  return question;
}

base::Result<bus::BusId> Sights::bus_of(const Question& question, const std::string& name) const {
  if (name.starts_with("arn:")) {
    if (auto bus = services::events::parse_bus_arn(name)) return *bus;
    return refused(fmt::format("`{}` is not the ARN of an event bus", name));
  }
  if (!question.account) {
    return refused(fmt::format("name the bus `{}` by its ARN, or its account", name));
  }
  base::Region region;
  if (question.region) {
    region = *question.region;
  } else {
    AG_TRY(first, whereabouts_.region(""));
    region = first;
  }
  return bus::BusId{{*question.account, region, 0}, name};
}

base::Result<void> Sights::choose_buses(Question& question,
                                        const std::vector<std::string>& names) const {
  for (const std::string& name : names) {
    AG_TRY(bus, bus_of(question, name));
    if (!services_.catalog().find(bus)) {
      std::vector<std::string> there = services_.catalog().names(bus.partition);
      there.emplace_back("default");
      return refused(fmt::format("there is no event bus {} of account {} in {}; there is {}",
                                 bus.name, bus.partition.account.text(),
                                 bus.partition.region.text(), fmt::join(there, ", ")));
    }
    if (question.viewer && *question.viewer != bus.partition.account) {
      return refused(fmt::format("account {} does not see what happens on {}",
                                 question.viewer->text(), services::events::bus_arn(bus)));
    }
    question.buses.insert(bus);
  }
  return {};
}

base::Result<void> Sights::find_rule(const Question& question) const {
  if (question.buses.empty()) return refused("name the bus whose rule it is");
  std::vector<std::string> known;
  for (const bus::BusId& id : question.buses) {
    const std::shared_ptr<const Bus> bus = services_.catalog().find(id);
    if (bus && bus->find_rule(question.why) != nullptr) return {};
    if (!bus) continue;
    for (const auto& [name, rule] : bus->rules) known.push_back(name);
  }
  const std::string near = base::nearest(question.why, known).value_or("");
  return refused(fmt::format("there is no rule `{}`{}", question.why,
                             near.empty() ? "" : fmt::format("; did you mean `{}`?", near)));
}

bool Sights::is_shown(const Question& question, const bus::BusId& bus) const {
  if (question.viewer && *question.viewer != bus.partition.account) return false;
  if (!question.buses.empty()) return question.buses.contains(bus);
  if (question.region && *question.region != bus.partition.region) return false;
  return !question.account || *question.account == bus.partition.account;
}

std::vector<bus::EventSeen> Sights::take(const Question& question, uint64_t until,
                                         size_t& left_out) const {
  std::vector<bus::EventSeen> events;
  pattern::Scratch scratch;
  for (const auto& history : histories_->all()) {
    if (!is_shown(question, history->bus())) continue;
    for (bus::EventSeen& event : history->changed({question.after, until}, kEventsLookedAtMax)) {
      if (question.filter) {
        auto matches = question.filter->match(event.content->envelope, scratch);
        if (!matches.ok() || matches->empty()) continue;
      }
      events.push_back(std::move(event));
    }
  }
  std::sort(events.begin(), events.end(),
            [](const auto& a, const auto& b) { return a.change < b.change; });
  left_out = events.size() > kEventsMax ? events.size() - kEventsMax : 0;
  events.erase(events.begin(), events.begin() + static_cast<ptrdiff_t>(left_out));
  return events;
}

std::string Sights::answer(const Question& question, uint64_t next, size_t left_out,
                           const std::vector<bus::EventSeen>& events) const {
  std::string answer;
  json::Writer writer(answer);
  writer.begin_object().key("next").integer(static_cast<int64_t>(next));
  writer.key("left_out").integer(static_cast<int64_t>(left_out)).key("events").begin_array();
  for (const bus::EventSeen& event : events) {
    std::shared_ptr<const Bus> bus;
    if (!question.why.empty()) bus = services_.catalog().find(event.bus);
    const services::events::Rule* rule = bus ? bus->find_rule(question.why) : nullptr;
    std::optional<WhyNot> why;
    if (rule != nullptr && rule->pattern) {
      auto explained = pattern::explain(*rule->pattern, event.content->envelope);
      if (explained.ok()) {
        why = WhyNot{question.why, explained->matches, pattern::to_text(*explained),
                     pattern::to_json(*explained)};
      }
    }
    write_sight(event, why ? &*why : nullptr, writer);
  }
  writer.end_array().end_object();
  return answer;
}

base::Task<base::Result<std::string>> Sights::recent(std::string request) {
  co_await base::resume_on(work_);
  if (!histories_) co_return refused(kNoHistory);
  auto question = read_question(request);
  if (!question.ok()) co_return question.error();
  const base::Instant due = work_.now() + question->wait;
  while (true) {
    const uint64_t until = histories_->changes();
    size_t left_out = 0;
    const std::vector<bus::EventSeen> events = take(*question, until, left_out);
    const bool is_due = work_.now() >= due || stopped_;
    if (!events.empty() || is_due) co_return answer(*question, until, left_out, events);
    question->after = until;  // nothing of what came meanwhile is wanted
    co_await base::sleep_until(work_, work_.now() + kLookEvery);
  }
}

base::Task<base::Result<std::string>> Sights::trace(std::string request) {
  co_await base::resume_on(work_);
  if (!histories_) co_return refused(kNoHistory);
  auto document = json::Document::parse(request);
  std::string event_id, viewer;
  if (document.ok()) {
    event_id = document->root().find_string("event_id").value_or("");
    viewer = document->root().find_string("as").value_or("");
  }
  if (event_id.empty()) co_return refused("the request is {\"event_id\": ...}");
  auto account = viewer.empty() ? base::AccountId() : whereabouts_.account(viewer, "");
  if (!account.ok()) co_return account.error();
  std::vector<bus::EventSeen> hops;
  for (const auto& history : histories_->all()) {
    if (!viewer.empty() && history->bus().partition.account != *account) continue;
    for (bus::EventSeen& event : history->find(event_id)) hops.push_back(std::move(event));
  }
  // By hop first: a bus may take in within the same millisecond what another one passes on.
  std::sort(hops.begin(), hops.end(), [](const auto& a, const auto& b) {
    return std::tie(a.content->hop, a.received, a.change) <
           std::tie(b.content->hop, b.received, b.change);
  });
  std::string answer;
  json::Writer writer(answer);
  writer.begin_object().key("event_id").string(event_id).key("hops").begin_array();
  for (const bus::EventSeen& event : hops) write_sight(event, nullptr, writer);
  writer.end_array().end_object();
  co_return answer;
}

}  // namespace angarium::server
