#include "services/events/events_fixture_test.h"

#include <fmt/format.h>

#include "delivery/target_input.h"
#include "json/writer.h"

namespace angarium::services::events {
namespace {

class QueueTarget final : public delivery::Target {
 public:
  QueueTarget(std::vector<std::string>& queue, bool is_busy) : queue_(queue), is_busy_(is_busy) {}
  base::Task<delivery::Attempt> attempt(delivery::Delivery delivery) override {
    if (is_busy_) co_return delivery::Attempt::retryable("SDK_CLIENT_ERROR", "busy");
    auto input = delivery::TargetInput::of(delivery);
    if (!input.ok()) co_return delivery::refusal(input.error());
    queue_.emplace_back(input->text());
    co_return delivery::Attempt::delivered();
  }

 private:
  std::vector<std::string>& queue_;
  const bool is_busy_;
};

}  // namespace

void EventsTest::begin() {
  process_ = std::make_unique<Process>(++processes_, start_);
  Process& p = *process_;
  p.driver = store::make_executor_driver(p.executor);
  store::StoreOptions options;
  options.fatal = [](const base::Error&) {};  // tests break the disk on purpose
  options.free_bytes = [this]() -> base::Result<uint64_t> {
    return disk_is_full_ ? 0 : uint64_t{1} << 40;
  };
  auto opened = store::Store::open(disk_, p.clock, *p.driver, std::move(options));
  ASSERT_TRUE(opened.ok());
  p.store = std::move(*opened);
  p.ownership = std::make_unique<store::Ownership>(*p.store, p.executor);
  p.engine = std::make_unique<bus::Engine>(
      bus::Surroundings{.ownership = *p.ownership,
                        .executor = p.executor,
                        .clock = p.clock,
                        .random = p.random,
                        .metrics = p.metrics,
                        .targets = *this,
                        .quotas = std::make_shared<delivery::Quotas>(
                            [this](const base::AccountId&) { return limits_.delivery(); })},
      bus::Limits{});
  p.pool = std::make_unique<http::ClientPool>(p.executor, *way_out_);
  p.events = std::make_unique<Events>(Dependencies{
      .ownership = *p.ownership,
      .engine = *p.engine,
      .clock = p.clock,
      .random = p.random,
      .metrics = p.metrics,
      .authorizer = authorizer_,
      .page_tokens = wire::PageTokens(std::string(32, 'k')),
      .sealer = sealer_,
      .calls = {.pool = *p.pool, .executor = p.executor, .allows_plain_http = allows_plain_http_},
      .quotas = {.defaults = limits_, .accounts = own_limits_},
      .refuses_unknown_buses = refuses_unknown_buses_,
      .origins = Origins(origins_)});
  ASSERT_TRUE(run(p.events->load()).ok());
  ASSERT_TRUE(run(p.engine->start()).ok());
  p.events->start();
  std::vector<wire::Service> services;
  services.emplace_back(Events::table(), *p.events);
  services.emplace_back(Events::entrance_table(), *p.events);
  p.client = std::make_unique<wire::TestClient>(std::move(services), p.executor, &authorizer_);
}

base::Task<base::Result<std::unique_ptr<http::Stream>>> EventsTest::NoWayOut::connect(
    http::Origin, base::Instant) {
  co_return base::Error{http::HttpError::kConnectFailed, "nobody is there"};
}

void EventsTest::end() {
  if (!process_) return;
  process_->executor.drop_all();
  process_.reset();
}

EventsTest::Answer EventsTest::call(const std::string& operation, const std::string& body,
                                    const std::string& account) {
  return process_->client->json("AWSEvents." + operation, body, account);
}

std::string EventsTest::ok(const std::string& operation, const std::string& body,
                           const std::string& account) {
  Answer answer = call(operation, body, account);
  EXPECT_EQ(answer.status, 200) << operation << " " << body << "\n" << answer.body;
  return answer.body;
}

std::string EventsTest::error(const std::string& operation, const std::string& body,
                              const std::string& account) {
  Answer answer = call(operation, body, account);
  EXPECT_GE(answer.status, 400) << operation << " " << body << "\n" << answer.body;
  auto document = json::Document::parse(answer.body);
  if (!document.ok()) return answer.body;
  auto message = document->root().find("message");
  if (!message) message = document->root().find("Message");
  return answer.code() + ": " + (message ? std::string(*message->string()) : "");
}

std::string EventsTest::put_event(const std::string& bus, const std::string& detail,
                                  const std::string& account) {
  std::string quoted;
  json::append_quoted(detail, quoted);
  std::string entry = fmt::format(
      R"({{"EventBusName":"{}","Source":"shop","DetailType":"order","Detail":{}}})", bus, quoted);
  std::string body = ok("PutEvents", R"({"Entries":[)" + entry + "]}", account);
  size_t begin = body.find('[');
  return body.substr(begin, body.rfind(']') - begin + 1);
}

void EventsTest::run_for(base::Milliseconds span) {
  process_->executor.run_until(process_->executor.now() + span);
}

double EventsTest::metric(const std::string& line_start) const {
  std::string text = process_->metrics.text();
  size_t at = text.find("\n" + line_start);
  if (at == std::string::npos) return 0;
  size_t end = text.find('\n', at + 1);
  size_t space = text.rfind(' ', end);
  return std::stod(text.substr(space + 1, end - space - 1));
}

base::Result<std::shared_ptr<delivery::Target>> EventsTest::resolve(const delivery::Route& route,
                                                                    const delivery::BusId&) {
  const std::string& arn = route.target_arn.text();
  if (auto bus = parse_bus_arn(arn)) return process_->events->bus_target(*bus);
  if (parse_api_destination_arn(arn)) return process_->events->api_destination_target();
  return std::shared_ptr<delivery::Target>(
      std::make_shared<QueueTarget>(queues_[arn], busy_queues_.contains(arn)));
}

}  // namespace angarium::services::events
