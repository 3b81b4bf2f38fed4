"""Targets that lie elsewhere: who may send there, with which credentials, and what becomes of the
answers. What each kind is sent: target_kinds_test.py."""
import json

from angarium_process import SERVE_CONFIG, ServeProcess
from aws_model import call_violations, violations
from conftest import end, started
from elsewhere import CREDENTIALS, DETAIL, ENDPOINTS, arn, put, route
from permitted import queue_for_rules, role_for_rules
from queue_reader import receive_messages


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
    assert call_violations(second, "PutLogEvents") == ""
    assert call_violations(made, "CreateLogStream") == ""
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
    assert call_violations(send, "SendMessage") == ""
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
