"""Two Angarium servers: a rule on one delivers to an event bus on the other, as if it were there:
with the event's own id, time, account and region, once, through kills of either."""
import base64
import http.client
import http.server
import json
import threading
import time
import urllib.error
import urllib.parse
import urllib.request

import pytest
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

from angarium_process import ServeProcess
from conftest import end, started
from permitted import queue_for_rules
from queue_reader import expect_empty, receive_messages

PEER = """
[peers.{name}]
url = "{url}"
region = "us-east-1"
accounts = ["{account}"]
credentials_file = "{directory}/credentials"
allow_networks = ["127.0.0.1"]
caller = "{caller}"
"""
CREDENTIALS = """
[default]
aws_access_key_id = {key}
aws_secret_access_key = {secret}
"""


class Road:
    """Between two servers; loses as many answers as `losing` says, after the call went through."""

    def __init__(self, to):
        self.losing = 0
        road = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                self.close_connection = True
                far = http.client.HTTPConnection(urllib.parse.urlsplit(to).netloc, timeout=30)
                try:
                    far.request("POST", self.path, body, dict(self.headers))
                    answer = far.getresponse()
                    text = answer.read()
                except OSError:
                    return  # nobody is there
                finally:
                    far.close()
                if road.losing > 0:
                    road.losing -= 1
                    return
                self.send_response(answer.status)
                self.send_header("Content-Length", str(len(text)))
                self.send_header("Connection", "close")
                self.end_headers()
                self.wfile.write(text)

            def log_message(self, *arguments):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self):
        self.server.shutdown()
        self.server.server_close()


class Side:
    """One of two servers, with one account. Its port stays, so that the other finds it again."""

    def __init__(self, directory, name):
        directory.mkdir()
        self.name = name
        self.process = ServeProcess(directory)
        self.account = self.process.create_account(name)
        started(self.process)
        self.endpoint = self.process.endpoint
        port = self.endpoint.rsplit(":", 1)[1]
        self.config = self.process.config.read_text().replace("port = 0", f"port = {port}", 1)
        self.caller = self.key = None

    def client(self, service):
        return self.account.client(service)

    def make_caller(self, name):
        """A user without any policy: as whom the peer of that name comes."""
        iam = self.client("iam")
        self.caller = iam.create_user(UserName=name)["User"]["Arn"]
        self.key = iam.create_access_key(UserName=name)["AccessKey"]

    def know(self, peer, url=None):
        """Starts anew, with the other as a peer."""
        self.process.stop()
        self.process.config.write_text(self.config + PEER.format(
            name=peer.name, url=url or peer.endpoint, account=peer.account.id, caller=self.caller,
            directory=self.process.directory))
        (self.process.directory / "credentials").write_text(CREDENTIALS.format(
            key=peer.key["AccessKeyId"], secret=peer.key["SecretAccessKey"]))
        self.process.start()

    def open_inbox(self, name, permitted=None):
        """A bus whose events go to a queue; the queue's URL and the bus's ARN. `permitted`: the
        account that may put there."""
        events, sqs = self.client("events"), self.client("sqs")
        bus = events.create_event_bus(Name=name)["EventBusArn"]
        if permitted:
            events.put_permission(EventBusName=name, Action="events:PutEvents",
                                  Principal=permitted, StatementId="peer")
        url, queue = queue_for_rules(sqs, self.account.id, name)
        events.put_rule(Name="all", EventBusName=name,
                        EventPattern=json.dumps({"source": [{"exists": True}]}))
        events.put_targets(Rule="all", EventBusName=name, Targets=[{"Id": "q", "Arn": queue}])
        return url, bus

    def forward(self, name, bus, from_bus="default", **more):
        """A rule that sends the events of that source to `bus`."""
        events = self.client("events")
        events.put_rule(Name=name, EventBusName=from_bus,
                        EventPattern=json.dumps({"source": [name]}))
        answer = events.put_targets(Rule=name, EventBusName=from_bus,
                                    Targets=[{"Id": "far", "Arn": bus, **more}])
        assert answer["FailedEntryCount"] == 0, answer

    def put(self, source, details):
        """The ids of one event for each detail, ten to a request."""
        events, ids = self.client("events"), []
        for first in range(0, len(details), 10):
            answer = events.put_events(Entries=[
                {"Source": source, "DetailType": "d", "Detail": json.dumps(detail)}
                for detail in details[first:first + 10]])
            assert answer["FailedEntryCount"] == 0, answer
            ids += [each["EventId"] for each in answer["Entries"]]
        return ids


@pytest.fixture(scope="module")
def pair(tmp_path_factory):
    directory = tmp_path_factory.mktemp("pair")
    near, far = Side(directory / "near", "near"), Side(directory / "far", "far")
    near.make_caller("far")
    far.make_caller("near")
    near.know(far)
    far.know(near)
    yield near, far
    end(near.process)
    end(far.process)


def test_an_event_keeps_who_it_is(pair):
    near, far = pair
    url, bus = far.open_inbox("whole", near.account.id)
    near.forward("whole", bus)
    (event_id,) = near.put("whole", [{}])
    event = json.loads(receive_messages(far.client("sqs"), url, 1)[0]["Body"])
    assert (event["id"], event["account"], event["region"]) == (
        event_id, near.account.id, "us-east-1")


def test_the_far_buss_policy_decides(pair):
    near, far = pair
    url, bus = far.open_inbox("closed")
    dead, queue = queue_for_rules(near.client("sqs"), near.account.id, "dead")
    near.forward("closed", bus, DeadLetterConfig={"Arn": queue})
    near.put("closed", [{}])
    letter = near.client("sqs").receive_message(
        QueueUrl=dead, WaitTimeSeconds=20, MessageAttributeNames=["All"])["Messages"][0]
    attributes = letter["MessageAttributes"]
    assert attributes["ERROR_CODE"]["StringValue"] == "NO_PERMISSIONS"
    assert bus in attributes["ERROR_MESSAGE"]["StringValue"]
    expect_empty(far.client("sqs"), url)


def test_what_came_from_a_peer_goes_to_no_third_bus(pair):
    near, far = pair
    third_url, third = far.open_inbox("third")
    url, bus = far.open_inbox("second", near.account.id)
    far.forward("hop", third, "second")
    near.forward("hop", bus)
    near.put("hop", [{}])
    receive_messages(far.client("sqs"), url, 1)
    expect_empty(far.client("sqs"), third_url)


def deliver(to, key, secret, source_account, event=b""):
    """The status and the answer to what a peer would send."""
    body = json.dumps({
        "EventBusArn": f"arn:aws:events:us-east-1:{to.account.id}:event-bus/default",
        "SourceBusArn": f"arn:aws:events:us-east-1:{source_account}:event-bus/default",
        "LogOffset": 0, "Shard": 0, "RuleArn": "arn:aws:events:::rule/r",
        "Subscription": "s", "Event": base64.b64encode(event or b"?").decode()})
    request = AWSRequest("POST", to.endpoint + "/", data=body, headers={
        "X-Amz-Target": "AngariumPeers.Deliver", "Content-Type": "application/x-amz-json-1.1"})
    SigV4Auth(Credentials(key, secret), "angarium-peers", "us-east-1").add_auth(request)
    request = urllib.request.Request(request.url, body.encode(), dict(request.headers))
    try:
        with urllib.request.urlopen(request, timeout=20) as answer:
            return answer.status, json.loads(answer.read())
    except urllib.error.HTTPError as error:
        return error.code, json.loads(error.read())


def test_only_the_configured_caller_delivers(pair):
    """With good credentials of another user, and in the name of an account that isn't near's."""
    near, far = pair
    root = far.account
    status, answer = deliver(far, root.access_key_id, root.secret_access_key, near.account.id)
    assert status == 403 and "not the `caller`" in answer["message"]
    key = (far.key["AccessKeyId"], far.key["SecretAccessKey"])
    status, answer = deliver(far, *key, far.account.id)
    assert status == 403 and "[peers.near]" in answer["message"]


def test_what_is_no_event_is_refused_for_good(pair):
    near, far = pair
    key = (far.key["AccessKeyId"], far.key["SecretAccessKey"])
    for event in (b"", b"\0", b"\xff" * 1000):
        status, answer = deliver(far, *key, near.account.id, event)
        assert status == 200 and answer["Outcome"] == "Permanent"
        assert answer["ErrorCode"] == "INVALID_EVENT"


def test_a_peer_speaks_for_no_strangers_events(pair):
    """Somebody of an account that far does not know puts events on near's bus: they stay there."""
    near, far = pair
    stranger = near.process.create_account("stranger")
    url, bus = far.open_inbox("strangers", near.account.id)
    dead, queue = queue_for_rules(near.client("sqs"), near.account.id, "strangers-dead")
    near.forward("stranger", bus, DeadLetterConfig={"Arn": queue})
    near.client("events").put_permission(EventBusName="default", Action="events:PutEvents",
                                         Principal=stranger.id, StatementId="stranger")
    stranger.client("events").put_events(Entries=[{
        "Source": "stranger", "DetailType": "d", "Detail": "{}",
        "EventBusName": f"arn:aws:events:us-east-1:{near.account.id}:event-bus/default"}])
    letter = near.client("sqs").receive_message(
        QueueUrl=dead, WaitTimeSeconds=20, MessageAttributeNames=["All"])["Messages"][0]
    assert "[peers.near]" in letter["MessageAttributes"]["ERROR_MESSAGE"]["StringValue"]
    expect_empty(far.client("sqs"), url)


@pytest.fixture
def road(pair):
    """What near's deliveries pass on their way to far."""
    near, far = pair
    between = Road(far.endpoint)
    near.know(far, between.url)
    yield between
    near.know(far)
    between.close()


def test_a_lost_answer_doubles_nothing(pair, road):
    near, far = pair
    url, bus = far.open_inbox("lost", near.account.id)
    near.forward("lost", bus)
    road.losing = 3
    ids = near.put("lost", [{}] * 3)
    received = [json.loads(message["Body"])["id"]
                for message in receive_messages(far.client("sqs"), url, 3)]
    expect_empty(far.client("sqs"), url, 3)
    assert sorted(received) == sorted(ids) and road.losing == 0


def take_all(sqs, url):
    """What is in the queue now, deleted from it."""
    bodies = []
    while messages := sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages"):
        bodies += [json.loads(message["Body"]) for message in messages]
        sqs.delete_message_batch(QueueUrl=url, Entries=[
            {"Id": str(index), "ReceiptHandle": message["ReceiptHandle"]}
            for index, message in enumerate(messages)])
    return bodies


def test_requests_and_answers_over_kills_of_either(pair):
    """Requests go from near to far, where a worker answers each; answers come back to near."""
    near, far = pair
    requests_url, requests = far.open_inbox("requests", near.account.id)
    answers_url, answers = near.open_inbox("answers", far.account.id)
    near.forward("ask", requests)
    far.forward("answer", answers)

    def work():
        events = take_all(far.client("sqs"), requests_url)
        far.put("answer", [{"request": event["id"]} for event in events])
        return [event["id"] for event in events]

    asked, worked = [], []
    for killed in (far, near) * 2:
        asked += near.put("ask", [{}] * 10)
        killed.process.kill()
        if killed is far:
            asked += near.put("ask", [{}] * 10)
        killed.process.start()
        worked += work()
    # What near had under way when it was killed is tried again as soon as it is back.
    due = time.monotonic() + 30
    while len(worked) < len(asked) and time.monotonic() < due:
        worked += work()
    assert sorted(worked) == sorted(asked), "each request once"
    received = [json.loads(message["Body"])["detail"]["request"]
                for message in receive_messages(near.client("sqs"), answers_url, len(asked), 30)]
    assert sorted(received) == sorted(asked), "each answer once"
    expect_empty(near.client("sqs"), answers_url)
    expect_empty(far.client("sqs"), requests_url)
