"""FIFO queues, as boto3 sees them and as rules reach them."""
import json

import pytest
from botocore.exceptions import ClientError

from queue_reader import expect_empty

ALL = {"AttributeNames": ["All"], "MaxNumberOfMessages": 10}


@pytest.fixture
def account(dev):
    return dev.account("222233334444")


@pytest.fixture
def sqs(account):
    return account.client("sqs")


def fifo_queue(sqs, name, **attributes):
    return sqs.create_queue(QueueName=f"{name}.fifo",
                            Attributes={"FifoQueue": "true", **attributes})["QueueUrl"]


def test_order_groups_and_deduplication(sqs):
    url = fifo_queue(sqs, "orders")
    sent = [sqs.send_message(QueueUrl=url, MessageBody=body, MessageGroupId=body[0],
                             MessageDeduplicationId=identity)
            for body, identity in [("a1", "1"), ("b1", "2"), ("a2", "3"), ("a1", "1")]]
    assert sent[3]["MessageId"] == sent[0]["MessageId"]
    assert sent[3]["SequenceNumber"] == sent[0]["SequenceNumber"]
    assert int(sent[0]["SequenceNumber"]) < int(sent[1]["SequenceNumber"])

    first = sqs.receive_message(QueueUrl=url, **ALL)["Messages"]
    assert [message["Body"] for message in first] == ["a1", "a2", "b1"]
    assert first[0]["Attributes"]["MessageGroupId"] == "a"
    assert first[0]["Attributes"]["MessageDeduplicationId"] == "1"
    assert first[0]["Attributes"]["SequenceNumber"] == sent[0]["SequenceNumber"]

    sqs.send_message(QueueUrl=url, MessageBody="a3", MessageGroupId="a",
                     MessageDeduplicationId="4")
    expect_empty(sqs, url, seconds=0)
    deleted = sqs.delete_message_batch(QueueUrl=url, Entries=[
        {"Id": str(i), "ReceiptHandle": message["ReceiptHandle"]}
        for i, message in enumerate(first[:2])])
    assert len(deleted["Successful"]) == 2
    assert sqs.receive_message(QueueUrl=url, **ALL)["Messages"][0]["Body"] == "a3"


def test_an_attempt_is_answered_again(sqs):
    url = fifo_queue(sqs, "attempts", ContentBasedDeduplication="true")
    sqs.send_message_batch(QueueUrl=url, Entries=[
        {"Id": str(i), "MessageBody": str(i), "MessageGroupId": str(i)} for i in range(3)])
    first, again = (sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=2,
                                        ReceiveRequestAttemptId="once")["Messages"]
                    for _ in range(2))
    assert [m["MessageId"] for m in first] == [m["MessageId"] for m in again]
    sqs.delete_message(QueueUrl=url, ReceiptHandle=again[0]["ReceiptHandle"])
    with pytest.raises(ClientError, match="not retryable"):
        sqs.receive_message(QueueUrl=url, ReceiveRequestAttemptId="once")


def test_a_rule_reaches_a_fifo_queue(account, sqs):
    url = fifo_queue(sqs, "from-rule", ContentBasedDeduplication="true")
    arn = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])
    events = account.client("events")
    events.put_rule(Name="ordered", EventPattern=json.dumps({"source": ["shop"]}))
    target = {"Id": "queue", "Arn": arn["Attributes"]["QueueArn"]}
    with pytest.raises(ClientError, match="SqsParameters must be specified"):
        events.put_targets(Rule="ordered", Targets=[target])
    events.put_targets(Rule="ordered", Targets=[
        {**target, "SqsParameters": {"MessageGroupId": "shop"}}])
    for number in range(5):
        events.put_events(Entries=[{"Source": "shop", "DetailType": "order",
                                    "Detail": json.dumps({"n": number})}])
    messages = sqs.receive_message(QueueUrl=url, **ALL)["Messages"]
    assert [json.loads(m["Body"])["detail"]["n"] for m in messages] == list(range(5))
    assert {m["Attributes"]["MessageGroupId"] for m in messages} == {"shop"}
