"""API destinations, their connections, retry policies and dead-letter queues, told by the clients
of `client_story.py`: both AWS SDKs for JavaScript, Debian's boto3 and its AWS CLI. What each writes
it reads again, calls arrive as EventBridge makes them, and what fails says why in its dead letter.
"""
import json
import time

import pytest

from api_destinations_test import FaultServer
from client_story import ACCOUNT, REGION, SECONDS_MAX, client, refusal

SECRET = "open-sesame-55aa"
ROLE = f"arn:aws:iam::{ACCOUNT}:role/caller"


@pytest.fixture(scope="module")
def endpoint():
    server = FaultServer()
    yield server
    server.end()


@pytest.mark.parametrize("name", ["v3", "v2", "boto3", "aws"])
def test_what_a_rule_calls(dev, tmp_path, endpoint, name):
    with client(name, dev, tmp_path, through_proxy=False) as call:
        connection = connect(call, name)
        destination = point(call, name, connection, f"http://127.0.0.1:{endpoint.port}")
        dead = call("sqs", "CreateQueue", QueueName=f"dead-{name}")["QueueUrl"]
        targets(call, name, destination)
        call_and_give_up(call, name, endpoint, dead)
        authorize_otherwise(call, name, endpoint, connection)
        take_away(call, name)


def connect(call, name):
    """A connection with an API key; its ARN."""
    auth = {"ApiKeyAuthParameters": {"ApiKeyName": "X-Api-Key", "ApiKeyValue": SECRET},
            "InvocationHttpParameters": {
                "HeaderParameters": [{"Key": "X-Shop", "Value": "north", "IsValueSecret": False}],
                "BodyParameters": [{"Key": "pin", "Value": SECRET, "IsValueSecret": True}]}}
    made = call("events", "CreateConnection", Name=name, AuthorizationType="API_KEY",
                AuthParameters=auth, Description="größe")
    assert made["ConnectionState"] == "AUTHORIZED"
    shown = call("events", "DescribeConnection", Name=name)
    assert (shown["ConnectionArn"], shown["Description"]) == (made["ConnectionArn"], "größe")
    assert shown["AuthParameters"]["ApiKeyAuthParameters"] == {"ApiKeyName": "X-Api-Key"}
    invocation = shown["AuthParameters"]["InvocationHttpParameters"]
    assert invocation["HeaderParameters"] == auth["InvocationHttpParameters"]["HeaderParameters"]
    assert invocation["BodyParameters"] == [{"Key": "pin", "IsValueSecret": True}]
    assert SECRET not in json.dumps(shown, default=str)
    listed = call("events", "ListConnections", NamePrefix=name, ConnectionState="AUTHORIZED")
    assert made["ConnectionArn"] in {each["ConnectionArn"] for each in listed["Connections"]}
    assert refusal(call, "events", "CreateConnection", Name=name, AuthorizationType="API_KEY",
                   AuthParameters=auth) == "ResourceAlreadyExistsException"
    assert refusal(call, "events", "DescribeConnection", Name="none") == "ResourceNotFoundException"
    return made["ConnectionArn"]


def point(call, name, connection, url):
    """API destinations that answer, and that fail in two ways; their ARNs by name."""
    arns = {}
    for path in ("orders/*", "status/400", "status/503"):
        each = f"{name}-{path.strip('/*')[-3:]}"
        arns[path] = call("events", "CreateApiDestination", Name=each, ConnectionArn=connection,
                          InvocationEndpoint=f"{url}/{path}", HttpMethod="POST",
                          InvocationRateLimitPerSecond=50)["ApiDestinationArn"]
        shown = call("events", "DescribeApiDestination", Name=each)
        assert (shown["ApiDestinationState"], shown["HttpMethod"]) == ("ACTIVE", "POST")
        assert shown["InvocationRateLimitPerSecond"] == 50
    changed = call("events", "UpdateApiDestination", Name=f"{name}-503", Description="breaks",
                   InvocationRateLimitPerSecond=60)
    assert changed["ApiDestinationArn"] == arns["status/503"]
    listed = call("events", "ListApiDestinations", ConnectionArn=connection)["ApiDestinations"]
    assert {each["ApiDestinationArn"] for each in listed} == set(arns.values())
    assert refusal(call, "events", "CreateApiDestination", Name="n", ConnectionArn=connection,
                   InvocationEndpoint="ftp://127.0.0.1", HttpMethod="POST") == \
        "ValidationException"
    return arns


def targets(call, name, arns):
    """A rule with the three; what is read again is what was written."""
    dead = {"Arn": f"arn:aws:sqs:{REGION}:{ACCOUNT}:dead-{name}"}
    wanted = [
        {"Id": "broken", "Arn": arns["status/503"], "RoleArn": ROLE, "DeadLetterConfig": dead,
         "RetryPolicy": {"MaximumRetryAttempts": 1, "MaximumEventAgeInSeconds": 120}},
        {"Id": "fine", "Arn": arns["orders/*"], "RoleArn": ROLE,
         "HttpParameters": {"PathParameterValues": ["$.detail.id"],
                            "HeaderParameters": {"X-Order": "$.detail.id"},
                            "QueryStringParameters": {"from": "$.source"}},
         "RetryPolicy": {"MaximumRetryAttempts": 185, "MaximumEventAgeInSeconds": 86400}},
        {"Id": "wrong", "Arn": arns["status/400"], "RoleArn": ROLE, "DeadLetterConfig": dead}]
    call("events", "PutRule", Name=name, EventPattern=json.dumps({"source": [name]}))
    done = call("events", "PutTargets", Rule=name, Targets=wanted)
    assert done["FailedEntryCount"] == 0
    listed = call("events", "ListTargetsByRule", Rule=name)["Targets"]
    assert sorted(listed, key=lambda target: target["Id"]) == wanted
    for policy in ({"MaximumRetryAttempts": 186}, {"MaximumEventAgeInSeconds": 86401}):
        assert refusal(call, "events", "PutTargets", Rule=name,
                       Targets=[wanted[1] | {"RetryPolicy": policy}]) == "ValidationException"
    assert refusal(call, "events", "PutTargets", Rule=name, Targets=[
        wanted[0] | {"DeadLetterConfig": {"Arn": dead["Arn"] + ".fifo"}}]) == "ValidationException"


def put(call, name, order):
    done = call("events", "PutEvents", Entries=[
        {"Source": name, "DetailType": "order", "Detail": json.dumps({"id": order})}])
    assert done["FailedEntryCount"] == 0
    return done["Entries"][0]["EventId"]


def calls_of(endpoint, count):
    """The next requests, by path."""
    seen = {}
    for _ in range(count):
        request = endpoint.next()
        seen.setdefault(request["url"].split("?")[0], []).append(request)
    return seen


def call_and_give_up(call, name, endpoint, dead):
    event_id = put(call, name, "a/b")
    seen = calls_of(endpoint, 4)
    assert {path: len(requests) for path, requests in seen.items()} == {
        "/orders/a%2Fb": 1, "/status/400": 1, "/status/503": 2}
    request, = seen["/orders/a%2Fb"]
    headers, body = request["headers"], json.loads(request["body"])
    assert request["url"].endswith(f"?from={name}")
    assert (headers["x-api-key"], headers["x-shop"], headers["x-order"]) == (SECRET, "north", "a/b")
    assert (body["id"], body["detail"], body["pin"]) == (event_id, {"id": "a/b"}, SECRET)
    letters, due = {}, time.monotonic() + SECONDS_MAX
    while len(letters) < 2 and time.monotonic() < due:
        for message in call("sqs", "ReceiveMessage", QueueUrl=dead, WaitTimeSeconds=5,
                            MessageAttributeNames=["All"]).get("Messages") or []:
            texts = {key: value["StringValue"]
                     for key, value in message["MessageAttributes"].items()}
            letters[texts["ERROR_CODE"]] = texts
            assert json.loads(message["Body"])["id"] == event_id
    assert set(letters) == {"HTTP_400", "HTTP_503"}
    assert letters["HTTP_503"]["EXHAUSTED_RETRY_CONDITION"] == "MaximumRetryAttempts"
    assert letters["HTTP_503"]["RETRY_ATTEMPTS"] == "1"
    assert letters["HTTP_400"]["RETRY_ATTEMPTS"] == "0"
    assert letters["HTTP_400"]["RULE_ARN"] == f"arn:aws:events:{REGION}:{ACCOUNT}:rule/{name}"


def authorize_otherwise(call, name, endpoint, connection):
    """Deauthorized it calls nobody; with a user's name and password it goes on where it was."""
    call("events", "RemoveTargets", Rule=name, Ids=["broken", "wrong"])
    gone = call("events", "DeauthorizeConnection", Name=name)
    assert gone["ConnectionArn"] == connection
    put(call, name, "later")
    call("events", "UpdateConnection", Name=name, AuthorizationType="BASIC", AuthParameters={
        "BasicAuthParameters": {"Username": "shop", "Password": SECRET}})
    shown = call("events", "DescribeConnection", Name=name)
    assert (shown["AuthorizationType"], shown["ConnectionState"]) == ("BASIC", "AUTHORIZED")
    assert shown["AuthParameters"] == {"BasicAuthParameters": {"Username": "shop"}}
    seen = calls_of(endpoint, 1)
    assert seen["/orders/later"][0]["headers"]["authorization"].startswith("Basic ")


def take_away(call, name):
    call("events", "RemoveTargets", Rule=name, Ids=["fine"])
    call("events", "DeleteRule", Name=name)
    for each in ("ers", "400", "503"):
        call("events", "DeleteApiDestination", Name=f"{name}-{each}")
    call("events", "DeleteConnection", Name=name)
    assert refusal(call, "events", "DeleteConnection", Name=name) == "ResourceNotFoundException"
    assert refusal(call, "events", "DescribeApiDestination", Name=f"{name}-400") == \
        "ResourceNotFoundException"
