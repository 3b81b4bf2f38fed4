#include "services/events/errors.h"
#include "services/events/requests.h"
#include "services/events/tags.h"

namespace angarium::services::events {
namespace {

// None, or why there is nothing to tag.
std::optional<wire::Error> find_missing(const Bus* bus, const RequestedResource& resource) {
  if (!bus) return no_such_bus(resource.on.id);
  if (resource.rule.empty() || bus->find_rule(resource.rule)) return std::nullopt;
  return no_such_rule(resource.on.id, resource.rule);
}

const Tags& tags_of(const Bus& bus, const std::string& rule) {
  return rule.empty() ? bus.record.tags : bus.find_rule(rule)->record.tags;
}

wire::Check check_tagging(const wire::RequestContext& request, std::string_view operation,
                          const RequestedResource& resource) {
  return resource.rule.empty() ? check_on_bus(request, operation, resource.on)
                               : check_on_rule(request, operation, resource.on, resource.rule);
}

}  // namespace

wire::Result<RequestedResource> Events::requested_resource(const wire::RequestContext& request,
                                                           const std::string& arn) const {
  std::optional<Resource> named = parse_resource_arn(arn);
  if (!named) return malformed_arn(arn);
  return RequestedResource{.on = requested(request, bus_arn(named->bus)), .rule = named->rule};
}

Events::ResourcePlan Events::plan_tag_resource(const wire::RequestContext& request,
                                               const TagResourceRequest& input) {
  AG_TRY(resource, requested_resource(request, input.resource_arn));
  wire::Check check = check_tagging(request, "TagResource", resource);
  add_tag_keys(check, input.tags);
  return wire::Plan<RequestedResource>(std::move(check), std::move(resource));
}

Events::ResourcePlan Events::plan_untag_resource(const wire::RequestContext& request,
                                                 const UntagResourceRequest& input) {
  AG_TRY(resource, requested_resource(request, input.resource_arn));
  wire::Check check = check_tagging(request, "UntagResource", resource);
  check.keys["aws:TagKeys"] = input.tag_keys;
  return wire::Plan<RequestedResource>(std::move(check), std::move(resource));
}

Events::ResourcePlan Events::plan_list_tags_for_resource(const wire::RequestContext& request,
                                                         const ListTagsForResourceRequest& input) {
  AG_TRY(resource, requested_resource(request, input.resource_arn));
  wire::Check check = check_tagging(request, "ListTagsForResource", resource);
  return wire::Plan<RequestedResource>(std::move(check), std::move(resource));
}

Events::Answer<TagResourceResponse> Events::tag_resource(ResourceCall<TagResourceRequest> call) {
  std::vector<Tag> added = call.input().tags;
  TagChange change = [&added](Tags tags) { return with_tags(std::move(tags), added); };
  wire::Result<void> changed =
      co_await change_tags(call.loaded(), call.request().time, std::move(change));
  if (!changed.ok()) co_return changed.error();
  co_return TagResourceResponse{};
}

// Keys that the resource doesn't have are removed already.
Events::Answer<UntagResourceResponse> Events::untag_resource(
    ResourceCall<UntagResourceRequest> call) {
  std::vector<std::string> removed = call.input().tag_keys;
  TagChange change = [&removed](Tags tags) -> wire::Result<Tags> {
    for (const std::string& key : removed) tags.erase(key);
    return tags;
  };
  wire::Result<void> changed =
      co_await change_tags(call.loaded(), call.request().time, std::move(change));
  if (!changed.ok()) co_return changed.error();
  co_return UntagResourceResponse{};
}

base::Task<wire::Result<void>> Events::change_tags(RequestedResource resource, base::Time now,
                                                   TagChange change) {
  const BusId& id = resource.on.id;
  if (!resource.on.bus) co_return no_such_bus(id);
  store::Turns::Turn turn = co_await turns_.take(id.partition);
  std::shared_ptr<const Bus> bus = catalog_.find(id);
  if (auto missing = find_missing(bus.get(), resource)) co_return *missing;
  const Rule* rule = resource.rule.empty() ? nullptr : bus->find_rule(resource.rule);
  wire::Result<void> allowed = rule ? check_not_managed(rule->record) : wire::Result<void>();
  if (!allowed.ok()) co_return allowed.error();
  wire::Result<Tags> tags = change(tags_of(*bus, resource.rule));
  if (!tags.ok()) co_return tags.error();
  if (!rule) {
    BusRecord record = changed_record(*bus, now);
    record.tags = std::move(*tags);
    co_return co_await change_record(bus, std::move(record));
  }
  RuleRecord record = rule->record;
  record.tags = std::move(*tags);
  co_return co_await change_rule(bus, std::move(record), rule->pattern);
}

wire::Result<ListTagsForResourceResponse> Events::list_tags_for_resource(
    ResourceCall<ListTagsForResourceRequest> call) {
  const RequestedResource& resource = call.loaded();
  if (auto missing = find_missing(resource.on.bus.get(), resource)) return *missing;
  return ListTagsForResourceResponse{.tags = to_shapes(tags_of(*resource.on.bus, resource.rule))};
}

}  // namespace angarium::services::events
