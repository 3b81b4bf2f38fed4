#include <algorithm>
#include <array>

#include "json/scanner.h"
#include "pattern/rule_index.h"
#include "services/events/errors.h"
#include "services/events/events.h"

namespace angarium::services::events {
namespace {

using json::TokenKind;

// AWS's API reference names `resources` too, but the service answers without it.
constexpr std::array<std::string_view, 6> kMandatoryFields{"id",   "account", "source",
                                                           "time", "region",  "detail-type"};

wire::Error invalid_event() { return validation("Parameter Event is not valid."); }

// Whether the event is an object that has all of them, whatever their values. Of the rest of it no
// more is looked at than it takes to find them.
bool has_mandatory_fields(std::string_view event) {
  std::array<bool, kMandatoryFields.size()> found{};
  json::Scanner scanner(event, pattern::kEventDepthMax);
  auto token = scanner.next();
  if (!token.ok() || token->kind != TokenKind::kObjectBegin) return false;
  std::string name;
  for (token = scanner.next(); token.ok() && token->kind == TokenKind::kKey;
       token = scanner.next()) {
    name.clear();
    json::unescape(token->raw, name);
    const auto* field = std::find(kMandatoryFields.begin(), kMandatoryFields.end(), name);
    if (field != kMandatoryFields.end()) {
      found[static_cast<size_t>(field - kMandatoryFields.begin())] = true;
    }
    if (!scanner.skip_value().ok()) return false;
  }
  return std::all_of(found.begin(), found.end(), [](bool one) { return one; });
}

}  // namespace

wire::Result<wire::Plan<>> Events::plan_test_event_pattern(const wire::RequestContext&,
                                                           const TestEventPatternRequest&) {
  return wire::Plan<>(wire::Check{.action = "events:TestEventPattern"});
}

wire::Result<TestEventPatternResponse> Events::test_event_pattern(
    wire::Authorized<TestEventPatternRequest> call) {
  const TestEventPatternRequest& input = call.input();
  if (!has_mandatory_fields(input.event)) return invalid_event();
  // How long a pattern may be here says the shape; a rule's quota is PutRule's.
  auto parsed =
      pattern::Pattern::parse(input.event_pattern, {.limits = {.characters_max = SIZE_MAX}});
  if (!parsed.ok()) return invalid_pattern(parsed.error().message());
  pattern::Rule rule{.id = 0,
                     .pattern = std::make_shared<const pattern::Pattern>(std::move(*parsed))};
  pattern::RuleIndex rules;
  pattern::Scratch scratch;
  auto matches = rules.change({}, {&rule, 1})->match(input.event, scratch);
  if (!matches.ok()) return invalid_event();
  return TestEventPatternResponse{.result = !matches->empty()};
}

}  // namespace angarium::services::events
