"""Targets that lie elsewhere: every kind of AWS target is called by its service's own API, signed
with the credentials of the endpoint that the configuration names."""
import base64
import json

import pytest

from angarium_process import SERVE_CONFIG, ServeProcess
from conftest import end, started
from permitted import queue_for_rules, role_for_rules
from queue_reader import receive_messages
from signed_endpoint import SignedEndpoint, violations

ENDPOINTS = """
[endpoints."*"]
url = "{url}"
credentials_file = "{{directory}}/credentials"
profile = "far"
allow_networks = ["127.0.0.1"]
"""
CREDENTIALS = """
[default]
aws_access_key_id = AKIAWRONGPROFILE0000
aws_secret_access_key = wrong
[far]
aws_access_key_id = {access_key}
aws_secret_access_key={secret}
aws_session_token = {token}
"""
DETAIL = {"status": "paid", "id": "o-7"}


@pytest.fixture(scope="module")
def far():
    endpoint = SignedEndpoint(token="a/session+token==")
    yield endpoint
    endpoint.close()


@pytest.fixture(scope="module")
def near(tmp_path_factory, far):
    """An account of a server whose AWS services are all at `far`."""
    directory = tmp_path_factory.mktemp("near")
    keys = far.credentials
    (directory / "credentials").write_text(CREDENTIALS.format(
        access_key=keys.access_key, secret=keys.secret_key, token=keys.token))
    process = ServeProcess(directory, SERVE_CONFIG + ENDPOINTS.format(url=far.url))
    account = process.create_account("near")
    started(process)
    yield account
    end(process)


def route(account, name, **target):
    """A rule of that name, for events of that source, with this one target."""
    events = account.client("events")
    events.put_rule(Name=name, EventPattern=json.dumps({"source": [name]}))
    answer = events.put_targets(Rule=name, Targets=[{"Id": "t", **target}])
    assert answer["FailedEntryCount"] == 0, answer


def put(account, source, detail=None):
    answer = account.client("events").put_events(Entries=[{
        "Source": source, "DetailType": "order", "Detail": json.dumps(detail or DETAIL)}])
    assert answer["FailedEntryCount"] == 0, answer
    return answer["Entries"][0]["EventId"]


def arn(account, service, resource, region="us-east-1"):
    return f"arn:aws:{service}:{region}:{account.id}:{resource}"


def test_lambda_and_sns(near, far):
    function = arn(near, "lambda", "function:settle:live", region="eu-central-1")
    topic = arn(near, "sns", "orders")
    route(near, "lambda-case", Arn=function)
    route(near, "sns-case", Arn=topic, InputTransformer={
        "InputPathsMap": {"id": "$.detail.id"}, "InputTemplate": '"order <id> & more"'})
    event_id = put(near, "lambda-case")
    put(near, "sns-case")

    invoke = far.wait_for(lambda call: call.service == "lambda")
    assert invoke.problem is None
    assert invoke.region == "eu-central-1", "that of the function"
    quoted = function.replace(":", "%3A")
    assert invoke.path == f"/2015-03-31/functions/{quoted}/invocations"
    assert invoke.headers["X-Amz-Invocation-Type"] == "Event"
    assert invoke.json()["id"] == event_id and invoke.json()["detail"] == DETAIL

    publish = far.wait_for(lambda call: call.service == "sns")
    assert publish.problem is None
    assert publish.form() == {"Action": "Publish", "Version": "2010-03-31", "TopicArn": topic,
                              "Message": '"order o-7 & more"'}


# What follows the account in the ARN, what a role must be allowed, more of the target, the
# operation, and what it must say; in that, the target's ARN.
ARN = "(its ARN)"
KINDS = {
    "kinesis": ("kinesis", "stream/s", "kinesis:PutRecord",
                {"KinesisParameters": {"PartitionKeyPath": "$.detail.id"}},
                "PutRecord", {"PartitionKey": "o-7", "StreamARN": ARN, "StreamName": "s"}),
    "firehose": ("firehose", "deliverystream/d", "firehose:PutRecord", {},
                 "PutRecord", {"DeliveryStreamName": "d"}),
    "states": ("states", "stateMachine:m", "states:StartExecution", {},
               "StartExecution", {"stateMachineArn": ARN}),
    "ecs": ("ecs", "cluster/c", "ecs:RunTask",
            {"EcsParameters": {
                "TaskDefinitionArn": "arn:aws:ecs:us-east-1:111122223333:task-definition/t:1",
                "TaskCount": 2, "LaunchType": "FARGATE", "Group": "$.detail.status",
                "EnableECSManagedTags": True, "Tags": [{"Key": "k", "Value": "v"}],
                "NetworkConfiguration": {"awsvpcConfiguration": {
                    "Subnets": ["subnet-1"], "AssignPublicIp": "ENABLED"}}},
             "Input": '{"containerOverrides":[{"name":"n","command":["x"]}]}'},
            "RunTask",
            {"cluster": ARN, "count": 2, "launchType": "FARGATE", "group": "paid",
             "enableECSManagedTags": True, "tags": [{"key": "k", "value": "v"}],
             "networkConfiguration": {"awsvpcConfiguration": {
                 "subnets": ["subnet-1"], "assignPublicIp": "ENABLED"}},
             "overrides": {"containerOverrides": [{"name": "n", "command": ["x"]}]}}),
    "batch": ("batch", "job-queue/q", "batch:SubmitJob",
              {"BatchParameters": {"JobDefinition": "d:1", "JobName": "n",
                                   "ArrayProperties": {"Size": 3},
                                   "RetryStrategy": {"Attempts": 2}},
               "Input": '{"Parameters":{"Key":"v"},'
                        '"ContainerOverrides":{"Environment":[{"Name":"A","Value":"b"}]}}'},
              "SubmitJob",
              {"jobQueue": ARN, "jobDefinition": "d:1", "jobName": "n",
               "arrayProperties": {"size": 3}, "retryStrategy": {"attempts": 2},
               "parameters": {"Key": "v"},
               "containerOverrides": {"environment": [{"name": "A", "value": "b"}]}}),
    "codebuild": ("codebuild", "project/p", "codebuild:StartBuild",
                  {"Input": '{"sourceVersion":"main","projectName":"another"}'},
                  "StartBuild", {"projectName": "p", "sourceVersion": "main"}),
    "codepipeline": ("codepipeline", "line", "codepipeline:StartPipelineExecution", {},
                     "StartPipelineExecution", {"name": "line"}),
    "run-command": ("ssm", "document/AWS-RunShellScript", "ssm:SendCommand",
                    {"RunCommandParameters": {"RunCommandTargets": [
                        {"Key": "tag:role", "Values": ["web", "$.detail.id"]}]},
                     "Input": '{"commands":["uptime"]}'},
                    "SendCommand",
                    {"DocumentName": "AWS-RunShellScript", "Parameters": {"commands": ["uptime"]},
                     "Targets": [{"Key": "tag:role", "Values": ["web", "o-7"]}]}),
    "automation": ("ssm", "automation-definition/Stop:$LATEST", "ssm:StartAutomationExecution",
                   {"Input": '{"InstanceId":["i-1"]}'}, "StartAutomationExecution",
                   {"DocumentName": "Stop", "DocumentVersion": "$LATEST",
                    "Parameters": {"InstanceId": ["i-1"]}}),
    "opsitem": ("ssm", "opsitem", "ssm:CreateOpsItem", {}, "CreateOpsItem",
                {"Title": "order", "Source": "kind-opsitem"}),
    "incident": ("ssm-incidents", "response-plan/p", "ssm-incidents:StartIncident", {},
                 "StartIncident", {"responsePlanArn": ARN}),
    "redshift": ("redshift", "cluster:c", "redshift-data:ExecuteStatement",
                 {"RedshiftDataParameters": {"Database": "d", "Sql": "$.detail.id",
                                             "DbUser": "u", "WithEvent": True}},
                 "ExecuteStatement",
                 {"ClusterIdentifier": "c", "Sql": "o-7", "DbUser": "u", "WithEvent": True}),
    "redshift-serverless": ("redshift-serverless", "workgroup/w",
                            "redshift-data:ExecuteStatement",
                            {"RedshiftDataParameters": {"Database": "d", "Sql": "select 1"}},
                            "ExecuteStatement", {"WorkgroupName": ARN, "Sql": "select 1"}),
    "sagemaker": ("sagemaker", "pipeline/p", "sagemaker:StartPipelineExecution",
                  {"SageMakerPipelineParameters": {"PipelineParameterList": [
                      {"Name": "n", "Value": "$.detail.id"}]}},
                  "StartPipelineExecution",
                  {"PipelineName": "p", "PipelineParameters": [{"Name": "n", "Value": "o-7"}]}),
    "glue": ("glue", "workflow/w", "glue:notifyEvent", {}, "StartWorkflowRun", {"Name": "w"}),
    "imagebuilder": ("imagebuilder", "image-pipeline/p", "imagebuilder:*", {},
                     "StartImagePipelineExecution", {"imagePipelineArn": ARN}),
    "inspector": ("inspector", "target/0-x/template/0-y", "inspector:StartAssessmentRun", {},
                  "StartAssessmentRun", {"assessmentTemplateArn": ARN}),
}


def test_api_gateway(near, far):
    api = arn(near, "execute-api", "a1b2/prod/PUT/orders/*/state")
    route(near, "gateway-case", Arn=api, HttpParameters={
        "PathParameterValues": ["$.detail.id"], "HeaderParameters": {"X-Status": "$.detail.status"},
        "QueryStringParameters": {"from": "bus"}})
    put(near, "gateway-case")
    call = far.wait_for(lambda call: call.service == "execute-api")
    assert call.problem is None
    assert (call.method, call.path) == ("PUT", "/prod/orders/o-7/state?from=bus")
    assert call.headers["X-Status"] == "paid" and call.json()["detail"] == DETAIL


REST = {"SubmitJob": "/v1/submitjob", "StartIncident": "/startIncident",
        "StartImagePipelineExecution": "/StartImagePipelineExecution"}
SIGNED_AS = {"redshift": "redshift-data", "redshift-serverless": "redshift-data"}


@pytest.mark.parametrize("kind", KINDS)
def test_the_call_of_each_kind(near, far, kind):
    service, resource, action, more, operation, expected = KINDS[kind]
    before = len(far.calls)
    target = arn(near, service, resource)
    name = f"kind-{kind}"
    role = role_for_rules(near.client("iam"), name, action)
    route(near, name, Arn=target, RoleArn=role, **more)
    put(near, name)
    call = far.wait_for(lambda call: call in far.calls[before:])
    assert call.problem is None
    assert call.service == SIGNED_AS.get(service, service)
    if operation in REST:
        assert call.path == REST[operation]
    else:
        assert call.target.endswith("." + operation)
    said = call.json()
    assert violations(call.service, operation, said) == ""
    wanted = {name: target if value == ARN else value for name, value in expected.items()}
    assert wanted.items() <= said.items()
    if "Data" in said:
        assert json.loads(base64.b64decode(said["Data"]))["detail"] == DETAIL


def test_a_missing_log_stream_is_made_first(near, far):
    missing = (400, {}, b'{"__type":"ResourceNotFoundException","message":"no such stream"}')
    far.answers["Logs_20140328.PutLogEvents"] = [missing]
    route(near, "logs-case", Arn=arn(near, "logs", "log-group:/aws/events/orders:*"))
    put(near, "logs-case")
    far.wait_for(lambda call: call.service == "logs" and len(
        [each for each in far.calls if each.service == "logs"]) == 3)
    first, made, second = [call for call in far.calls if call.service == "logs"]
    assert made.target == "Logs_20140328.CreateLogStream"
    assert first.target == second.target == "Logs_20140328.PutLogEvents"
    said = second.json()
    assert violations("logs", "PutLogEvents", said) == ""
    assert violations("logs", "CreateLogStream", made.json()) == ""
    assert said["logGroupName"] == "/aws/events/orders"
    assert said["logStreamName"] == made.json()["logStreamName"]
    assert json.loads(said["logEvents"][0]["message"])["detail"] == DETAIL


def test_throttling_is_tried_again(near, far):
    path = "/2015-03-31/functions/" + arn(near, "lambda", "function:slow").replace(
        ":", "%3A") + "/invocations"
    far.answers[path] = [
        (429, {"x-amzn-errortype": "TooManyRequestsException:http://x"}, b'{"message":"slow"}'),
        (500, {}, b'{"__type":"ServiceException"}')]
    route(near, "slow-case", Arn=arn(near, "lambda", "function:slow"))
    put(near, "slow-case")
    far.wait_for(lambda call: [each.path for each in far.calls].count(path) == 3)


def failing(near, name, **target):
    """The dead letter's attributes of a delivery that fails."""
    url, queue = queue_for_rules(near.client("sqs"), near.id, name)
    route(near, name, DeadLetterConfig={"Arn": queue}, **target)
    put(near, name)
    sqs = near.client("sqs")
    answer = sqs.receive_message(QueueUrl=url, WaitTimeSeconds=20, MessageAttributeNames=["All"])
    attributes = answer["Messages"][0]["MessageAttributes"]
    return {key: value["StringValue"] for key, value in attributes.items()}


def test_a_denial_is_for_good_and_says_why(near, far):
    path = "/2015-03-31/functions/" + arn(near, "lambda", "function:shut").replace(
        ":", "%3A") + "/invocations"
    far.answers[path] = [(403, {"x-amzn-errortype": "AccessDeniedException"},
                          b'{"Message":"not authorized to perform: lambda:InvokeFunction"}')]
    letter = failing(near, "shut-case", Arn=arn(near, "lambda", "function:shut"))
    assert letter["ERROR_CODE"] == "NO_PERMISSIONS"
    assert letter["ERROR_MESSAGE"] == (
        "The target answered with status 403 AccessDeniedException: not authorized to perform: "
        "lambda:InvokeFunction")


def test_a_role_must_be_allowed_the_call(near, far):
    arns = {"Arn": arn(near, "kinesis", "stream/forbidden"),
            "RoleArn": role_for_rules(near.client("iam"), "idle", "kinesis:DescribeStream")}
    letter = failing(near, "role-case", **arns)
    assert letter["ERROR_CODE"] == "NO_PERMISSIONS"
    assert "kinesis:PutRecord" in letter["ERROR_MESSAGE"]
    assert not [call for call in far.calls if b"stream/forbidden" in call.body]


def test_another_accounts_resource_needs_the_operators_word(near, far):
    letter = failing(near, "stranger-case", Arn="arn:aws:sns:us-east-1:999988887777:theirs")
    assert letter["ERROR_CODE"] == "NO_PERMISSIONS"
    assert '[endpoints."*"]' in letter["ERROR_MESSAGE"]
    assert not [call for call in far.calls if b"999988887777" in call.body]


def test_without_an_endpoint_the_reason_names_the_missing_section(serve):
    account = serve.create_account("lonely")
    serve.start()
    letter = failing(account, "lambda-case", Arn=arn(account, "lambda", "function:f"))
    assert "[endpoints.lambda]" in letter["ERROR_MESSAGE"]


def test_private_addresses_are_refused_unless_allowed(tmp_path, far):
    """And the credentials that the endpoint has are in no log, with which it fails."""
    (tmp_path / "credentials").write_text(CREDENTIALS.format(
        access_key="A" * 20, secret="a-secret-of-its-own", token="a-token-of-its-own"))
    config = ENDPOINTS.replace('allow_networks = ["127.0.0.1"]\n', "").format(url=far.url)
    process = ServeProcess(tmp_path, SERVE_CONFIG + config)
    account = process.create_account("inward")
    started(process)
    try:
        letter = failing(account, "inward-case", Arn=arn(account, "sns", "inward"))
    finally:
        end(process)
    assert letter["ERROR_CODE"] == "ADDRESS_REFUSED"
    assert '`allow_networks` of [endpoints."*"]' in letter["ERROR_MESSAGE"]
    assert not [call for call in far.calls if b"inward" in call.body]
    assert "of-its-own" not in "\n".join(process.log)


def test_queues_and_buses_of_a_region_that_is_not_here(near, far):
    there = "ap-southeast-2"
    route(near, "queue-case", Arn=arn(near, "sqs", "far-queue", there))
    route(near, "bus-case", Arn=arn(near, "events", "event-bus/far", there))
    far.answers["AWSEvents.PutEvents"] = [
        (200, {}, b'{"FailedEntryCount":1,"Entries":[{"ErrorCode":"ThrottlingException"}]}'),
        (200, {}, b'{"FailedEntryCount":0,"Entries":[{"EventId":"x"}]}')]
    event_id = put(near, "queue-case")
    put(near, "bus-case")
    send = far.wait_for(lambda call: call.service == "sqs")
    assert send.region == there
    assert violations("sqs", "SendMessage", send.json()) == ""
    assert send.json()["QueueUrl"] == f"{far.url}/{near.id}/far-queue"
    assert json.loads(send.json()["MessageBody"])["id"] == event_id
    far.wait_for(lambda call: call.service == "events" and not far.answers["AWSEvents.PutEvents"])
    entry = [call for call in far.calls if call.service == "events"][-1].json()["Entries"][0]
    assert violations("events", "PutEvents", {"Entries": [entry]}) == ""
    assert json.loads(entry["Detail"]) == DETAIL and entry["Source"] == "bus-case"
    assert entry["EventBusName"] == arn(near, "events", "event-bus/far", there)


def test_messages_reach_a_queue_here_as_before(near):
    url, queue = queue_for_rules(near.client("sqs"), near.id, "here")
    route(near, "here-case", Arn=queue)
    event_id = put(near, "here-case")
    assert json.loads(receive_messages(near.client("sqs"), url, 1)[0]["Body"])["id"] == event_id


def test_credentials_are_in_no_log(near, far):
    assert [call for call in far.calls if call.problem is None], "they were used"
    log = "\n".join(near.server.log)
    assert far.credentials.secret_key not in log and far.credentials.token not in log
