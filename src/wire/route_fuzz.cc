// Bytes as a request: first the method and the target, a line each, then header lines
// "name:value", then the body. Hygiene, routing, the name of the host and passwords take any; a
// route is an operation or an error, only names that AWS has are counted as unimplemented, and only
// one password is good.
#include <algorithm>

#include "base/assert.h"
#include "base/base64.h"
#include "wire/aws_operations.h"
#include "wire/basic_authenticator.h"
#include "wire/endpoint_name.h"
#include "wire/hygiene.h"
#include "wire/router.h"

namespace angarium::wire {

namespace {

http::Request read_request(std::string_view rest) {
  auto line = [&rest] {
    size_t end = std::min(rest.find('\n'), rest.size());
    std::string_view text = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    return text;
  };
  http::Request request;
  request.method = line();
  request.target = line();
  for (std::string_view text = line(); !text.empty(); text = line()) {
    size_t colon = std::min(text.find(':'), text.size());
    request.headers.add(text.substr(0, colon), text.substr(std::min(colon + 1, text.size())));
  }
  request.body = rest;
  return request;
}

struct None {};  // a service without operations of its own: all of AWS's are unimplemented

class Notes {
 public:
  Result<Plan<>> plan_take(const RequestContext&, const NoOutput&) {
    return Plan<>::nothing_to_decide();
  }
  Result<NoOutput> take(Authorized<NoOutput>) { return NoOutput{}; }
};

class OneKey final : public Credentials {
 public:
  std::optional<Credential> find(std::string_view id, std::string_view) override {
    if (id != "AKIAUSER") return std::nullopt;
    Credential credential{.secret = "s", .caller = {}};
    credential.caller.kind = CallerKind::kUser;
    return credential;
  }
};

bool is_let_in(const http::Request& request, const ServiceTable& service) {
  OneKey credentials;
  BasicAuthenticator authenticator(&credentials, {base::Region("us-east-1")});
  bool is_in = false;
  base::start([](BasicAuthenticator& authenticator, const http::Request& request,
                 const ServiceTable& service, bool& is_in) -> base::Task<void> {
    auto known = co_await authenticator.authenticate(request, service, base::Time{});
    is_in = known.ok();
    AG_ASSERT(is_in || known.error().status >= 400);
  }(authenticator, request, service, is_in));
  return is_in;
}

const std::vector<Service>& services() {
  static constexpr ServiceTable kEvents{.name = "events",
                                        .signing_name = "events",
                                        .target_prefix = "AWSEvents",
                                        .query_namespace = ""};
  static constexpr ServiceTable kSqs{.name = "sqs",
                                     .signing_name = "sqs",
                                     .target_prefix = "AmazonSQS",
                                     .json_protocol = Protocol::kJson10,
                                     .api_version = "2012-11-05",
                                     .query_namespace = "urn:sqs"};
  static constexpr Entrance kEntrance{"/notes/", "/take", nullptr};
  static constexpr Operation kRows[] = {operation<&Notes::plan_take, &Notes::take>("Take")};
  static constexpr ServiceTable kNotes{
      .name = "notes", .query_namespace = "", .operations = kRows, .entrance = &kEntrance};
  static None none;
  static Notes notes;
  static const std::vector<Service> all = {Service(kEvents, none), Service(kSqs, none),
                                           Service(kNotes, notes)};
  return all;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  http::Request request = read_request({reinterpret_cast<const char*>(data), size});
  static_cast<void>(Hygiene{.hosts = {"*.example.org"}, .origins = {}}.objection(request));
  static_cast<void>(signed_service(request));

  std::string host = host_name(request.headers.find("host").value_or(""));
  AG_ASSERT(host.size() <= size);
  EndpointName endpoint = read_endpoint_name(host);
  AG_ASSERT(endpoint.region.size() <= host.size());

  Route route = find_route(request, services());
  if (route.protocol == Protocol::kDocument) {
    AG_ASSERT(route.operation != nullptr && !route.place.empty());
    AG_ASSERT(request.target.starts_with("/notes/" + route.place + "/take"));
    request.secure = true;
    const auto fields = request.headers.find_all("authorization");
    const bool is_good = fields.size() == 1 && fields.front().size() > 6 &&
                         fields.front().ends_with(base::encode_base64("AKIAUSER:s"));
    AG_ASSERT(is_good || !is_let_in(request, route.service->table()));
    return 0;
  }
  AG_ASSERT(route.operation == nullptr && route.error.has_value());
  AG_ASSERT(!route.error->code.empty() && route.error->status >= 400);
  if (route.is_unimplemented) {
    auto names = aws_operations(route.service->table().name);
    AG_ASSERT(std::find(names.begin(), names.end(), route.operation_name) != names.end());
  }
  return 0;
}

}  // namespace angarium::wire
