#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/arn.h"
#include "base/id.h"
#include "wire/error.h"

namespace angarium::services::sqs {

using QueueName = base::Id<struct QueueNameTag>;

// Which queue a client means; the region is that of the request. A plain value.
struct QueueAddress {
  base::AccountId account;
  base::Region region;
  QueueName name;

  base::Arn arn() const;
  friend auto operator<=>(const QueueAddress&, const QueueAddress&) = default;
};

// A FIFO queue's name ends in ".fifo", and no other's.
bool is_fifo(const QueueName& name);

// "arn:aws:sqs:eu-west-1:111122223333:orders". None for what can't be a queue's.
std::optional<QueueAddress> parse_queue_arn(std::string_view text);

// 1 to 80 of A-Z a-z 0-9 _ -, of which the last five may be ".fifo".
wire::Result<QueueName> parse_queue_name(std::string_view text);

// "http://localhost:4566/000000000000/orders". `base_url` is how the client reached us, so that the
// answer works from where the client is.
std::string queue_url(std::string_view base_url, const QueueAddress& address);

// The account and the name at the end of a queue URL. Scheme, host and port may be any: names of a
// server change (proxies, containers, tunnels), and clients keep URLs. InvalidAddress for what has
// no such end.
wire::Result<QueueAddress> parse_queue_url(std::string_view url, const base::Region& region);

}  // namespace angarium::services::sqs
