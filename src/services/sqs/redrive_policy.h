#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "services/sqs/queue_name.h"

namespace angarium::services::sqs {

// The attribute RedrivePolicy: where messages go that were received too often. A plain value.
struct RedrivePolicy {
  QueueAddress dead_letter_queue;
  uint32_t receives_max = 0;  // maxReceiveCount, 1 to 1,000
  std::string text;           // as the client gave it, which is how it is shown

  // InvalidParameterValue in AWS's words. Whether the queue is there is not looked at.
  static wire::Result<RedrivePolicy> parse(std::string_view text);
  bool means_the_same(const RedrivePolicy& other) const {
    return dead_letter_queue == other.dead_letter_queue && receives_max == other.receives_max;
  }
};

// The attribute RedriveAllowPolicy: which queues may use this one for their dead letters. A plain
// value.
struct RedriveAllowPolicy {
  enum class Permission : uint8_t { kAllowAll, kDenyAll, kByQueue };
  static constexpr size_t kSourcesMax = 10;  // API reference, SetQueueAttributes

  Permission permission = Permission::kAllowAll;
  std::vector<std::string> source_arns = {};  // of kByQueue
  std::string text;

  static wire::Result<RedriveAllowPolicy> parse(std::string_view text);
  bool allows(const QueueAddress& source) const;
  bool means_the_same(const RedriveAllowPolicy& other) const {
    return permission == other.permission && source_arns == other.source_arns;
  }
};

}  // namespace angarium::services::sqs
