#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/asio_executor.h"
#include "base/clock.h"
#include "delivery/targets/aws_target.h"
#include "server/config.h"
#include "server/targets.h"
#include "wire/authorizer.h"

namespace angarium::server {

// What the rules of this server may reach that is not on it: AWS services by the endpoints that the
// configuration names, and buses of other Angarium servers, its peers. Connections have a thread of
// their own. Thread safe.
class RemoteServices {
 public:
  // All outlive it.
  struct Surroundings {
    base::Executor& work;  // runs attempts
    const base::Clock& clock;
    wire::Authorizer& authorizer;
  };

  // Reads credentials. StartError::kData names the section of the configuration that is at fault.
  static base::Result<std::unique_ptr<RemoteServices>> open(const Config& config,
                                                            const Surroundings& surroundings);
  ~RemoteServices() { stop(); }

  // Whether an endpoint is configured for the ARN's service.
  bool has_endpoint(const base::Arn& arn) const;
  // The target behind an ARN of an AWS service. kUnsupportedTarget when there is no endpoint for
  // it: the message names the section that is missing.
  Targets::Found find(const base::Arn& arn, const delivery::Route& route,
                      const delivery::BusId& from) const;

  // The event bus of another Angarium server; none when no peer has the ARN's account and region.
  std::optional<Targets::Found> find_peer(const base::Arn& arn) const;

  // Ends the thread; no call may begin any more.
  void stop() { executor_.stop(); }

 private:
  struct Remote {
    std::shared_ptr<const delivery::targets::AwsEndpoint> endpoint;
    std::vector<std::string> accounts;
    std::vector<std::string> regions;  // of a peer
    std::unique_ptr<http::Connector> connector;
    std::unique_ptr<http::ClientPool> pool;
  };

  explicit RemoteServices(const Surroundings& surroundings)
      : surroundings_(surroundings), executor_("remote", 1) {}
  base::Result<Remote> open(const RemoteConfig& config);
  const Remote* find_remote(const std::string& service) const;
  delivery::targets::AwsTarget::Admission admission() const;

  const Surroundings surroundings_;
  base::AsioExecutor executor_;
  std::map<std::string, Remote, std::less<>> endpoints_;
  std::vector<Remote> peers_;
};

}  // namespace angarium::server
