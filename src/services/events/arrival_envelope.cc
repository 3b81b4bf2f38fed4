#include "services/events/arrival_envelope.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>

#include "base/id.h"
#include "base/shown.h"
#include "bus/limits.h"
#include "json/raw_json.h"
#include "services/events/errors.h"
#include "services/events/requests.h"

namespace angarium::services::events {
namespace {

// The longest of AWS's regions has 14; theirs for a government's own have more.
constexpr size_t kRegionCharactersMax = 32;
constexpr size_t kIdCharactersMax = 64;           // PutEventsResultEntry: EventId
constexpr size_t kReplayNameCharactersMax = 64;   // StartReplayRequest: ReplayName
constexpr size_t kResourceCharactersMax = 2048;   // PutEventsRequestEntry: Resources
constexpr size_t kDetailTypeCharactersMax = 128;  // PutEventsRequestEntry: DetailType
constexpr size_t kShownCharactersMax = 100;       // of what is wrong

std::string shown(std::string_view text) { return base::shown(text, kShownCharactersMax); }

bool is_letter_or_digit(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}
// As AWS names things: an id is a UUID, but a transformer may put another name there.
bool is_name(std::string_view text, size_t characters_max) {
  return !text.empty() && text.size() <= characters_max &&
         std::all_of(text.begin(), text.end(), [](char c) {
           return is_letter_or_digit(c) || c == '.' || c == '-' || c == '_';
         });
}
bool is_id(std::string_view text) { return is_name(text, kIdCharactersMax); }
bool is_replay_name(std::string_view text) { return is_name(text, kReplayNameCharactersMax); }
bool is_region(std::string_view text) {
  return is_name(text, kRegionCharactersMax) && std::all_of(text.begin(), text.end(), [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
         });
}
bool is_detail_type(std::string_view text) {
  return !text.empty() && count_characters(text) <= kDetailTypeCharactersMax;
}
bool is_not_empty(std::string_view text) { return !text.empty(); }
bool is_version(std::string_view text) { return text == "0"; }

// A member whose value is a string.
struct TextMember {
  std::string_view name;
  std::string ArrivalEnvelope::*value;  // null: it says nothing more
  bool (*is_good)(std::string_view);
  std::string_view wanted;
};
constexpr std::array<TextMember, 7> kTexts{{
    {"version", nullptr, is_version, "\"0\""},
    {"id", &ArrivalEnvelope::id, is_id, "1 to 64 letters, digits, `.`, `-` and `_`"},
    {"source", &ArrivalEnvelope::source, is_not_empty, "a string that is not empty"},
    {"detail-type", &ArrivalEnvelope::detail_type, is_detail_type,
     "a string of 1 to 128 characters"},
    {"account", &ArrivalEnvelope::account, base::is_account_id, "twelve digits"},
    {"region", &ArrivalEnvelope::region, is_region, "the name of a region, like eu-west-1"},
    {"replay-name", &ArrivalEnvelope::replay_name, is_replay_name,
     "1 to 64 letters, digits, `.`, `-` and `_`"},
}};

wire::Error wrong(std::string_view member, std::string_view wanted) {
  return validation(fmt::format("`{}` of the event must be {}.", member, wanted));
}

// None for what is no string, and for one with half a surrogate pair, which no UTF-8 can say.
std::optional<std::string> text_of(std::string_view value) {
  auto text = json::raw_string(value);
  if (!text.ok() || !json::is_utf8(*text)) return std::nullopt;
  return std::move(*text);
}

wire::Result<void> read_text(const TextMember& member, std::string_view value,
                             ArrivalEnvelope& envelope) {
  std::optional<std::string> text = text_of(value);
  if (!text || !member.is_good(*text)) return wrong(member.name, member.wanted);
  if (member.value != nullptr) envelope.*member.value = std::move(*text);
  return {};
}

wire::Result<void> read_resources(std::string_view value, ArrivalEnvelope& envelope) {
  const wire::Error refused = wrong("resources", "a list of strings of at most 2048 characters");
  auto elements = json::raw_elements(value);
  if (!elements.ok()) return refused;
  for (std::string_view element : *elements) {
    std::optional<std::string> text = text_of(element);
    if (!text || count_characters(*text) > kResourceCharactersMax) return refused;
    envelope.resources.push_back(std::move(*text));
  }
  return {};
}

// An offset can lead out of the years that the envelope can say.
wire::Result<void> read_time(std::string_view value, ArrivalEnvelope& envelope) {
  const std::optional<std::string> said = text_of(value);
  envelope.time = said ? base::parse_iso(*said) : std::nullopt;
  if (envelope.time && base::parse_iso(base::format_iso_seconds(*envelope.time))) return {};
  return wrong("time", "a time like \"2026-11-22T08:30:00Z\"");
}

wire::Result<void> read_member(std::string_view name, std::string_view value,
                               ArrivalEnvelope& envelope) {
  const auto* text = std::find_if(kTexts.begin(), kTexts.end(),
                                  [&](const TextMember& each) { return each.name == name; });
  if (text != kTexts.end()) return read_text(*text, value, envelope);
  if (name == "resources") return read_resources(value, envelope);
  if (name == "detail") {
    if (!value.starts_with('{')) return wrong(name, "a JSON object");
    envelope.detail = value;
    return {};
  }
  if (name == "time") return read_time(value, envelope);
  return validation(fmt::format(
      "`{}` is no member of an event. Let the target send the event as it is, or an input "
      "transformer make one of source, detail-type, detail, resources, time, id, account, region, "
      "replay-name and version; body parameters of a connection have no place in it.",
      shown(name)));
}

wire::Result<void> expect_whole(const ArrivalEnvelope& envelope) {
  for (const auto& [name, value] : {std::pair{"source", &envelope.source},
                                    {"detail-type", &envelope.detail_type},
                                    {"detail", &envelope.detail}}) {
    if (!value->empty()) continue;
    return validation(fmt::format(
        "`{}` is missing: an event has at least source, detail-type and detail.", name));
  }
  return {};
}

}  // namespace

wire::Result<ArrivalEnvelope> read_arrival(std::string_view body) {
  if (!json::is_utf8(body)) return validation("The body is not UTF-8; send the event as JSON.");
  // The detail may be nested as deep as the engine takes it, the envelope around it is one more.
  auto members = json::raw_members(body, bus::Limits{}.detail_depth_max + 1);
  if (!members.ok()) {
    return validation(
        fmt::format("The body must be an event as EventBridge sends it, one JSON "
                    "object and nothing else: {}.",
                    members.error().message()));
  }
  ArrivalEnvelope envelope;
  std::set<std::string_view> seen;
  for (const auto& [name, value] : *members) {
    if (!seen.insert(name).second) {
      return validation(fmt::format("`{}` is there twice; leave one away.", shown(name)));
    }
    AG_CHECK(read_member(name, value, envelope));
  }
  AG_CHECK(expect_whole(envelope));
  return envelope;
}

size_t size_bytes(const ArrivalEnvelope& envelope) {
  size_t size = envelope.time ? 14 : 0;
  for (const auto* text : {&envelope.source, &envelope.detail_type, &envelope.detail}) {
    size += text->size();
  }
  for (const std::string& resource : envelope.resources) size += resource.size();
  return size;
}

}  // namespace angarium::services::events
