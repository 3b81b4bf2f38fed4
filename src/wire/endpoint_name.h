#pragma once

#include <array>
#include <string>
#include <string_view>

namespace angarium::wire {

// The domains that AWS answers its APIs under, in the partitions whose names resolve in public.
// Source: dnsSuffix and dualStackDnsSuffix of botocore's data/partitions.json, 2026.
inline constexpr std::array<std::string_view, 6> kAwsDomains = {
    "amazonaws.com",    "api.aws",
    "amazonaws.com.cn", "api.amazonwebservices.com.cn",
    "amazonaws.eu",     "api.amazonwebservices.eu"};

// The host of "name", "name:80", "1.2.3.4:80" or "[::1]:80", lower case, without a final dot.
std::string host_name(std::string_view authority);

// Whether a host_name() lies below one of kAwsDomains.
bool is_aws_host(std::string_view host);

// What a host_name() in AWS's style says, under whatever domain; empty is what it doesn't say.
//
//   sqs.eu-west-1.amazonaws.com, sqs-fips.eu-west-1.api.aws    sqs, eu-west-1
//   events.localhost, sts.amazonaws.com                        events, sts
//   eu-west-1.queue.localhost, queue.localhost                 sqs: how clients of before 2023 name
//   it queue.amazonaws.com                                        sqs, us-east-1
struct EndpointName {
  std::string service;
  std::string region;
};
EndpointName read_endpoint_name(std::string_view host);

}  // namespace angarium::wire
