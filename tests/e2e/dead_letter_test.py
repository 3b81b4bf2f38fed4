"""Dead-letter queues of targets, with real clients against the real binary."""

import json
import time
import urllib.request

import pytest
from botocore.exceptions import ClientError

from permitted import queue_for_rules

REGION = "us-east-1"
PATTERN = '{"source": ["shop"]}'


def arn_of(account, queue):
    return f"arn:aws:sqs:{REGION}:{account}:{queue}"


def receive(sqs, url):
    """One message with all its attributes; waits for it."""
    messages = sqs.receive_message(
        QueueUrl=url, WaitTimeSeconds=10, MessageAttributeNames=["All"]).get("Messages", [])
    assert messages, "nothing came"
    return messages[0]


def texts(message):
    return {name: value["StringValue"] for name, value in message["MessageAttributes"].items()}


def rule_with_dead_letters(events, account, dead, target="gone", **more):
    events.put_rule(Name="r", EventPattern=PATTERN)
    answer = events.put_targets(Rule="r", Targets=[
        {"Id": "t", "Arn": arn_of(account, target),
         "DeadLetterConfig": {"Arn": dead}, **more}])
    assert answer["FailedEntryCount"] == 0


def put(events, detail):
    answer = events.put_events(Entries=[
        {"Source": "shop", "DetailType": "order", "Detail": json.dumps(detail)}])
    assert answer["FailedEntryCount"] == 0
    return answer["Entries"][0]["EventId"]


@pytest.mark.parametrize("account,other", [("100000000031", "100000000031"),
                                           ("100000000032", "100000000033")])
def test_what_is_given_up_says_why(dev, account, other):
    events = dev.account(account).client("events")
    sqs = dev.account(other).client("sqs")
    url, _ = queue_for_rules(sqs, other, "dead")
    rule_with_dead_letters(events, account, arn_of(other, "dead"), Input='{"not": "the event"}')
    event_id = put(events, {"n": 1})
    message = receive(sqs, url)
    body = json.loads(message["Body"])
    assert (body["id"], body["detail"]) == (event_id, {"n": 1}), "the event, not the input"
    assert texts(message) == {
        "RULE_ARN": f"arn:aws:events:{REGION}:{account}:rule/r",
        "TARGET_ARN": arn_of(account, "gone"),
        "ERROR_CODE": "NO_RESOURCE",
        "ERROR_MESSAGE": "The queue does not exist.",
        "RETRY_ATTEMPTS": "0"}
    assert {value["DataType"] for value in message["MessageAttributes"].values()} == {"String"}


def test_a_fifo_queue_is_no_dead_letter_queue(dev):
    account = "100000000034"
    events = dev.account(account).client("events")
    with pytest.raises(ClientError) as error:
        rule_with_dead_letters(events, account, arn_of(account, "dead.fifo"))
    assert error.value.response["Error"]["Code"] == "ValidationException"
    assert "must be a standard queue" in str(error.value)


def test_a_letter_that_nobody_takes_is_counted_and_logged(dev):
    account = "100000000035"
    events = dev.account(account).client("events")
    rule_with_dead_letters(events, account, arn_of(account, "nowhere"))
    put(events, {})
    dev.wait_for_line("dead letter given up", account)
    deadline = time.monotonic() + 10
    name = "angarium_invocations_failed_to_be_sent_to_dlq_total{" + f'account="{account}"'
    while True:
        text = urllib.request.urlopen(f"{dev.health}/metrics").read().decode()
        if any(line.startswith(name) and line.endswith(" 1") for line in text.splitlines()):
            return
        assert time.monotonic() < deadline, text
