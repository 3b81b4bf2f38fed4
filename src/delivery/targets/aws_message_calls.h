#pragma once

#include "delivery/targets/aws_call.h"

// The calls that bring an event to a target that takes messages. Each is named by the operation
// that it calls; shapes are those of AWS's API models.
namespace angarium::delivery::targets {

base::Result<AwsCall> lambda_invoke(const CallSubject& subject);
base::Result<AwsCall> sns_publish(const CallSubject& subject);
base::Result<AwsCall> sqs_send_message(const CallSubject& subject);
base::Result<AwsCall> logs_put_log_events(const CallSubject& subject);
base::Result<AwsCall> logs_create_log_stream(const CallSubject& subject);
base::Result<AwsCall> kinesis_put_record(const CallSubject& subject);
base::Result<AwsCall> firehose_put_record(const CallSubject& subject);
// A REST API of API Gateway: its own method and path, with the target's HttpParameters.
base::Result<AwsCall> execute_api_invoke(const CallSubject& subject);
base::Result<AwsCall> events_put_events(const CallSubject& subject);

// Of PutEvents' 200: its one entry may have failed.
Attempt judge_put_events(std::string_view body);

}  // namespace angarium::delivery::targets
