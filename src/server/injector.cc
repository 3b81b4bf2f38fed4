#include "server/injector.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "base/log.h"
#include "base/uuid.h"
#include "bus/envelope.h"
#include "json/value.h"
#include "json/writer.h"
#include "server/server.h"
#include "server/service_event.h"

namespace angarium::server {
namespace {

constexpr const char* kReadOnlyWarning =
    "on AWS only rules of state ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS see calls that only "
    "read; here all enabled ones do";

struct Wish {
  ServiceEvent event;
  std::string bus = "default";
  std::string account, access_key_id, region, time;
  bool preview = false;
};

base::Error refused(std::string message) { return {StartError::kData, std::move(message)}; }

std::map<std::string_view, std::string*> text_members(Wish& wish) {
  ServiceEvent& event = wish.event;
  return {{"bus", &wish.bus},
          {"account", &wish.account},
          {"access_key_id", &wish.access_key_id},
          {"region", &wish.region},
          {"time", &wish.time},
          {"service", &event.service},
          {"source", &event.source},
          {"detail_type", &event.detail_type},
          {"detail", &event.detail},
          {"api_call", &event.api_call},
          {"request", &event.request},
          {"response", &event.response},
          {"caller", &event.caller},
          {"error_code", &event.error_code},
          {"object_created", &event.object_created},
          {"object_deleted", &event.object_deleted},
          {"instance_state", &event.instance_state}};
}

base::Result<void> read_resources(json::Value list, std::vector<std::string>& resources) {
  for (json::Value each : list.elements()) {
    auto text = each.string();
    if (!text) return refused("`resources` is a list of strings");
    resources.emplace_back(*text);
  }
  return {};
}

base::Result<Wish> read_wish(std::string_view request) {
  auto document = json::Document::parse(request);
  if (!document.ok()) return refused("the request is no JSON");
  Wish wish;
  auto texts = text_members(wish);
  for (json::Member member : document->root().members()) {
    auto text = texts.find(member.name);
    if (text != texts.end() && member.value.string()) {
      *text->second = *member.value.string();
    } else if (member.name == "resources") {
      AG_CHECK(read_resources(member.value, wish.event.resources));
    } else if (member.name == "object_bytes" && member.value.integer()) {
      wish.event.object_bytes = *member.value.integer();
    } else if (member.name == "preview" && member.value.boolean()) {
      wish.preview = *member.value.boolean();
    } else {
      return refused(
          fmt::format("`{}` is no member of an injection, or of another kind", member.name));
    }
  }
  return wish;
}

base::Result<base::Time> time_of(const std::string& text, base::Time now) {
  if (text.empty()) return now;
  if (auto time = base::parse_iso(text)) return *time;
  return refused(fmt::format("`{}` is no time; it looks like 2026-11-22T08:30:00Z", text));
}

std::string answer_of(const bus::Event& event, const std::string& bus, const std::string& warning) {
  std::string answer;
  json::Writer writer(answer);
  writer.begin_object().key("event_id").string(event.id.text());
  writer.key("account").string(event.account.text()).key("region").string(event.region.text());
  writer.key("bus").string(bus);
  if (!warning.empty()) writer.key("warning").string(warning);
  writer.end_object();
  return answer;
}

}  // namespace

bool Injector::may(const base::AccountId& account) const {
  return std::any_of(accounts_.begin(), accounts_.end(), [&](const std::string& each) {
    return each == "*" || each == account.text();
  });
}

base::Result<Injector::Prepared> Injector::prepare(const std::string& request) const {
  AG_TRY(wish, read_wish(request));
  AG_TRY(account, whereabouts_.account(wish.account, wish.access_key_id));
  AG_TRY(region, whereabouts_.region(wish.region));
  AG_TRY(time, time_of(wish.time, clock_.now()));
  wish.event.account = account;
  wish.event.region = region;
  wish.event.time = time;
  Prepared prepared{{{account, region, 0}, wish.bus}, {}, wish.preview, ""};
  if (is_read_only(wish.event.api_call)) prepared.warning = kReadOnlyWarning;
  AG_TRY(event, make_event(std::move(wish.event), random_));
  prepared.event = std::move(event);
  prepared.event.id = bus::EventId(base::uuid(random_));
  return prepared;
}

base::Task<base::Result<std::string>> Injector::inject(std::string request, std::string who) {
  co_await base::resume_on(work_);
  auto prepared = prepare(request);
  if (!prepared.ok()) co_return prepared.error();
  if (prepared->preview) co_return bus::render_envelope(prepared->event);
  const base::AccountId account = prepared->event.account;
  if (!may(account)) {
    audit("an injection was refused", who, *prepared);
    co_return refused(fmt::format(
        "account {0} takes no injected events: its operator allows them by `inject.accounts = "
        "[\"{0}\"]` in the server's configuration",
        account.text()));
  }
  auto put = co_await services_.put_service_event(prepared->bus, prepared->event);
  if (!put.ok()) co_return put.error();
  audit("an event was injected", who, *prepared);
  co_return answer_of(prepared->event, prepared->bus.name, prepared->warning);
}

void Injector::audit(std::string_view what, const std::string& who, const Prepared& prepared) {
  const bus::Event& event = prepared.event;
  base::log(base::LogLevel::kWarning, what,
            {{"by", who},
             {"event_id", event.id.text()},
             {"account", event.account.text()},
             {"region", event.region.text()},
             {"bus", prepared.bus.name},
             {"source", event.source},
             {"detail_type", event.detail_type}});
}

}  // namespace angarium::server
