#pragma once

#include <string>
#include <vector>

#include "services/sqs/catalog.h"
#include "services/sqs/dependencies.h"
#include "services/sqs/message_shapes.h"
#include "services/sqs/queue_shapes.h"
#include "services/sqs/receiver.h"
#include "wire/operation.h"
#include "wire/page_token.h"
#include "wire/service.h"

namespace angarium::services::sqs {

// The queue that a request names. A plan loads it even when there is none, so that a caller who
// isn't allowed to ask can't tell the two cases apart.
struct NamedQueue {
  QueueAddress address;
  QueuePtr queue;  // null: there is none
};

// The operations of SQS: for each a plan (what must be allowed) and a handler. Names and semantics
// are those of the AWS API reference. Thread safe; `catalog` and what the dependencies refer to
// outlive it.
class Api {
 public:
  Api(const Dependencies& dependencies, Catalog& catalog);

  static const wire::ServiceTable& table();

  wire::Result<wire::Plan<NamedQueue>> plan_create_queue(const wire::RequestContext& request,
                                                         const CreateQueueRequest& input);
  base::Task<wire::Result<CreateQueueResult>> create_queue(
      wire::Authorized<CreateQueueRequest, NamedQueue> call);

  wire::Result<wire::Plan<NamedQueue>> plan_delete_queue(const wire::RequestContext& request,
                                                         const DeleteQueueRequest& input);
  base::Task<wire::Result<wire::NoOutput>> delete_queue(
      wire::Authorized<DeleteQueueRequest, NamedQueue> call);

  wire::Result<wire::Plan<NamedQueue>> plan_get_queue_url(const wire::RequestContext& request,
                                                          const GetQueueUrlRequest& input);
  wire::Result<GetQueueUrlResult> get_queue_url(
      wire::Authorized<GetQueueUrlRequest, NamedQueue> call);

  wire::Result<wire::Plan<>> plan_list_queues(const wire::RequestContext& request,
                                              const ListQueuesRequest& input);
  wire::Result<ListQueuesResult> list_queues(wire::Authorized<ListQueuesRequest> call);

  wire::Result<wire::Plan<NamedQueue>> plan_get_queue_attributes(
      const wire::RequestContext& request, const GetQueueAttributesRequest& input);
  base::Task<wire::Result<GetQueueAttributesResult>> get_queue_attributes(
      wire::Authorized<GetQueueAttributesRequest, NamedQueue> call);

  wire::Result<wire::Plan<NamedQueue>> plan_send_message(const wire::RequestContext& request,
                                                         const SendMessageRequest& input);
  base::Task<wire::Result<SendMessageResult>> send_message(
      wire::Authorized<SendMessageRequest, NamedQueue> call);

  wire::Result<wire::Plan<NamedQueue>> plan_receive_message(const wire::RequestContext& request,
                                                            const ReceiveMessageRequest& input);
  base::Task<wire::Result<ReceiveMessageResult>> receive_message(
      wire::Authorized<ReceiveMessageRequest, NamedQueue> call);

  wire::Result<wire::Plan<NamedQueue>> plan_delete_message(const wire::RequestContext& request,
                                                           const DeleteMessageRequest& input);
  base::Task<wire::Result<wire::NoOutput>> delete_message(
      wire::Authorized<DeleteMessageRequest, NamedQueue> call);

  wire::Result<wire::Plan<NamedQueue>> plan_delete_message_batch(
      const wire::RequestContext& request, const DeleteMessageBatchRequest& input);
  base::Task<wire::Result<DeleteMessageBatchResult>> delete_message_batch(
      wire::Authorized<DeleteMessageBatchRequest, NamedQueue> call);

  // Ends all long polls.
  void stop() { receiver_.stop(); }

 private:
  wire::Result<wire::Plan<NamedQueue>> plan_for_url(const wire::RequestContext& request,
                                                    std::string_view action,
                                                    std::string_view queue_url) const;
  wire::Result<CreateQueueResult> answer_existing(const wire::RequestContext& request,
                                                  const CreateQueueRequest& input,
                                                  const QueueAttributes& wanted,
                                                  const Queue& existing) const;
  base::Result<QueuePtr> read_queue(const QueueAddress& address) const;
  base::Task<wire::Result<QueuePtr>> commit_new_queue(Queue queue);
  base::Task<wire::Result<void>> delete_messages(const Queue& queue,
                                                 std::vector<store::MessageId> ids);
  wire::Result<void> show_counts(const Queue& queue, AttributeMap& shown) const;

  store::Ownership& ownership_;
  const base::Clock& clock_;
  base::Random& random_;
  const wire::PageTokens& page_tokens_;
  const Settings settings_;
  Catalog& catalog_;
  Receiver receiver_;
};

}  // namespace angarium::services::sqs
