// What a run of the policies' simulation must have led to.
#include <fmt/format.h>

#include <algorithm>

#include "json/value.h"
#include "simulation/policy_world.h"

namespace angarium::simulation {
namespace {

// From a decision to the message that it let through: two buses' commits and their syncs.
constexpr base::Milliseconds kFlight{100};
// From a start to the last delivery of what was under way before.
constexpr base::Milliseconds kRecovery{1'000};

std::string text_of(json::Value value, std::string_view member) {
  auto found = value.find(member);
  return found && found->string() ? std::string(*found->string()) : std::string();
}

}  // namespace

// What arrived there, by the event's number, and when it was sent there.
std::multimap<std::string, base::Time> PolicyWorld::read_queue(Way way) {
  const bool is_near = way == kOwnQueue || way == kAsRole;
  const std::string request =
      fmt::format(R"({{"QueueUrl":"http://localhost/{}/{}","MaxNumberOfMessages":10,)"
                  R"("AttributeNames":["All"]}})",
                  is_near ? kNear : kFar, kNames[way].queue);
  std::multimap<std::string, base::Time> arrived;
  while (true) {
    const std::string body =
        call("AmazonSQS.ReceiveMessage", request, is_near ? kNear : kFar).value_or("");
    auto document = json::Document::parse(body);
    auto messages = document.ok() ? document->root().find("Messages") : std::nullopt;
    if (!messages || messages->size() == 0) return arrived;
    for (json::Value message : messages->elements()) {
      auto event = json::Document::parse(text_of(message, "Body"));
      const std::string sent = text_of(*message.find("Attributes"), "SentTimestamp");
      arrived.emplace(text_of(*event->root().find("detail"), "n"),
                      base::from_unix_ms(std::stoll(sent)));
    }
  }
}

// Whether the gate may have been seen open at some moment of the span.
bool PolicyWorld::may_be_open(Gate gate, base::Time from, base::Time to) const {
  const std::vector<Period>& periods = periods_[gate];
  for (size_t i = 0; i < periods.size(); ++i) {
    const bool has_begun = periods[i].since <= to;
    const bool has_ended = i + 1 < periods.size() && periods[i + 1].done < from;
    if (periods[i].is_open && has_begun && !has_ended) return true;
  }
  return false;
}

bool PolicyWorld::may_be_open(Way way, base::Time moment) const {
  const std::vector<Gate>& gates = kGatesOf[way];
  return std::all_of(gates.begin(), gates.end(),
                     [&](Gate gate) { return may_be_open(gate, moment - kFlight, moment); });
}

bool PolicyWorld::is_open_throughout(Way way, base::Time from, base::Time to) const {
  for (Gate gate : kGatesOf[way]) {
    const std::vector<Period>& periods = periods_[gate];
    for (size_t i = 0; i < periods.size(); ++i) {
      const bool has_begun = periods[i].since <= to;
      const bool has_ended = i + 1 < periods.size() && periods[i + 1].done < from;
      if (!periods[i].is_open && has_begun && !has_ended) return false;
    }
  }
  return true;
}

// When an event that was put then has been delivered or refused: after it no life ends too early.
base::Time PolicyWorld::settled(base::Time put) const {
  for (const Life& life : lives_) {
    const bool is_first = life.begin <= put;
    const base::Time due = is_first ? put + kFlight : life.begin + kRecovery;
    if (due < life.end && put < life.end) return due;
  }
  return base::Time::max();
}

void PolicyWorld::judge_way(Way way, const std::multimap<std::string, base::Time>& arrived) {
  for (const auto& [number, time] : arrived) {
    ++report_.arrived;
    if (may_be_open(way, time)) continue;
    report_.problems.push_back(
        fmt::format("event {} went way {} while it was closed", number, static_cast<int>(way)));
  }
  for (const auto& [number, put] : put_) {
    ++report_.put;
    if (arrived.contains(number)) continue;
    ++report_.refused;
    if (!put.is_answered || !is_open_throughout(way, put.time, settled(put.time))) continue;
    report_.problems.push_back(
        fmt::format("event {} did not go way {}, which was open", number, static_cast<int>(way)));
  }
}

void PolicyWorld::judge() {
  for (int way = 0; way < kWays; ++way) {
    judge_way(static_cast<Way>(way), read_queue(static_cast<Way>(way)));
  }
}

}  // namespace angarium::simulation
