"""The operations of SQS beyond send, receive and delete: batches, visibility, attributes, purge,
tags, dead letters and message move tasks, permissions. By boto3 (query protocol) and, what Debian's
boto3 predates, by the JSON protocol."""
import json

import pytest
from botocore.exceptions import ClientError

import raw_client
from client import REGION
from queue_reader import expect_empty, receive_messages

OWNER = "111122223333"


@pytest.fixture
def account(dev):
    return dev.account(OWNER)


@pytest.fixture
def sqs(account):
    return account.client("sqs")


def refusal(call, **arguments):
    with pytest.raises(ClientError) as caught:
        call(**arguments)
    return caught.value.response["Error"]["Code"]


def json_call(account, operation, **arguments):
    answer = raw_client.call(account, "sqs", operation, json.dumps(arguments).encode())
    assert answer.status == 200, answer.body
    return json.loads(answer.body or b"{}")


def arn_of(name, account_id=OWNER):
    return f"arn:aws:sqs:{REGION}:{account_id}:{name}"


def counts(sqs, url):
    names = [f"ApproximateNumberOfMessages{state}" for state in ("", "NotVisible", "Delayed")]
    shown = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=names)["Attributes"]
    return tuple(int(shown[name]) for name in names)


def with_dead_letters(sqs, name, receives=1):
    """A queue and the one for its dead letters."""
    dead = sqs.create_queue(QueueName=f"{name}-dead")["QueueUrl"]
    policy = {"deadLetterTargetArn": arn_of(f"{name}-dead"), "maxReceiveCount": str(receives)}
    url = sqs.create_queue(QueueName=name, Attributes={
        "VisibilityTimeout": "0", "RedrivePolicy": json.dumps(policy)})["QueueUrl"]
    return url, dead


def bury(sqs, url, bodies):
    for body in bodies:
        sqs.send_message(QueueUrl=url, MessageBody=body)
        assert sqs.receive_message(QueueUrl=url)["Messages"][0]["Body"] == body
        assert "Messages" not in sqs.receive_message(QueueUrl=url)


def test_a_batch_is_sent_in_parts(sqs):
    url = sqs.create_queue(QueueName="batches")["QueueUrl"]
    attributes = {"kind": {"DataType": "String", "StringValue": "x"}}
    answer = sqs.send_message_batch(QueueUrl=url, Entries=[
        {"Id": "plain", "MessageBody": "1"},
        {"Id": "rich", "MessageBody": "2", "MessageAttributes": attributes},
        {"Id": "odd", "MessageBody": "\x01"},
        {"Id": "late", "MessageBody": "3", "DelaySeconds": 901}])
    assert [entry["Id"] for entry in answer["Successful"]] == ["plain", "rich"]
    assert "MD5OfMessageAttributes" in answer["Successful"][1]
    assert [(entry["Id"], entry["Code"]) for entry in answer["Failed"]] == [
        ("odd", "InvalidMessageContents"), ("late", "InvalidParameterValue")]
    assert sorted(message["Body"] for message in receive_messages(sqs, url, 2)) == ["1", "2"]
    half = "x" * 524_288
    two = [{"Id": str(i), "MessageBody": half} for i in range(2)]
    assert len(sqs.send_message_batch(QueueUrl=url, Entries=two)["Successful"]) == 2
    two[1]["MessageBody"] += "x"
    with pytest.raises(sqs.exceptions.BatchRequestTooLong):
        sqs.send_message_batch(QueueUrl=url, Entries=two)
    assert len(receive_messages(sqs, url, 2)) == 2


def test_visibility_changes(sqs):
    url = sqs.create_queue(QueueName="visible")["QueueUrl"]
    sqs.send_message(QueueUrl=url, MessageBody="x")
    handle = sqs.receive_message(QueueUrl=url)["Messages"][0]["ReceiptHandle"]
    expect_empty(sqs, url)
    sqs.change_message_visibility(QueueUrl=url, ReceiptHandle=handle, VisibilityTimeout=0)
    with pytest.raises(sqs.exceptions.MessageNotInflight):
        sqs.change_message_visibility(QueueUrl=url, ReceiptHandle=handle, VisibilityTimeout=0)
    handle = sqs.receive_message(QueueUrl=url)["Messages"][0]["ReceiptHandle"]
    answer = sqs.change_message_visibility_batch(QueueUrl=url, Entries=[
        {"Id": "a", "ReceiptHandle": handle, "VisibilityTimeout": 0},
        {"Id": "b", "ReceiptHandle": "nonsense", "VisibilityTimeout": 0}])
    assert [entry["Id"] for entry in answer["Successful"]] == ["a"]
    assert [entry["Code"] for entry in answer["Failed"]] == ["ReceiptHandleIsInvalid"]
    assert counts(sqs, url) == (1, 0, 0)


def test_attributes_are_set_and_purge_empties(sqs):
    url = sqs.create_queue(QueueName="settings")["QueueUrl"]
    sqs.set_queue_attributes(QueueUrl=url, Attributes={"DelaySeconds": "900"})
    for body in ("a", "b"):
        sqs.send_message(QueueUrl=url, MessageBody=body)
    assert counts(sqs, url) == (0, 0, 2)
    assert refusal(sqs.set_queue_attributes, QueueUrl=url,
                   Attributes={"DelaySeconds": "901"}) == "InvalidAttributeValue"
    sqs.purge_queue(QueueUrl=url)
    assert counts(sqs, url) == (0, 0, 0)
    with pytest.raises(sqs.exceptions.PurgeQueueInProgress):
        sqs.purge_queue(QueueUrl=url)


def test_tags(account, sqs):
    url = sqs.create_queue(QueueName="tagged", tags={"stage": "test"})["QueueUrl"]
    sqs.tag_queue(QueueUrl=url, Tags={"team": "a", "stage": "prod"})
    assert sqs.list_queue_tags(QueueUrl=url)["Tags"] == {"stage": "prod", "team": "a"}
    sqs.untag_queue(QueueUrl=url, TagKeys=["stage"])
    assert json_call(account, "ListQueueTags", QueueUrl=url) == {"Tags": {"team": "a"}}
    assert account.aws("sqs", "list-queue-tags", "--queue-url", url) == {"Tags": {"team": "a"}}


def test_dead_letters_move_and_say_where_from(sqs):
    url, dead = with_dead_letters(sqs, "poison", receives=2)
    sent = sqs.send_message(QueueUrl=url, MessageBody="x")
    for expected in (1, 1, 0):
        assert len(sqs.receive_message(QueueUrl=url).get("Messages", [])) == expected
    message = sqs.receive_message(QueueUrl=dead, AttributeNames=["All"])["Messages"][0]
    assert message["MessageId"] == sent["MessageId"]
    assert message["Attributes"]["DeadLetterQueueSourceArn"] == arn_of("poison")
    assert message["Attributes"]["ApproximateReceiveCount"] == "3"
    assert sqs.list_dead_letter_source_queues(QueueUrl=dead)["queueUrls"] == [url]
    assert refusal(sqs.set_queue_attributes, QueueUrl=url, Attributes={
        "RedrivePolicy": json.dumps({"deadLetterTargetArn": arn_of("none"),
                                     "maxReceiveCount": 1})}) == "InvalidParameterValue"


def test_dead_letters_go_back_by_a_task(account, sqs):
    url, dead = with_dead_letters(sqs, "back")
    bury(sqs, url, ["a", "b", "c"])
    assert counts(sqs, dead) == (3, 0, 0)
    handle = json_call(account, "StartMessageMoveTask", SourceArn=arn_of("back-dead"))["TaskHandle"]
    assert sorted(message["Body"] for message in receive_messages(sqs, url, 3)) == ["a", "b", "c"]
    for _ in range(100):  # the record says it a moment after the last message has moved
        task, = json_call(account, "ListMessageMoveTasks",
                          SourceArn=arn_of("back-dead"))["Results"]
        if task["Status"] != "RUNNING":
            break
    assert (task["Status"], task["ApproximateNumberOfMessagesMoved"],
            task["ApproximateNumberOfMessagesToMove"]) == ("COMPLETED", 3, 3)
    refused = raw_client.call(account, "sqs", "CancelMessageMoveTask",
                              json.dumps({"TaskHandle": handle}).encode())
    assert refused.code == "UnsupportedOperation"


def take(sqs, url, bodies, count):
    """Moves messages from the queue into `bodies` until it has that many."""
    while len(bodies) < count:
        answer = sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10, WaitTimeSeconds=10)
        for message in answer["Messages"]:
            assert message["Body"] not in bodies, "moved twice"
            bodies.add(message["Body"])
            sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])


def test_a_task_goes_on_after_a_kill(serve):
    owner = serve.create_account("owner")
    serve.start()
    sqs = owner.client("sqs")
    dead = sqs.create_queue(QueueName="dead")["QueueUrl"]
    sqs.create_queue(QueueName="source", Attributes={"RedrivePolicy": json.dumps(
        {"deadLetterTargetArn": arn_of("dead", owner.id), "maxReceiveCount": 1})})
    url = sqs.create_queue(QueueName="elsewhere")["QueueUrl"]
    for batch in range(5):
        sqs.send_message_batch(QueueUrl=dead, Entries=[
            {"Id": str(i), "MessageBody": f"{batch}.{i}"} for i in range(10)])
    json_call(owner, "StartMessageMoveTask", SourceArn=arn_of("dead", owner.id),
              DestinationArn=arn_of("elsewhere", owner.id), MaxNumberOfMessagesPerSecond=20)
    moved = set()
    take(sqs, url, moved, 5)
    serve.kill()
    serve.start()
    sqs = owner.client("sqs")
    url = sqs.get_queue_url(QueueName="elsewhere")["QueueUrl"]
    take(sqs, url, moved, 50)
    assert moved == {f"{batch}.{i}" for batch in range(5) for i in range(10)}
    expect_empty(sqs, url)


def test_permissions_are_the_queues_policy(serve):
    owner, other = serve.create_account("owner"), serve.create_account("other")
    serve.start()
    mine, theirs = owner.client("sqs"), other.client("sqs")
    url = mine.create_queue(QueueName="shared")["QueueUrl"]
    assert refusal(theirs.send_message, QueueUrl=url, MessageBody="x") == "AccessDenied"
    mine.add_permission(QueueUrl=url, Label="send", AWSAccountIds=[other.id],
                        Actions=["SendMessage"])
    theirs.send_message(QueueUrl=url, MessageBody="x")
    theirs.send_message_batch(QueueUrl=url, Entries=[{"Id": "1", "MessageBody": "y"}])
    for operation, arguments in (
            (theirs.receive_message, {}), (theirs.purge_queue, {}), (theirs.delete_queue, {}),
            (theirs.change_message_visibility, {"ReceiptHandle": "x", "VisibilityTimeout": 0}),
            (theirs.set_queue_attributes, {"Attributes": {"DelaySeconds": "1"}}),
            (theirs.tag_queue, {"Tags": {"a": "b"}}), (theirs.list_queue_tags, {}),
            (theirs.add_permission, {"Label": "l", "AWSAccountIds": [other.id], "Actions": ["*"]})):
        assert refusal(operation, QueueUrl=url, **arguments) == "AccessDenied", operation
    mine.add_permission(QueueUrl=url, Label="all", AWSAccountIds=[other.id], Actions=["*"])
    assert len(receive_messages(theirs, url, 2)) == 2
    assert refusal(theirs.set_queue_attributes, QueueUrl=url,
                   Attributes={"DelaySeconds": "1"}) == "AccessDenied", "never across accounts"
    for label in ("send", "all"):
        mine.remove_permission(QueueUrl=url, Label=label)
    assert refusal(theirs.send_message, QueueUrl=url, MessageBody="x") == "AccessDenied"
    shown = mine.get_queue_attributes(QueueUrl=url, AttributeNames=["Policy"])
    assert "Attributes" not in shown
    seven = ["SendMessage"] * 7
    mine.add_permission(QueueUrl=url, Label="l", AWSAccountIds=[other.id], Actions=seven)
    with pytest.raises(mine.exceptions.OverLimit):
        mine.add_permission(QueueUrl=url, Label="m", AWSAccountIds=[other.id],
                            Actions=[*seven, "SendMessage"])
