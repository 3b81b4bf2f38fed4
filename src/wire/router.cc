#include "wire/router.h"

#include <fmt/format.h>

#include "base/id.h"
#include "base/shown.h"
#include "wire/authenticator.h"
#include "wire/endpoint_name.h"
#include "wire/unimplemented.h"

namespace angarium::wire {
namespace {

std::string_view path_of(const http::Request& request) {
  std::string_view target = request.target;
  return target.substr(0, target.find('?'));
}

std::string_view query_of(const http::Request& request) {
  size_t mark = request.target.find('?');
  return mark == std::string::npos ? std::string_view()
                                   : std::string_view(request.target).substr(mark + 1);
}

Error unknown_operation(std::string_view service, std::string_view operation) {
  return {.code = "UnknownOperationException",
          .message = fmt::format("`{}` has no operation `{}`.", service, operation),
          .query_code = "InvalidAction"};
}

void set_operation(Route& route, std::string_view name) {
  route.operation_name = name;
  const ServiceTable& table = route.service->table();
  route.operation = table.find(name);
  if (route.operation != nullptr) return;
  route.is_unimplemented = is_unimplemented(table, name);
  route.error =
      route.is_unimplemented ? not_implemented(table, name) : unknown_operation(table.name, name);
}

Route route_by_target(std::string_view target, const std::vector<Service>& services) {
  Route route;
  size_t dot = target.rfind('.');
  std::string_view prefix = target.substr(0, dot);
  for (const Service& service : services) {
    if (service.table().target_prefix.empty() || service.table().target_prefix != prefix) continue;
    route.service = &service;
    route.protocol = service.table().json_protocol;
  }
  if (route.service == nullptr || dot == std::string_view::npos) {
    route.service = nullptr;
    route.error =
        Error{.code = "UnknownOperationException",
              .message = fmt::format("No service here has the X-Amz-Target `{}`.", target)};
    return route;
  }
  set_operation(route, target.substr(dot + 1));
  return route;
}

// A queue URL: /123456789012/name.
bool is_queue_path(std::string_view path) {
  return path.size() > 14 && path[0] == '/' && path[13] == '/' &&
         base::is_account_id(path.substr(1, 12));
}

const Service* find_query_service(const http::Request& request, const Form& form,
                                  const std::vector<Service>& services) {
  auto find = [&services](auto matches) -> const Service* {
    for (const Service& service : services) {
      if (!service.table().query_namespace.empty() && matches(service.table())) return &service;
    }
    return nullptr;
  };
  std::string signed_for = signed_service(request);
  if (const Service* found =
          find([&](const ServiceTable& table) { return table.signing_name == signed_for; })) {
    return found;
  }
  std::optional<std::string_view> version = form.find("Version");
  if (const Service* found = find(
          [&](const ServiceTable& table) { return version && table.api_version == *version; })) {
    return found;
  }
  std::string host = host_name(request.headers.find("host").value_or(""));
  std::string named = read_endpoint_name(host).service;
  if (const Service* found = find([&](const ServiceTable& table) { return table.name == named; })) {
    return found;
  }
  if (!is_queue_path(path_of(request))) return nullptr;
  return find([](const ServiceTable& table) { return table.name == "sqs"; });
}

Route route_by_form(const http::Request& request, const std::vector<Service>& services) {
  Route route;
  route.protocol = Protocol::kQuery;
  std::string text(query_of(request));
  if (!text.empty() && !request.body.empty()) text += '&';
  text += request.body;
  auto form = Form::parse(text);
  if (!form.ok()) {
    route.error = form.error();
    return route;
  }
  route.form = std::move(*form);
  std::optional<std::string_view> action = route.form.find("Action");
  if (!action) {
    route.error = Error{.code = "MissingAction",
                        .message = "The request is missing an action or a required parameter."};
    return route;
  }
  route.service = find_query_service(request, route.form, services);
  if (route.service == nullptr) {
    route.error = Error{
        .code = "InvalidAction",
        .message = fmt::format("No service here could be found for the action `{}`: neither the "
                               "signature nor the version nor the host names one.",
                               *action)};
    return route;
  }
  set_operation(route, *action);
  return route;
}

// What the path leads to when it is the entrance's; else empty.
std::string_view place_of(const Entrance& entrance, std::string_view path) {
  const size_t around = entrance.before.size() + entrance.after.size();
  const bool is_its =
      path.size() > around && path.starts_with(entrance.before) && path.ends_with(entrance.after);
  return is_its ? path.substr(entrance.before.size(), path.size() - around) : std::string_view();
}

// A parameter that would be ignored is refused; so is a method that promises something else.
std::optional<Error> entrance_objection(const http::Request& request) {
  if (request.method != "POST" && request.method != "PUT") {
    return Error{.code = "MethodNotAllowedException",
                 .message = fmt::format("`{}` is not answered here; send the event by POST or PUT.",
                                        base::shown(request.method, 20)),
                 .status = 405};
  }
  if (request.target.find('?') == std::string::npos) return std::nullopt;
  return Error{.code = "ValidationException",
               .message =
                   "The URL must not have a query; leave query parameters away, those of "
                   "the connection and the target among them."};
}

std::optional<Route> route_by_path(const http::Request& request,
                                   const std::vector<Service>& services) {
  for (const Service& service : services) {
    const Entrance* entrance = service.table().entrance;
    if (entrance == nullptr) continue;
    const std::string_view place = place_of(*entrance, path_of(request));
    if (place.empty()) continue;
    Route route;
    route.protocol = Protocol::kDocument;
    route.service = &service;
    route.operation = &service.table().operations.front();
    route.operation_name = route.operation->name;
    route.place = place;
    route.error = entrance_objection(request);
    return route;
  }
  return std::nullopt;
}

bool is_form(const http::Request& request) {
  std::string_view type = request.headers.find("content-type").value_or("");
  constexpr std::string_view kForm = "application/x-www-form-urlencoded";
  return http::equals_ignoring_case(type.substr(0, kForm.size()), kForm) ||
         query_of(request).find("Action=") != std::string_view::npos;
}

}  // namespace

Route find_route(const http::Request& request, const std::vector<Service>& services) {
  if (std::optional<std::string_view> target = request.headers.find("x-amz-target")) {
    return route_by_target(*target, services);
  }
  if (auto entered = route_by_path(request, services)) return std::move(*entered);
  if (is_form(request)) return route_by_form(request, services);
  Route route;
  route.error = Error{.code = "UnknownOperationException",
                      .message =
                          "The request names no operation: it has neither an X-Amz-Target "
                          "header nor an Action.",
                      .status = 404};
  return route;
}

}  // namespace angarium::wire
