"""What each kind of AWS target is sent, held against AWS's model of the operation; where botocore
has none (a GraphQL API, an API Gateway), against an engine or the documented form of a request."""
import base64
import json
import re
import subprocess

import pytest

from angarium_process import ROOT
from aws_model import call_violations, violations
from elsewhere import DETAIL, arn, put, route
from permitted import queue_for_rules, role_for_rules


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
    assert call_violations(invoke, "Invoke") == ""
    assert invoke.region == "eu-central-1", "that of the function"
    quoted = function.replace(":", "%3A")
    assert invoke.path == f"/2015-03-31/functions/{quoted}/invocations"
    assert invoke.headers["X-Amz-Invocation-Type"] == "Event"
    assert invoke.json()["id"] == event_id and invoke.json()["detail"] == DETAIL

    publish = far.wait_for(lambda call: call.service == "sns")
    assert publish.problem is None
    assert call_violations(publish, "Publish") == ""
    assert publish.form() == {"Action": "Publish", "Version": "2010-03-31", "TopicArn": topic,
                              "Message": '"order o-7 & more"'}


# What follows the account in the ARN, what a role must be allowed, more of the target, the
# operation, and what it must say; in that, the target's ARN.
ARN = "(its ARN)"
SECRET = "arn:aws:secretsmanager:us-east-1:111122223333:secret:s-AbCdEf"
WORKGROUP = "workgroup/0f1e2d3c-0000-4000-8000-0123456789ab"
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
    "redshift-batch": ("redshift", "cluster:c", "redshift-data:BatchExecuteStatement",
                       {"RedshiftDataParameters": {
                           "Database": "d", "Sqls": ["select 1", "$.detail.id"],
                           "SecretManagerArn": SECRET, "StatementName": "n"}},
                       "BatchExecuteStatement",
                       {"ClusterIdentifier": "c", "Sqls": ["select 1", "o-7"], "Database": "d",
                        "SecretArn": SECRET, "StatementName": "n"}),
    "redshift-serverless": ("redshift-serverless", WORKGROUP,
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


SIGNED_AS = {"redshift": "redshift-data",
             "redshift-serverless": "redshift-data"}


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
    assert call_violations(call, operation) == ""
    said = call.json()
    wanted = {name: target if value == ARN else value for name, value in expected.items()}
    assert wanted.items() <= said.items()
    if "Data" in said:
        assert json.loads(base64.b64decode(said["Data"]))["detail"] == DETAIL


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


class GraphQLEngine:
    """npm's graphql, GraphQL's reference implementation: answers a request's body as an API with
    this schema would, which gives back what it is given."""
    SCHEMA = """
        type Line { sku: String! count: Int! }
        input LineInput { sku: String! count: Int! }
        type Order { id: ID! note: String total: Float lines: [Line!]! }
        input OrderInput { id: ID! note: String total: Float lines: [LineInput!]! }
        type Query { ping: String! }
        type Mutation { put(input: OrderInput!): Order! ping: String! }
    """
    SCRIPT = """
        import { readFileSync } from "node:fs";
        import { buildSchema, graphql } from "graphql";
        const { schema, body } = JSON.parse(readFileSync(0, "utf8"));
        const { query, variables, ...rest } = JSON.parse(body);
        const answer = Object.keys(rest).length
          ? { errors: [{ message: `not GraphQL's: ${Object.keys(rest)}` }] }
          : await graphql({ schema: buildSchema(schema), source: query, variableValues: variables,
                            rootValue: { put: ({ input }) => input, ping: "pong" } });
        console.log(JSON.stringify(answer));
    """

    def __init__(self, folder):
        subprocess.run([ROOT / "tools" / "install_javascript"], check=True)
        (folder / "node_modules").symlink_to(ROOT / "build" / "javascript" / "node_modules")
        (folder / "engine.mjs").write_text(self.SCRIPT)
        self.folder = folder

    def answer(self, body):
        said = json.dumps({"schema": self.SCHEMA, "body": body})
        done = subprocess.run(["node", "engine.mjs"], cwd=self.folder, input=said, text=True,
                              stdout=subprocess.PIPE, check=True)
        return json.loads(done.stdout)


@pytest.fixture(scope="module")
def engine(tmp_path_factory):
    return GraphQLEngine(tmp_path_factory.mktemp("graphql"))


PUT_ORDER = """mutation Put($input: OrderInput!) {
  put(input: $input) { id note total lines { sku count } }
}"""


def route_to_graphql(near, name, operation, **target):
    role = role_for_rules(near.client("iam"), name, "appsync:GraphQL")
    route(near, name, Arn=arn(near, "appsync", "endpoints/graphql-api/a1b2"), RoleArn=role,
          AppSyncParameters={"GraphQLOperation": operation}, **target)


def graphql_call(far, before):
    call = far.wait_for(lambda call: call in far.calls[before:])
    assert call.problem is None
    assert (call.service, call.method, call.path) == ("appsync", "POST", "/graphql")
    assert call.headers["Content-Type"] == "application/json"
    return call


def test_appsync_variables(near, far, engine):
    before = len(far.calls)
    order = {"id": "o-7", "note": 'say "\\" $é \u2028\U0001f600\n', "total": 12.5,
             "lines": [{"sku": "a", "count": 2147483647}, {"sku": "", "count": 0}]}
    route_to_graphql(near, "graphql-case", PUT_ORDER, InputTransformer={
        "InputPathsMap": {"order": "$.detail"}, "InputTemplate": '{"input": <order>}'})
    put(near, "graphql-case", order)
    call = graphql_call(far, before)
    assert engine.answer(call.body.decode()) == {"data": {"put": order}}


def test_appsync_without_variables(near, far, engine):
    before = len(far.calls)
    route_to_graphql(near, "graphql-ping", "mutation { ping }")
    put(near, "graphql-ping")
    call = graphql_call(far, before)
    assert engine.answer(call.body.decode()) == {"data": {"ping": "pong"}}


def test_what_appsync_refuses_is_for_good(near, far, engine):
    body = json.dumps({"query": PUT_ORDER, "variables": {"input": {"lines": []}}})
    refusal = engine.answer(body)
    far.answers["/graphql"] = [(200, {}, json.dumps(refusal).encode())]
    url, queue = queue_for_rules(near.client("sqs"), near.id, "graphql-dead")
    route_to_graphql(near, "graphql-refused", PUT_ORDER, Input='{"input": {"lines": []}}',
                     DeadLetterConfig={"Arn": queue})
    put(near, "graphql-refused")
    letter = near.client("sqs").receive_message(
        QueueUrl=url, WaitTimeSeconds=20, MessageAttributeNames=["All"])["Messages"][0]
    why = letter["MessageAttributes"]["ERROR_MESSAGE"]["StringValue"]
    assert why.startswith("The API answered: ") and '"id" of required type' in why, why


def test_an_event_too_large_for_an_incident_or_an_ops_item_is_cut(near, far):
    """Each starts nevertheless: what it says of the event is for people to read."""
    source = "long." + "source." * 30
    for name, target, operation in (
            ("incident", arn(near, "ssm-incidents", "response-plan/p"), "StartIncident"),
            ("item", arn(near, "ssm", "opsitem"), "CreateOpsItem")):
        before = len(far.calls)
        role = role_for_rules(near.client("iam"), f"long-{name}", "*")
        near.client("events").put_rule(
            Name=f"long-{name}", EventPattern=json.dumps({"source": [source + name]}))
        near.client("events").put_targets(
            Rule=f"long-{name}", Targets=[{"Id": "t", "Arn": target, "RoleArn": role}])
        put(near, source + name, {"text": "é" * 10000})
        call = far.wait_for(lambda call: call in far.calls[before:])
        assert call_violations(call, operation) == ""
        said = call.json().get("triggerDetails", call.json())
        assert source.startswith(said.get("source", said.get("Source")))


def test_redshift_takes_one_statement_or_several(near, far):
    role = role_for_rules(near.client("iam"), "redshift-both", "redshift-data:*")
    url, queue = queue_for_rules(near.client("sqs"), near.id, "redshift-dead")
    route(near, "redshift-both", Arn=arn(near, "redshift", "cluster:c"), RoleArn=role,
          DeadLetterConfig={"Arn": queue}, RedshiftDataParameters={
              "Database": "d", "Sql": "select 1", "Sqls": ["select 2"]})
    put(near, "redshift-both")
    letter = near.client("sqs").receive_message(
        QueueUrl=url, WaitTimeSeconds=20, MessageAttributeNames=["All"])["Messages"][0]
    why = letter["MessageAttributes"]["ERROR_MESSAGE"]["StringValue"]
    assert "Sql or Sqls" in why, why


def test_several_statements_need_a_permission_of_their_own(near, far):
    """Service Authorization Reference: BatchExecuteStatement is an action of its own."""
    role = role_for_rules(near.client("iam"), "redshift-one", "redshift-data:ExecuteStatement")
    url, queue = queue_for_rules(near.client("sqs"), near.id, "redshift-one-dead")
    route(near, "redshift-one", Arn=arn(near, "redshift", "cluster:only-one"), RoleArn=role,
          DeadLetterConfig={"Arn": queue},
          RedshiftDataParameters={"Database": "d", "Sqls": ["select 1"]})
    put(near, "redshift-one")
    letter = near.client("sqs").receive_message(
        QueueUrl=url, WaitTimeSeconds=20, MessageAttributeNames=["All"])["Messages"][0]
    why = letter["MessageAttributes"]["ERROR_MESSAGE"]["StringValue"]
    assert "redshift-data:BatchExecuteStatement" in why, why
    assert not [call for call in far.calls if b"only-one" in call.body]


def test_every_row_of_the_table_has_a_case_here():
    """The table is src/delivery/targets/aws_kind.cc."""
    table = (ROOT / "src" / "delivery" / "targets" / "aws_kind.cc").read_text()
    rows = re.findall(r'{\.service = "([^"]+)",(?:\s*\.resource = "([^"]+)",)?', table)
    assert len(rows) > 20, rows
    mine = {(service, resource) for service, resource, *_ in KINDS.values()}
    others = {("lambda", "function:"), ("sns", ""), ("execute-api", ""),
              ("appsync", "endpoints/graphql-api/"),
              ("sqs", ""), ("events", "event-bus/"), ("logs", "log-group:")}  # hybrid_test.py
    for service, begin in rows:
        assert (service, begin) in others or any(
            each == service and resource.startswith(begin) for each, resource in mine), service


@pytest.mark.parametrize("operation, parameters, wrong", [
    ("StartExecution", {"name": "n"}, "stateMachineArn is missing"),
    ("StartExecution", {"stateMachineArn": "a", "name": "n" * 81}, "81 is not within"),
    ("StartExecution", {"stateMachineArn": "a", "input": 7}, "not a string"),
    ("StartExecution", {"stateMachineArn": "a", "nam": "n"}, "nam is not a member"),
])
def test_what_the_models_find(operation, parameters, wrong):
    assert wrong in violations("states", operation, parameters)
    assert violations("states", operation, {"stateMachineArn": "a", "name": "n"}) == ""


def test_what_the_models_find_in_values():
    command = {"DocumentName": "AWS-RunShellScript"}
    assert violations("ssm", "SendCommand", command) == ""
    assert "does not match" in violations("ssm", "SendCommand", {"DocumentName": "a b"})
    assert "none of" in violations("ssm", "SendCommand", command | {"DocumentHashType": "Md5"})
    assert "not within" in violations("ssm", "SendCommand", command | {"TimeoutSeconds": 29})
    record = {"StreamName": "s", "PartitionKey": "k", "Data": "no Base64"}
    assert "Base64" in violations("kinesis", "PutRecord", record)
