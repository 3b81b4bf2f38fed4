#pragma once

#include <optional>
#include <string>

#include "base/random.h"
#include "services/sqs/message_shapes.h"
#include "services/sqs/queue.h"
#include "wire/request_context.h"

// The way of a message that a client sends, up to the commit: the same for SendMessage and for each
// entry of a batch. Events from rules join it at message_push() (push.h).
namespace angarium::services::sqs {

// What a client asks to have sent. A plain value.
struct Parcel {
  std::string body;
  std::optional<int32_t> delay_seconds;
  AttributeValues attributes;
  SystemAttributeValues system_attributes;
  Grouping grouping;

  // Takes it out of a SendMessageRequest or a SendMessageBatchRequestEntry.
  template <class Request>
  static Parcel take(Request& request) {
    return {.body = std::move(request.message_body),
            .delay_seconds = request.delay_seconds,
            .attributes = std::move(request.message_attributes),
            .system_attributes = std::move(request.message_system_attributes),
            .grouping = {.group_id = std::move(request.message_group_id),
                         .deduplication_id = std::move(request.message_deduplication_id)}};
  }

  // What counts against the 1 MiB of a batch, whether or not the parcel is valid.
  int64_t size_bytes() const;
};

// A parcel that passed all checks.
struct Outgoing {
  store::QueuePush push;
  SendMessageResult result;  // what the sender is told once `push` is committed

  // Adds what the commit says: a FIFO queue's answer names the message that this one repeats.
  void note(const Queue& queue, const store::OperationResult& pushed);
};

// Checks a parcel against the queue's attributes and gives it an id.
wire::Result<Outgoing> pack(Parcel parcel, const Queue& queue, const wire::Caller& sender,
                            base::Time now, base::Random& random);

}  // namespace angarium::services::sqs
