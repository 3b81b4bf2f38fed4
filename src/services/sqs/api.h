#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "services/sqs/catalog.h"
#include "services/sqs/dead_letter_shapes.h"
#include "services/sqs/dependencies.h"
#include "services/sqs/message_shapes.h"
#include "services/sqs/move_task_shapes.h"
#include "services/sqs/mover.h"
#include "services/sqs/permission_shapes.h"
#include "services/sqs/queue_shapes.h"
#include "services/sqs/receipt_handle.h"
#include "services/sqs/receipt_shapes.h"
#include "services/sqs/receiver.h"
#include "services/sqs/tag_shapes.h"
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

// Where a message move task goes.
struct MoveRoute {
  NamedQueue source;
  std::optional<NamedQueue> destination = {};  // none: back where each message came from
};

using QueuePlan = wire::Result<wire::Plan<NamedQueue>>;
template <class Request>
using QueueCall = wire::Authorized<Request, NamedQueue>;
template <class Result>
using Answer = base::Task<wire::Result<Result>>;

// The operations of SQS: for each a plan (what must be allowed) and a handler. Names and semantics
// are those of the AWS API reference. Thread safe; `catalog` and what the dependencies refer to
// outlive it.
class Api {
 public:
  Api(const Dependencies& dependencies, Catalog& catalog, std::shared_ptr<Mover> mover);

  static const wire::ServiceTable& table();

  // Queues: queue_operations.cc
  QueuePlan plan_create_queue(const wire::RequestContext& request, const CreateQueueRequest& input);
  Answer<CreateQueueResult> create_queue(QueueCall<CreateQueueRequest> call);
  QueuePlan plan_delete_queue(const wire::RequestContext& request, const DeleteQueueRequest& input);
  Answer<wire::NoOutput> delete_queue(QueueCall<DeleteQueueRequest> call);
  QueuePlan plan_get_queue_url(const wire::RequestContext& request,
                               const GetQueueUrlRequest& input);
  wire::Result<GetQueueUrlResult> get_queue_url(QueueCall<GetQueueUrlRequest> call);
  wire::Result<wire::Plan<>> plan_list_queues(const wire::RequestContext& request,
                                              const ListQueuesRequest& input);
  wire::Result<ListQueuesResult> list_queues(wire::Authorized<ListQueuesRequest> call);
  QueuePlan plan_purge_queue(const wire::RequestContext& request, const PurgeQueueRequest& input);
  Answer<wire::NoOutput> purge_queue(QueueCall<PurgeQueueRequest> call);

  // What is known about a queue: attribute_operations.cc
  QueuePlan plan_get_queue_attributes(const wire::RequestContext& request,
                                      const GetQueueAttributesRequest& input);
  Answer<GetQueueAttributesResult> get_queue_attributes(QueueCall<GetQueueAttributesRequest> call);
  QueuePlan plan_set_queue_attributes(const wire::RequestContext& request,
                                      const SetQueueAttributesRequest& input);
  Answer<wire::NoOutput> set_queue_attributes(QueueCall<SetQueueAttributesRequest> call);

  // Dead letters: dead_letter_operations.cc
  QueuePlan plan_list_dead_letter_source_queues(const wire::RequestContext& request,
                                                const ListDeadLetterSourceQueuesRequest& input);
  wire::Result<ListDeadLetterSourceQueuesResult> list_dead_letter_source_queues(
      QueueCall<ListDeadLetterSourceQueuesRequest> call);

  // Message move tasks: move_task_operations.cc
  wire::Result<wire::Plan<MoveRoute>> plan_start_message_move_task(
      const wire::RequestContext& request, const StartMessageMoveTaskRequest& input);
  Answer<StartMessageMoveTaskResult> start_message_move_task(
      wire::Authorized<StartMessageMoveTaskRequest, MoveRoute> call);
  QueuePlan plan_cancel_message_move_task(const wire::RequestContext& request,
                                          const CancelMessageMoveTaskRequest& input);
  Answer<CancelMessageMoveTaskResult> cancel_message_move_task(
      QueueCall<CancelMessageMoveTaskRequest> call);
  QueuePlan plan_list_message_move_tasks(const wire::RequestContext& request,
                                         const ListMessageMoveTasksRequest& input);
  Answer<ListMessageMoveTasksResult> list_message_move_tasks(
      QueueCall<ListMessageMoveTasksRequest> call);

  // permission_operations.cc
  QueuePlan plan_add_permission(const wire::RequestContext& request,
                                const AddPermissionRequest& input);
  Answer<wire::NoOutput> add_permission(QueueCall<AddPermissionRequest> call);
  QueuePlan plan_remove_permission(const wire::RequestContext& request,
                                   const RemovePermissionRequest& input);
  Answer<wire::NoOutput> remove_permission(QueueCall<RemovePermissionRequest> call);

  // tag_operations.cc
  QueuePlan plan_tag_queue(const wire::RequestContext& request, const TagQueueRequest& input);
  Answer<wire::NoOutput> tag_queue(QueueCall<TagQueueRequest> call);
  QueuePlan plan_untag_queue(const wire::RequestContext& request, const UntagQueueRequest& input);
  Answer<wire::NoOutput> untag_queue(QueueCall<UntagQueueRequest> call);
  QueuePlan plan_list_queue_tags(const wire::RequestContext& request,
                                 const ListQueueTagsRequest& input);
  wire::Result<ListQueueTagsResult> list_queue_tags(QueueCall<ListQueueTagsRequest> call);

  // Messages: message_operations.cc
  QueuePlan plan_send_message(const wire::RequestContext& request, const SendMessageRequest& input);
  Answer<SendMessageResult> send_message(QueueCall<SendMessageRequest> call);
  QueuePlan plan_send_message_batch(const wire::RequestContext& request,
                                    const SendMessageBatchRequest& input);
  Answer<SendMessageBatchResult> send_message_batch(QueueCall<SendMessageBatchRequest> call);
  QueuePlan plan_receive_message(const wire::RequestContext& request,
                                 const ReceiveMessageRequest& input);
  Answer<ReceiveMessageResult> receive_message(QueueCall<ReceiveMessageRequest> call);

  // What a receipt handle allows: receipt_operations.cc
  QueuePlan plan_delete_message(const wire::RequestContext& request,
                                const DeleteMessageRequest& input);
  Answer<wire::NoOutput> delete_message(QueueCall<DeleteMessageRequest> call);
  QueuePlan plan_delete_message_batch(const wire::RequestContext& request,
                                      const DeleteMessageBatchRequest& input);
  Answer<DeleteMessageBatchResult> delete_message_batch(QueueCall<DeleteMessageBatchRequest> call);
  QueuePlan plan_change_message_visibility(const wire::RequestContext& request,
                                           const ChangeMessageVisibilityRequest& input);
  Answer<wire::NoOutput> change_message_visibility(QueueCall<ChangeMessageVisibilityRequest> call);
  QueuePlan plan_change_message_visibility_batch(const wire::RequestContext& request,
                                                 const ChangeMessageVisibilityBatchRequest& input);
  Answer<ChangeMessageVisibilityBatchResult> change_message_visibility_batch(
      QueueCall<ChangeMessageVisibilityBatchRequest> call);

  // Ends all long polls.
  void stop() { receiver_.stop(); }

 private:
  // What a request with a queue's URL needs to be allowed.
  QueuePlan plan_for_url(const wire::RequestContext& request, std::string_view action,
                         std::string_view queue_url) const;
  // The same where "cross-account permissions don't apply to this action" (API reference): whatever
  // a queue's policy says, other accounts can't.
  QueuePlan plan_for_owner(const wire::RequestContext& request, std::string_view action,
                           std::string_view queue_url) const;

  // The last name of the page before; empty when there was none.
  wire::Result<std::string> page_position(const std::string& scope,
                                          const std::optional<std::string>& token) const;

  wire::Result<CreateQueueResult> answer_existing(const wire::RequestContext& request,
                                                  const CreateQueueRequest& input,
                                                  const QueueAttributes& wanted,
                                                  const Queue& existing) const;
  // Whether the queue may send its dead letters where its RedrivePolicy says.
  wire::Result<void> check_redrive(const QueueAddress& source,
                                   const QueueAttributes& attributes) const;
  base::Result<QueuePtr> read_queue(const QueueAddress& address) const;
  base::Task<wire::Result<QueuePtr>> commit_new_queue(Queue queue);

  // Changes a queue's record: reads it, lets `change` decide, and commits it with `along`; again
  // when somebody else changed it meanwhile. `change` must not wait.
  using Change = std::function<wire::Result<void>(Queue&)>;
  Answer<wire::NoOutput> change_queue(QueueAddress address, Change change,
                                      std::vector<store::Operation> along = {});

  wire::Check owner_check(const wire::RequestContext& request, std::string_view action,
                          const NamedQueue& named) const;
  wire::Result<void> check_move_route(const MoveRoute& route) const;
  struct MoveRecord {
    MoveTasks tasks;
    store::Revision revision = 0;
  };
  base::Result<MoveRecord> read_move_tasks(const QueueAddress& source) const;
  base::Task<wire::Result<void>> commit_new_task(QueueAddress source, MoveTask task);

  base::Task<wire::Result<std::vector<store::Outcome>>> delete_messages(
      const Queue& queue, std::vector<Receipt> receipts);
  wire::Result<store::QueueRelease> visibility_release(
      const Queue& queue, const std::string& handle, std::optional<int32_t> timeout_seconds) const;
  wire::Result<void> show_counts(const Queue& queue, AttributeMap& shown) const;

  // Whom the policy names as ids, or InvalidAttributeValue.
  wire::Result<void> keep_principals(QueueAttributes& attributes) const;

  store::Ownership& ownership_;
  const wire::Principals* const principals_;
  const base::Clock& clock_;
  base::Random& random_;
  const wire::PageTokens& page_tokens_;
  const Settings settings_;
  Catalog& catalog_;
  const std::shared_ptr<Mover> mover_;
  Receiver receiver_;
};

}  // namespace angarium::services::sqs
