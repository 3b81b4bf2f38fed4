"""Queues, as boto3, the AWS CLI and a client of the JSON protocol see them."""
import concurrent.futures
import hashlib
import json
import time
import urllib.error
import urllib.request
import uuid

import pytest
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
from botocore.exceptions import ClientError

from client import REGION, CliError
from queue_reader import expect_empty, receive_messages


@pytest.fixture
def account(dev):
    return dev.account("111122223333")


@pytest.fixture
def sqs(account):
    return account.client("sqs")


def code_of(call, **arguments):
    with pytest.raises(ClientError) as caught:
        call(**arguments)
    return caught.value.response["Error"]["Code"]


def json_call(account, operation, body):
    """(status, answer, headers) of a call by the JSON protocol, which Debian's boto3 predates."""
    request = AWSRequest(
        "POST", account.server.endpoint, data=json.dumps(body).encode(),
        headers={"Content-Type": "application/x-amz-json-1.0",
                 "X-Amz-Target": f"AmazonSQS.{operation}"})
    credentials = Credentials(account.access_key_id, account.secret_access_key)
    SigV4Auth(credentials, "sqs", REGION).add_auth(request)
    prepared = request.prepare()
    call = urllib.request.Request(prepared.url, prepared.body, dict(prepared.headers),
                                  method="POST")
    try:
        with urllib.request.urlopen(call, timeout=60) as answer:
            return answer.status, json.loads(answer.read() or b"{}"), answer.headers
    except urllib.error.HTTPError as error:
        return error.code, json.loads(error.read()), error.headers


def test_the_id_of_a_message_begins_with_its_time(sqs):
    url = sqs.create_queue(QueueName="timed")["QueueUrl"]
    before = int(time.time() * 1000)
    sent = uuid.UUID(sqs.send_message(QueueUrl=url, MessageBody="x")["MessageId"])
    assert sent.version == 7
    assert before <= sent.int >> 80 <= time.time() * 1000
    assert receive_messages(sqs, url, 1)[0]["MessageId"] == str(sent)


def test_a_message_goes_through(sqs):
    url = sqs.create_queue(QueueName="through")["QueueUrl"]
    body = "grüße & <tags> \U0001F426"
    sent = sqs.send_message(QueueUrl=url, MessageBody=body, MessageAttributes={
        "kind": {"DataType": "String", "StringValue": "greeting"},
        "count": {"DataType": "Number.int", "StringValue": "42"},
        "raw": {"DataType": "Binary", "BinaryValue": b"\x00\xff"}})
    # botocore checks the sum of the body itself.
    assert sent["MD5OfMessageBody"] == hashlib.md5(body.encode()).hexdigest()
    message, = sqs.receive_message(QueueUrl=url, AttributeNames=["All"],
                                   MessageAttributeNames=["All"])["Messages"]
    assert message["Body"] == body
    assert message["MessageId"] == sent["MessageId"]
    assert message["MD5OfMessageAttributes"] == sent["MD5OfMessageAttributes"]
    assert message["MessageAttributes"]["raw"]["BinaryValue"] == b"\x00\xff"
    assert message["Attributes"]["ApproximateReceiveCount"] == "1"
    assert message["Attributes"]["SenderId"] == "111122223333"
    sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
    expect_empty(sqs, url)


def test_attributes_and_counts(sqs):
    url = sqs.create_queue(QueueName="counted", Attributes={"VisibilityTimeout": "60"})["QueueUrl"]
    for delay in (0, 0, 900):
        sqs.send_message(QueueUrl=url, MessageBody="x", DelaySeconds=delay)
    sqs.receive_message(QueueUrl=url)
    shown = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["All"])["Attributes"]
    assert shown["VisibilityTimeout"] == "60"
    assert shown["QueueArn"] == f"arn:aws:sqs:{REGION}:111122223333:counted"
    assert (shown["ApproximateNumberOfMessages"], shown["ApproximateNumberOfMessagesNotVisible"],
            shown["ApproximateNumberOfMessagesDelayed"]) == ("1", "1", "1")
    assert abs(int(shown["CreatedTimestamp"]) - time.time()) < 300


def test_create_is_idempotent_with_equal_attributes_only(sqs):
    url = sqs.create_queue(QueueName="same", Attributes={"DelaySeconds": "1"})["QueueUrl"]
    assert sqs.create_queue(QueueName="same", Attributes={"DelaySeconds": "1"})["QueueUrl"] == url
    assert sqs.create_queue(QueueName="same")["QueueUrl"] == url
    with pytest.raises(sqs.exceptions.QueueNameExists):
        sqs.create_queue(QueueName="same", Attributes={"DelaySeconds": "2"})


def test_lists_in_pages(sqs):
    names = [f"page-{number}" for number in range(5)]
    for name in names:
        sqs.create_queue(QueueName=name)
    pages = list(sqs.get_paginator("list_queues").paginate(
        QueueNamePrefix="page-", PaginationConfig={"PageSize": 2}))
    assert [len(page["QueueUrls"]) for page in pages] == [2, 2, 1]
    assert [url.rsplit("/", 1)[1] for page in pages for url in page["QueueUrls"]] == names
    assert "QueueUrls" not in sqs.list_queues(QueueNamePrefix="none-of-these")


def test_a_long_poll_ends_when_a_message_comes(account, sqs):
    url = sqs.create_queue(QueueName="poll")["QueueUrl"]
    with concurrent.futures.ThreadPoolExecutor() as threads:
        poll = threads.submit(account.client("sqs").receive_message, QueueUrl=url,
                              WaitTimeSeconds=20)
        other = sqs.receive_message(QueueUrl=url, WaitTimeSeconds=1)  # the first one waits by now
        assert "Messages" not in other and not poll.done()
        begin = time.monotonic()
        sqs.send_message(QueueUrl=url, MessageBody="now")
        assert poll.result()["Messages"][0]["Body"] == "now"
        assert time.monotonic() - begin < 10


def test_batches_say_what_failed(sqs):
    url = sqs.create_queue(QueueName="batch")["QueueUrl"]
    sqs.send_message(QueueUrl=url, MessageBody="x")
    handle = sqs.receive_message(QueueUrl=url)["Messages"][0]["ReceiptHandle"]
    answer = sqs.delete_message_batch(QueueUrl=url, Entries=[
        {"Id": "good", "ReceiptHandle": handle}, {"Id": "bad", "ReceiptHandle": "nonsense"}])
    assert [entry["Id"] for entry in answer["Successful"]] == ["good"]
    assert [(entry["Id"], entry["Code"], entry["SenderFault"]) for entry in answer["Failed"]] == [
        ("bad", "ReceiptHandleIsInvalid", True)]
    twice = [{"Id": "a", "ReceiptHandle": handle}] * 2
    assert code_of(sqs.delete_message_batch, QueueUrl=url, Entries=twice) == \
        "AWS.SimpleQueueService.BatchEntryIdsNotDistinct"


def test_encryption_is_kept_as_an_attribute_and_a_key_refused(sqs):
    wanted = {"SqsManagedSseEnabled": "true", "KmsDataKeyReusePeriodSeconds": "300"}
    url = sqs.create_queue(QueueName="sealed", Attributes=wanted)["QueueUrl"]
    names = list(wanted) + ["KmsMasterKeyId"]
    assert sqs.get_queue_attributes(QueueUrl=url, AttributeNames=names)["Attributes"] == wanted
    plain = sqs.create_queue(QueueName="plain")["QueueUrl"]
    assert sqs.get_queue_attributes(QueueUrl=plain, AttributeNames=names)["Attributes"] == \
        {"SqsManagedSseEnabled": "false"}
    with pytest.raises(sqs.exceptions.UnsupportedOperation, match="KmsMasterKeyId"):
        sqs.set_queue_attributes(QueueUrl=url, Attributes={"KmsMasterKeyId": "alias/aws/sqs"})


def test_errors_have_the_names_that_clients_know(sqs):
    url = sqs.create_queue(QueueName="errors")["QueueUrl"]
    with pytest.raises(sqs.exceptions.QueueDoesNotExist):
        sqs.get_queue_url(QueueName="missing")
    with pytest.raises(sqs.exceptions.ReceiptHandleIsInvalid):
        sqs.delete_message(QueueUrl=url, ReceiptHandle="nonsense")
    with pytest.raises(sqs.exceptions.InvalidMessageContents):
        sqs.send_message(QueueUrl=url, MessageBody="\x01")
    with pytest.raises(sqs.exceptions.InvalidAttributeName):
        sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["Colour"])
    assert code_of(sqs.send_message, QueueUrl=url, MessageBody="") == "MissingParameter"
    largest = "x" * 1_048_576
    assert code_of(sqs.send_message, QueueUrl=url, MessageBody=largest + "x") == \
        "InvalidParameterValue"
    assert code_of(sqs.receive_message, QueueUrl=url, MaxNumberOfMessages=11) == \
        "InvalidParameterValue"
    sqs.send_message(QueueUrl=url, MessageBody=largest)


def test_delete_takes_the_messages_along(sqs):
    url = sqs.create_queue(QueueName="gone")["QueueUrl"]
    sqs.send_message(QueueUrl=url, MessageBody="x")
    sqs.delete_queue(QueueUrl=url)
    with pytest.raises(sqs.exceptions.QueueDoesNotExist):
        sqs.send_message(QueueUrl=url, MessageBody="x")
    expect_empty(sqs, sqs.create_queue(QueueName="gone")["QueueUrl"])


def test_the_command_line(account):
    url = account.aws("sqs", "create-queue", "--queue-name", "cli", "--attributes",
                      "MessageRetentionPeriod=60", "--tags", "team=shop")["QueueUrl"]
    assert account.aws("sqs", "get-queue-url", "--queue-name", "cli")["QueueUrl"] == url
    account.aws("sqs", "send-message", "--queue-url", url, "--message-body", "hello")
    message, = account.aws("sqs", "receive-message", "--queue-url", url, "--wait-time-seconds", "5",
                           "--attribute-names", "All")["Messages"]
    assert message["Body"] == "hello"
    account.aws("sqs", "delete-message", "--queue-url", url,
                "--receipt-handle", message["ReceiptHandle"])
    assert url in account.aws("sqs", "list-queues", "--queue-name-prefix", "cli")["QueueUrls"]
    account.aws("sqs", "delete-queue", "--queue-url", url)
    with pytest.raises(CliError) as caught:
        account.aws("sqs", "get-queue-url", "--queue-name", "cli")
    assert caught.value.code == "AWS.SimpleQueueService.NonExistentQueue"


def test_the_json_protocol_on_the_same_port(account, sqs):
    status, created, _ = json_call(account, "CreateQueue", {
        "QueueName": "json", "Attributes": {"DelaySeconds": "0"}})
    assert status == 200
    url = created["QueueUrl"]
    assert sqs.get_queue_url(QueueName="json")["QueueUrl"] == url, "one queue, two protocols"
    status, sent, _ = json_call(account, "SendMessage", {
        "QueueUrl": url, "MessageBody": "hello",
        "MessageAttributes": {"raw": {"DataType": "Binary", "BinaryValue": "AP8="}}})
    assert sent["MD5OfMessageBody"] == hashlib.md5(b"hello").hexdigest()
    status, received, _ = json_call(account, "ReceiveMessage", {
        "QueueUrl": url, "MessageAttributeNames": ["All"], "MessageSystemAttributeNames": ["All"]})
    message, = received["Messages"]
    assert message["MessageAttributes"] == {"raw": {"DataType": "Binary", "BinaryValue": "AP8="}}
    assert message["Attributes"]["SenderId"] == "111122223333"
    status, answer, _ = json_call(account, "DeleteMessage", {
        "QueueUrl": url, "ReceiptHandle": message["ReceiptHandle"]})
    assert (status, answer) == (200, {})
    assert json_call(account, "ReceiveMessage", {"QueueUrl": url})[1] == {}
    status, error, headers = json_call(account, "GetQueueUrl", {"QueueName": "missing"})
    assert status == 400
    assert error["__type"].rpartition("#")[2] == "QueueDoesNotExist"
    assert headers["x-amzn-query-error"] == "AWS.SimpleQueueService.NonExistentQueue;Sender"


def test_queues_survive_kill_and_restart(start_dev, tmp_path):
    server = start_dev("--data", str(tmp_path))
    sqs = server.account().client("sqs")
    url = sqs.create_queue(QueueName="kept", Attributes={"VisibilityTimeout": "600"})["QueueUrl"]
    for number in range(20):
        sqs.send_message(QueueUrl=url, MessageBody=str(number))
    held = sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=3)["Messages"]
    server.kill()
    server.start()
    sqs = server.account().client("sqs")
    url = sqs.get_queue_url(QueueName="kept")["QueueUrl"]
    sqs.delete_message(QueueUrl=url, ReceiptHandle=held[0]["ReceiptHandle"])
    rest = receive_messages(sqs, url, 17)
    bodies = [message["Body"] for message in held + rest]
    assert sorted(bodies, key=int) == [str(number) for number in range(20)]
    expect_empty(sqs, url)


def test_another_account_needs_the_queues_policy(serve):
    owner, guest = serve.create_account("owner"), serve.create_account("guest")
    serve.start()
    policy = {"Version": "2012-10-17", "Statement": [{
        "Effect": "Allow", "Principal": {"AWS": f"arn:aws:iam::{guest.id}:root"},
        "Action": ["sqs:SendMessage", "sqs:GetQueueUrl"], "Resource": "*"}]}
    mine, theirs = owner.client("sqs"), guest.client("sqs")
    shared = mine.create_queue(QueueName="shared",
                               Attributes={"Policy": json.dumps(policy)})["QueueUrl"]
    private = mine.create_queue(QueueName="private")["QueueUrl"]
    assert shared == theirs.get_queue_url(
        QueueName="shared", QueueOwnerAWSAccountId=owner.id)["QueueUrl"]
    theirs.send_message(QueueUrl=shared, MessageBody="from a guest")
    assert receive_messages(mine, shared, 1)[0]["Body"] == "from a guest"
    assert code_of(theirs.receive_message, QueueUrl=shared) == "AccessDenied"
    # Absent and forbidden look alike from outside.
    missing = private.replace("private", "missing")
    for url in (private, missing):
        assert code_of(theirs.send_message, QueueUrl=url, MessageBody="x") == "AccessDenied"
    assert code_of(theirs.delete_queue, QueueUrl=shared) == "AccessDenied"
