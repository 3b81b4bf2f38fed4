#include "cli/sight_lines.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/time.h"
#include "cli/admin_question.h"
#include "cli/terminal_text.h"
#include "json/raw_json.h"
#include "json/writer.h"

namespace angarium::cli {
namespace {

int64_t number_in(const json::Value& object, std::string_view name) {
  auto member = object.find(name);
  return member ? member->integer().value_or(0) : 0;
}

bool flag_in(const json::Value& object, std::string_view name) {
  auto member = object.find(name);
  return member && member->boolean().value_or(false);
}

std::vector<json::Value> list_in(const json::Value& object, std::string_view name) {
  std::vector<json::Value> list;
  if (auto member = object.find(name)) {
    for (json::Value each : member->elements()) list.push_back(each);
  }
  return list;
}

// "16:20:01.123" of a time with its date.
std::string time_of_day(const std::string& time) {
  return time.size() == 24 ? time.substr(11, 12) : time;
}

int64_t milliseconds_between(const std::string& from, const std::string& to) {
  auto begin = base::parse_iso(from), end = base::parse_iso(to);
  return begin && end ? (*end - *begin).count() : 0;
}

std::string bus_name(const json::Value& event) {
  return fmt::format("{}/{}", text_in(event, "account"), shown(text_in(event, "bus")));
}

std::string error_of(const json::Value& attempt) {
  const std::string code = text_in(attempt, "error_code");
  if (code.empty()) return "delivered";
  return fmt::format("{}: {}", shown(code), shown(text_in(attempt, "error_message")));
}

std::string attempt_text(const json::Value& attempt) {
  return fmt::format("attempt {} took {} ms: {}", number_in(attempt, "number"),
                     milliseconds_between(text_in(attempt, "began"), text_in(attempt, "ended")),
                     error_of(attempt));
}

// Where what was given up went; empty when it has no dead-letter queue.
std::string letter_text(const json::Value& delivery) {
  auto letter = delivery.find("dead_letter");
  if (!letter) return "";
  const std::string queue = short_arn(text_in(*letter, "queue_arn"), "");
  const std::string state = text_in(*letter, "state");
  if (state == "delivered") return fmt::format("; in the dead-letter queue {}", queue);
  return fmt::format("; {} the dead-letter queue {}{}{}",
                     state == "given-up" ? "LOST, not taken by" : "on its way to", queue,
                     text_in(*letter, "error").empty() ? "" : ": ",
                     shown(text_in(*letter, "error")));
}

// What is known of a delivery by now, in a line.
std::string state_text(const json::Value& delivery) {
  const std::string state = text_in(delivery, "state");
  if (flag_in(delivery, "in_commit")) return "delivered with the event";
  const std::vector<json::Value> attempts = list_in(delivery, "attempts");
  std::string last = attempts.empty() ? "" : attempt_text(attempts.back());
  if (state == "delivered") return last.empty() ? "delivered" : last;
  if (state == "given-up") {
    return fmt::format("GIVEN UP ({}){}{}{}", text_in(delivery, "reason"), last.empty() ? "" : ": ",
                       last, letter_text(delivery));
  }
  return last.empty() ? "under way" : last + "; to be tried again";
}

std::string delivery_line(const json::Value& event, const json::Value& delivery) {
  return fmt::format("{} -> {}: {}", shown(text_in(delivery, "rule")),
                     short_arn(text_in(delivery, "target_arn"), text_in(event, "account")),
                     state_text(delivery));
}

std::string head_line(const json::Value& event) {
  std::string line = fmt::format("{}  {}  {}  {}  {}\n", time_of_day(text_in(event, "received")),
                                 bus_name(event), shown(text_in(event, "source")),
                                 shown(text_in(event, "detail_type")), text_in(event, "event_id"));
  if (auto from = event.find("from")) line += fmt::format("    from the bus {}\n", bus_name(*from));
  if (number_in(event, "hops_ended") > 0) {
    line += "    not passed on to another bus: it came over one already\n";
  }
  return line;
}

std::string why_lines(const json::Value& event) {
  auto why = event.find("why");
  if (!why) return "";
  std::string lines, text = text_in(*why, "text");
  for (size_t begin = 0; begin < text.size();) {
    const size_t end = std::min(text.find('\n', begin), text.size());
    lines +=
        fmt::format("    {}: {}\n", shown(text_in(*why, "rule")), text.substr(begin, end - begin));
    begin = end + 1;
  }
  return lines;
}

struct Moment {
  std::string time;
  std::string text;
};

void add_delivery(const json::Value& event, const json::Value& delivery,
                  std::vector<Moment>& moments) {
  const std::string to =
      fmt::format("{} -> {}", shown(text_in(delivery, "rule")),
                  short_arn(text_in(delivery, "target_arn"), text_in(event, "account")));
  if (flag_in(delivery, "in_commit")) {
    moments.push_back({text_in(event, "stored"), to + ": delivered with the event"});
  }
  const std::vector<json::Value> attempts = list_in(delivery, "attempts");
  const int64_t made = number_in(delivery, "attempts_made");
  if (static_cast<size_t>(made) > attempts.size() && !attempts.empty()) {
    moments.push_back({text_in(attempts.front(), "began"),
                       fmt::format("{}: {} earlier attempts are not kept", to,
                                   static_cast<size_t>(made) - attempts.size())});
  }
  for (const json::Value& attempt : attempts) {
    moments.push_back({text_in(attempt, "ended"), to + ": " + attempt_text(attempt)});
  }
  if (text_in(delivery, "state") == "given-up") {
    moments.push_back({text_in(delivery, "given_up"),
                       fmt::format("{}: GIVEN UP ({})", to, text_in(delivery, "reason"))});
    auto letter = delivery.find("dead_letter");
    if (letter) moments.push_back({text_in(*letter, "time"), to + letter_text(delivery)});
  }
  if (text_in(delivery, "state") == "pending") {
    moments.push_back({"", to + (made == 0 ? ": under way" : ": to be tried again")});
  }
}

void add_hop(const json::Value& event, std::vector<Moment>& moments) {
  std::string received = "received";
  if (auto from = event.find("from")) received += " from the bus " + bus_name(*from);
  if (flag_in(event, "partial")) received += ", longer ago than is kept";
  moments.push_back({text_in(event, "received"), received});
  const std::vector<json::Value> deliveries = list_in(event, "deliveries");
  if (!flag_in(event, "partial")) {
    moments.push_back({text_in(event, "stored"),
                       deliveries.empty() ? "stored; no rule matched" : "stored, and matched"});
  }
  if (number_in(event, "hops_ended") > 0) {
    moments.push_back(
        {text_in(event, "stored"), "not passed on to another bus: it came over one already"});
  }
  for (const json::Value& delivery : deliveries) add_delivery(event, delivery, moments);
}

}  // namespace

std::string TailLines::lines(const json::Value& event) {
  const std::string key = fmt::format("{} {} {} {}", text_in(event, "event_id"), bus_name(event),
                                      text_in(event, "region"), text_in(event, "received"));
  const bool is_new = !said_.contains(key);
  if (is_new) {
    if (order_.size() < kRememberedMax) {
      order_.push_back(key);
    } else {
      said_.erase(std::exchange(order_[next_], key));
      next_ = (next_ + 1) % kRememberedMax;
    }
  }
  auto& said = said_[key];
  std::string lines;
  if (is_new) lines = head_line(event) + why_lines(event);
  const std::vector<json::Value> deliveries = list_in(event, "deliveries");
  if (is_new && deliveries.empty()) lines += "    no rule matched\n";
  for (const json::Value& delivery : deliveries) {
    const std::string line = delivery_line(event, delivery);
    const std::string to = text_in(delivery, "rule_arn") + " " + text_in(delivery, "target_id");
    if (std::exchange(said[to], line) == line) continue;
    lines += fmt::format("    {}{}\n", line, is_new ? "" : "  " + text_in(event, "event_id"));
  }
  return lines;
}

std::string trace_lines(const json::Value& answer) {
  struct Line {
    Moment moment;
    std::string bus;
  };
  std::vector<Line> lines;
  std::string head;
  for (const json::Value& event : list_in(answer, "hops")) {
    if (head.empty()) {
      head = fmt::format("{}  {}  {}\n", text_in(event, "event_id"),
                         shown(text_in(event, "source")), shown(text_in(event, "detail_type")));
    }
    std::vector<Moment> moments;
    add_hop(event, moments);
    for (Moment& moment : moments) lines.push_back({std::move(moment), bus_name(event)});
  }
  // What has no time yet comes last.
  std::stable_sort(lines.begin(), lines.end(), [](const Line& a, const Line& b) {
    if (a.moment.time.empty() || b.moment.time.empty())
      return !a.moment.time.empty() && b.moment.time.empty();
    return a.moment.time < b.moment.time;
  });
  for (const Line& line : lines) {
    head +=
        fmt::format("{:<12}  {}  {}\n", time_of_day(line.moment.time), line.bus, line.moment.text);
  }
  return head;
}

std::string event_line(std::string_view raw_event) {
  auto members = json::raw_members(raw_event);
  if (!members.ok()) return std::string(raw_event);
  std::string line;
  json::Writer writer(line);
  writer.begin_object();
  for (const auto& [name, value] : *members) {
    auto envelope = name == "event" ? json::raw_string(value) : base::Result<std::string>("");
    writer.key(name).raw(name == "event" && envelope.ok() ? std::string_view(*envelope) : value);
  }
  writer.end_object();
  return line;
}

}  // namespace angarium::cli
