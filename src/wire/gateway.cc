#include "wire/gateway.h"

#include <fmt/format.h>

#include <chrono>

#include "base/log.h"
#include "base/uuid.h"
#include "sigv4/error.h"
#include "wire/answer.h"
#include "wire/json_codec.h"
#include "wire/query_codec.h"

namespace angarium::wire {
namespace {

// From a hundred microseconds, a cached read, to ten seconds; long polls fall into the last ones.
const std::vector<double> kSecondsBounds = {0.0001, 0.0003, 0.001, 0.003, 0.01, 0.03,
                                            0.1,    0.3,    1,     3,     10,   30};

// Two services must not claim the same requests, and every row must be whole.
void check_tables(const std::vector<Service>& services, bool knows_basic) {
  for (const Service& service : services) {
    const ServiceTable& table = service.table();
    AG_ASSERT(!table.name.empty());
    const bool speaks_aws = !table.target_prefix.empty() || !table.query_namespace.empty();
    AG_ASSERT(speaks_aws ? !table.signing_name.empty() : table.entrance != nullptr);
    AG_ASSERT(table.entrance == nullptr ||
              (knows_basic && !speaks_aws && table.operations.size() == 1));
    for (const Operation& row : table.operations) {
      AG_ASSERT(row.plan != nullptr && row.handle != nullptr && row.make_input != nullptr);
      AG_ASSERT(table.find(row.name) == &row);
    }
    for (const Service& other : services) {
      if (&other == &service) continue;
      AG_ASSERT(table.name != other.table().name);
      AG_ASSERT(table.target_prefix.empty() || table.target_prefix != other.table().target_prefix);
    }
  }
}

Error missing_authentication(Protocol protocol) {
  base::Error unsigned_error(sigv4::ErrorCode::kUnsigned,
                             protocol == Protocol::kQuery
                                 ? "Request is missing Authentication Token"
                                 : "Missing Authentication Token");
  return to_wire_error(unsigned_error);
}

}  // namespace

Gateway::Gateway(std::vector<Service> services, GatewayParts parts)
    : services_(std::move(services)),
      parts_(std::move(parts)),
      gatekeeper_(parts_.authorizer),
      other_metrics_(metrics_for("none", "none")) {
  check_tables(services_, parts_.entrance_authenticator != nullptr);
  for (const Service& service : services_) {
    for (const Operation& row : service.table().operations) {
      patterns_.add(row.input());
      operation_metrics_.emplace(
          &row, metrics_for(std::string(service.table().name), std::string(row.name)));
    }
  }
}

base::Task<http::Response> Gateway::handle(http::Request request) {
  co_await base::resume_on(parts_.worker);
  base::Instant begin = parts_.worker.now();
  std::string request_id = base::uuid(parts_.random);
  Route route;
  http::Response response;
  // The last catch: whatever a library throws below ends here as an answer and a line in the log.
  try {
    response = co_await answer(request, route, request_id);
  } catch (const std::exception& exception) {
    base::log(base::LogLevel::kError, "a request ended in an exception",
              {{"request_id", request_id}, {"what", exception.what()}});
    response = error_response(route, request_id, internal_failure());
  }
  count(route, response.status, begin);
  co_return response;
}

base::Task<http::Response> Gateway::answer(const http::Request& request, Route& route,
                                           std::string request_id) {
  if (std::optional<std::string> objection = parts_.hygiene.objection(request)) {
    Error refused{.code = "AccessDeniedException", .message = *objection, .status = 403};
    co_return error_response(route, request_id, refused);
  }
  route = find_route(request, services_);
  RequestContext context = context_of(request, route, request_id);
  Result<Output> output = co_await call(request, route, context);
  if (!output.ok()) co_return error_response(route, request_id, output.error());
  co_return success_response(route, request_id, output->get());
}

base::Task<Result<Gateway::Output>> Gateway::call(const http::Request& request, Route& route,
                                                  RequestContext& context) {
  if (route.service == nullptr) co_return *route.error;
  const ServiceTable& table = route.service->table();
  Authenticator& authenticator =
      table.entrance == nullptr ? parts_.authenticator : *parts_.entrance_authenticator;
  AG_CO_TRY(authenticated, authenticator.authenticate(request, table, context.time));
  bool is_anonymous = authenticated.caller.kind == CallerKind::kAnonymous;
  if (is_anonymous && (route.operation == nullptr || !route.operation->is_anonymous_allowed)) {
    co_return missing_authentication(route.protocol);
  }
  if (route.error) co_return *route.error;
  context.caller = std::move(authenticated.caller);
  context.region = std::move(authenticated.region);
  co_return co_await run(route, context, request.body);
}

base::Task<Result<Gateway::Output>> Gateway::run(const Route& route, const RequestContext& context,
                                                 std::string_view body) {
  auto input = decode(route, body);
  if (!input.ok()) co_return input.error();
  const Operation& operation = *route.operation;
  void* api = route.service->api();
  AG_CO_TRY(plan, operation.plan(api, context, input->get()));
  Result<Verdicts> verdicts = gatekeeper_.decide(context, plan);
  if (!verdicts.ok()) co_return verdicts.error();
  co_return co_await operation.handle(api, context, input->get(), plan.loaded.get(), *verdicts);
}

Result<std::shared_ptr<void>> Gateway::decode(const Route& route, std::string_view body) const {
  Violations violations;
  Decoding decoding{.patterns = patterns_, .violations = violations};
  std::shared_ptr<void> input = route.operation->make_input();
  const Shape& shape = route.operation->input();
  if (route.protocol == Protocol::kDocument) {
    AG_CHECK(route.service->table().entrance->read(route.place, body, input.get()));
  } else if (route.protocol == Protocol::kQuery) {
    AG_CHECK(decode_query(route.form, shape, input.get(), decoding));
  } else {
    AG_CHECK(decode_json(body, shape, input.get(), decoding));
  }
  if (violations.empty()) return input;
  const ServiceTable& table = route.service->table();
  return table.invalid != nullptr ? table.invalid(violations) : validation_exception(violations);
}

RequestContext Gateway::context_of(const http::Request& request, const Route& route,
                                   std::string request_id) const {
  std::string_view host = request.headers.find("host").value_or("localhost");
  RequestContext context;
  context.request_id = std::move(request_id);
  context.service = route.service != nullptr ? std::string(route.service->table().name) : "";
  context.operation = route.operation_name;
  context.source_address = request.peer_address;
  context.user_agent = request.headers.find("user-agent").value_or("");
  context.time = parts_.clock.now();
  context.secure = request.secure;
  context.base_url = fmt::format("{}://{}", request.secure ? "https" : "http", host);
  return context;
}

Gateway::OperationMetrics Gateway::metrics_for(const std::string& service,
                                               const std::string& operation) {
  auto counter = [&](const char* outcome) {
    return parts_.metrics.counter(
        "angarium_requests_total", "Requests by operation and outcome.",
        {{"service", service}, {"operation", operation}, {"outcome", outcome}});
  };
  return {.ok = counter("ok"),
          .client_error = counter("client_error"),
          .server_error = counter("server_error"),
          .seconds = parts_.metrics.histogram(
              "angarium_request_seconds", "Time from the whole request to its answer.",
              kSecondsBounds, {{"service", service}, {"operation", operation}})};
}

// The labels are bounded: only names that AWS has come here.
void Gateway::count_unimplemented(const Route& route) {
  base::Labels labels = {{"service", std::string(route.service->table().name)},
                         {"operation", route.operation_name}};
  parts_.metrics
      .counter("angarium_unimplemented_requests_total",
               "Requests for operations that AWS has and this version does not.", labels)
      .add();
}

void Gateway::count(const Route& route, int status, base::Instant begin) {
  if (route.is_unimplemented) count_unimplemented(route);
  auto found = operation_metrics_.find(route.operation);
  OperationMetrics& metrics = found != operation_metrics_.end() ? found->second : other_metrics_;
  base::Counter& counter = status < 400   ? metrics.ok
                           : status < 500 ? metrics.client_error
                                          : metrics.server_error;
  counter.add();
  metrics.seconds.observe(std::chrono::duration<double>(parts_.worker.now() - begin).count());
}

}  // namespace angarium::wire
