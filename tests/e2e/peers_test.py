"""Two Angarium servers: a rule on one delivers to an event bus on the other, as if it were there:
with the event's own id, time, account and region, once, through kills of either."""
import json

import pytest

from angarium_process import SERVE_CONFIG, ServeProcess
from conftest import end, started
from queue_reader import expect_empty, receive_messages

SENDER = """
[peers.far]
url = "{url}"
region = "us-east-1"
accounts = ["{account}"]
credentials_file = "{{directory}}/credentials"
allow_networks = ["127.0.0.1"]
"""
RECEIVER = """
[peers.near]
accounts = ["{account}"]
caller = "{caller}"
"""
CREDENTIALS = """
[default]
aws_access_key_id = {key}
aws_secret_access_key = {secret}
"""


class Pair:
    """`near` delivers to `far`. Both have a fixed port, so that each finds the other again."""

    def __init__(self, directory):
        (directory / "near").mkdir()
        (directory / "far").mkdir()
        self.near_process = ServeProcess(directory / "near")
        self.far_process = ServeProcess(directory / "far")
        self.near = self.near_process.create_account("near")
        self.far = self.far_process.create_account("far")
        started(self.far_process)
        caller, key = self._make_caller()
        self.far_process.stop()
        port = self.far_process.endpoint.rsplit(":", 1)[1]
        self._extend(self.far_process, RECEIVER.format(account=self.near.id, caller=caller),
                     port)
        self._extend(self.near_process, SENDER.format(
            url=f"http://127.0.0.1:{port}", account=self.far.id))
        (directory / "near" / "credentials").write_text(CREDENTIALS.format(
            key=key["AccessKeyId"], secret=key["SecretAccessKey"]))
        self.far_process.start()
        started(self.near_process)

    def _make_caller(self):
        iam = self.far.client("iam")
        user = iam.create_user(UserName="near")["User"]
        return user["Arn"], iam.create_access_key(UserName="near")["AccessKey"]

    @staticmethod
    def _extend(process, text, port=None):
        config = process.config.read_text() + text.format(directory=process.directory)
        if port:
            config = config.replace("port = 0", f"port = {port}", 1)
        process.config.write_text(config)

    def close(self):
        end(self.near_process)
        end(self.far_process)

    def open_inbox(self, name="inbox", permitted=True, pattern=None):
        """A bus on `far` whose events go to a queue there; the queue's URL and the bus's ARN."""
        events, sqs = self.far.client("events"), self.far.client("sqs")
        bus = events.create_event_bus(Name=name)["EventBusArn"]
        if permitted:
            events.put_permission(EventBusName=name, Action="events:PutEvents",
                                  Principal=self.near.id, StatementId="near")
        url = sqs.create_queue(QueueName=name)["QueueUrl"]
        queue = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])
        queue = queue["Attributes"]["QueueArn"]
        allow(sqs, url, queue)
        events.put_rule(Name="all", EventBusName=name,
                        EventPattern=json.dumps(pattern or {"source": [{"exists": True}]}))
        events.put_targets(Rule="all", EventBusName=name, Targets=[{"Id": "q", "Arn": queue}])
        return url, bus

    def forward(self, name, bus, **more):
        events = self.near.client("events")
        events.put_rule(Name=name, EventPattern=json.dumps({"source": [name]}))
        answer = events.put_targets(Rule=name, Targets=[{"Id": "far", "Arn": bus, **more}])
        assert answer["FailedEntryCount"] == 0, answer

    def put_many(self, source, count):
        """The ids of so many events, ten to a request."""
        events = self.near.client("events")
        entry = {"Source": source, "DetailType": "d", "Detail": "{}"}
        ids = set()
        while len(ids) < count:
            answer = events.put_events(Entries=[entry] * min(10, count - len(ids)))
            assert answer["FailedEntryCount"] == 0, answer
            ids |= {each["EventId"] for each in answer["Entries"]}
        return ids

    def put(self, source):
        (event_id,) = self.put_many(source, 1)
        return event_id


def allow(sqs, url, queue):
    sqs.set_queue_attributes(QueueUrl=url, Attributes={"Policy": json.dumps({"Statement": [{
        "Effect": "Allow", "Principal": {"Service": "events.amazonaws.com"},
        "Action": "sqs:SendMessage", "Resource": queue}]})})


@pytest.fixture(scope="module")
def pair(tmp_path_factory):
    made = Pair(tmp_path_factory.mktemp("pair"))
    yield made
    made.close()


def test_an_event_keeps_who_it_is(pair):
    url, bus = pair.open_inbox("whole")
    pair.forward("whole", bus)
    event_id = pair.put("whole")
    event = json.loads(receive_messages(pair.far.client("sqs"), url, 1)[0]["Body"])
    assert (event["id"], event["account"], event["region"]) == (
        event_id, pair.near.id, "us-east-1")


def test_the_far_buss_policy_decides(pair):
    url, bus = pair.open_inbox("closed", permitted=False)
    near_sqs = pair.near.client("sqs")
    dead = near_sqs.create_queue(QueueName="dead")["QueueUrl"]
    queue = near_sqs.get_queue_attributes(QueueUrl=dead, AttributeNames=["QueueArn"])
    queue = queue["Attributes"]["QueueArn"]
    allow(near_sqs, dead, queue)
    pair.forward("closed", bus, DeadLetterConfig={"Arn": queue})
    pair.put("closed")
    letter = near_sqs.receive_message(QueueUrl=dead, WaitTimeSeconds=20,
                                      MessageAttributeNames=["All"])["Messages"][0]
    attributes = letter["MessageAttributes"]
    assert attributes["ERROR_CODE"]["StringValue"] == "NO_PERMISSIONS"
    assert bus in attributes["ERROR_MESSAGE"]["StringValue"]
    expect_empty(pair.far.client("sqs"), url)


def test_what_came_from_a_peer_goes_to_no_third_bus(pair):
    third_url, third = pair.open_inbox("third", permitted=False)
    url, bus = pair.open_inbox("second")
    pair.far.client("events").put_rule(Name="on", EventBusName="second",
                                       EventPattern=json.dumps({"source": ["hop"]}))
    pair.far.client("events").put_targets(Rule="on", EventBusName="second",
                                          Targets=[{"Id": "b", "Arn": third}])
    pair.forward("hop", bus)
    pair.put("hop")
    receive_messages(pair.far.client("sqs"), url, 1)
    expect_empty(pair.far.client("sqs"), third_url)


def test_only_the_configured_caller_delivers(pair):
    """With good credentials of another user, and in the name of an account that isn't near's."""
    import botocore.auth
    import botocore.awsrequest
    import botocore.credentials
    import urllib.error
    import urllib.request

    def deliver(key, secret, source_account):
        body = json.dumps({
            "EventBusArn": f"arn:aws:events:us-east-1:{pair.far.id}:event-bus/default",
            "SourceBusArn": f"arn:aws:events:us-east-1:{source_account}:event-bus/default",
            "LogOffset": 0, "Shard": 0, "EventId": "e", "RuleArn": "arn:aws:events:::rule/r",
            "Subscription": "s", "Event": "AAAA"})
        request = botocore.awsrequest.AWSRequest(
            "POST", pair.far_process.endpoint + "/", data=body,
            headers={"X-Amz-Target": "AngariumPeers.Deliver",
                     "Content-Type": "application/x-amz-json-1.1"})
        botocore.auth.SigV4Auth(botocore.credentials.Credentials(key, secret), "angarium-peers",
                                "us-east-1").add_auth(request)
        try:
            urllib.request.urlopen(urllib.request.Request(
                request.url, body.encode(), dict(request.headers)), timeout=20)
        except urllib.error.HTTPError as error:
            return error.code, json.loads(error.read())["message"]
        return 200, ""

    root = pair.far
    status, message = deliver(root.access_key_id, root.secret_access_key, pair.near.id)
    assert status == 403 and "not the `caller`" in message
    lines = (pair.near_process.directory / "credentials").read_text().split("\n")
    key, secret = lines[2].split(" = ")[1], lines[3].split(" = ")[1]
    status, message = deliver(key, secret, pair.far.id)
    assert status == 403 and "[peers.near]" in message


def test_nothing_is_lost_or_doubled_over_kills_of_either(pair):
    url, bus = pair.open_inbox("kills")
    pair.forward("kills", bus)
    put = set()
    for process in (pair.far_process, pair.near_process) * 2:
        put |= pair.put_many("kills", 10)
        process.kill()
        if process is pair.far_process:
            put |= pair.put_many("kills", 10)
        process.start()
    sqs = pair.far.client("sqs")
    received = [json.loads(message["Body"])["id"]
                for message in receive_messages(sqs, url, len(put), 60)]
    assert set(received) == put, "each once"
    expect_empty(sqs, url)
