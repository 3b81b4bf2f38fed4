#pragma once

#include <set>
#include <string>
#include <vector>

#include "services/sqs/message_shapes.h"
#include "services/sqs/queue.h"
#include "store/operations.h"

namespace angarium::services::sqs {

// What a ReceiveMessage wants to see of each message besides its body. A plain value.
class Selection {
 public:
  // InvalidAttributeName for a system attribute that nobody knows.
  static wire::Result<Selection> read(const ReceiveMessageRequest& input);

  // A message leased at `received` as the client sees it. The MD5 sum of attributes covers those
  // shown.
  wire::Result<ReceivedMessage> show(const Queue& queue, const store::Message& message,
                                     base::Time received) const;

 private:
  AttributeMap system_attributes(const Queue& queue, const store::Message& message,
                                 const MessageContent& content, const MessageState& state) const;
  bool wants(std::string_view attribute) const;

  bool all_system_ = false;
  std::set<std::string> system_names_;
  bool all_ = false;
  std::set<std::string, std::less<>> names_;
  std::vector<std::string> prefixes_;
};

}  // namespace angarium::services::sqs
