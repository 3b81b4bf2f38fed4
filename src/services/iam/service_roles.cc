#include "services/iam/service_roles.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace angarium::services::iam {
namespace {

constexpr std::array kServiceRoles = {
    ServiceRole{"apidestinations.events.amazonaws.com",
                "AWSServiceRoleForAmazonEventBridgeApiDestinations"},
    ServiceRole{"autoscaling.amazonaws.com", "AWSServiceRoleForAutoScaling", true},
    ServiceRole{"ecs.amazonaws.com", "AWSServiceRoleForECS"},
    ServiceRole{"elasticache.amazonaws.com", "AWSServiceRoleForElastiCache"},
    ServiceRole{"elasticloadbalancing.amazonaws.com", "AWSServiceRoleForElasticLoadBalancing"},
    ServiceRole{"events.amazonaws.com", "AWSServiceRoleForCloudWatchEvents"},
    ServiceRole{"ops.apigateway.amazonaws.com", "AWSServiceRoleForAPIGateway"},
    ServiceRole{"organizations.amazonaws.com", "AWSServiceRoleForOrganizations"},
    ServiceRole{"rds.amazonaws.com", "AWSServiceRoleForRDS"},
    ServiceRole{"replicator.lambda.amazonaws.com", "AWSServiceRoleForLambdaReplicator"},
    ServiceRole{"schemas.amazonaws.com", "AWSServiceRoleForSchemas"},
    ServiceRole{"spot.amazonaws.com", "AWSServiceRoleForEC2Spot"},
};

}  // namespace

const ServiceRole* find_service_role(std::string_view service) {
  const auto* found =
      std::find_if(kServiceRoles.begin(), kServiceRoles.end(),
                   [&](const ServiceRole& role) { return role.service == service; });
  return found != kServiceRoles.end() ? &*found : nullptr;
}

std::string service_role_path(std::string_view service) {
  return fmt::format("/aws-service-role/{}/", service);
}

std::string service_trust(std::string_view service) {
  return fmt::format(R"({{"Version":"2012-10-17","Statement":[{{"Effect":"Allow",)"
                     R"("Principal":{{"Service":"{}"}},"Action":"sts:AssumeRole"}}]}})",
                     service);
}

}  // namespace angarium::services::iam
