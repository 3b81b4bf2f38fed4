#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>

#include "base/arn.h"
#include "delivery/target.h"

namespace angarium::server {

// Where services meet: which service answers for the targets whose ARNs name it. The engine asks it
// for every delivery. Filled before the engine starts; thread safe from then on.
class Targets final : public delivery::TargetResolver {
 public:
  using Found = base::Result<std::shared_ptr<delivery::Target>>;
  using Find =
      std::function<Found(const base::Arn&, const delivery::Route&, const delivery::BusId&)>;

  // `service` as ARNs spell it: "sqs".
  void add(std::string service, Find find);
  // Who answers for all other services.
  void add_others(Find find) { others_ = std::move(find); }

  Found resolve(const delivery::Route& route, const delivery::BusId& from) override;

 private:
  std::map<std::string, Find, std::less<>> services_;
  Find others_;
};

}  // namespace angarium::server
