"""Twenty targets for a storm: what each rule leads to, how it fails, and what has arrived there."""
import collections
import json
import os
import subprocess
import threading
import time

from angarium_process import die_with_parent
from api_destinations_test import FOLDER
from client import REGION
from permitted import key_connection, queue_for_rules, role_for_rules

OTHER_REGION = "eu-west-1"
SOURCE = "storm"


class Sink:
    """fault_server.mjs on a port of its own, kept over its ends. `arrived`: (lane, event) -> the
    times at which it was answered with success, on the calendar."""

    def __init__(self):
        self.arrived = collections.defaultdict(list)
        self.ends = []
        self.port, self._process = 0, None

    def begin(self):
        self._process = subprocess.Popen(
            ["node", FOLDER / "fault_server.mjs"], stdout=subprocess.PIPE, text=True,
            preexec_fn=die_with_parent, env=os.environ | {"PORT": str(self.port)})
        self.port = int(self._process.stdout.readline())
        self._reader = threading.Thread(target=self._read, args=(self._process.stdout,))
        self._reader.start()
        return self

    def end(self):
        if self._process is None:
            return
        self._process.kill()
        self._process.wait()
        self._reader.join()
        self._process.stdout.close()
        self._process = None
        self.ends.append(time.time())

    def is_up(self):
        return self._process is not None

    def _read(self, stream):
        for line in stream:
            if not line.endswith("\n"):
                return  # cut off by its end
            request = json.loads(line)
            if request.get("status") == 200:
                lane, event = request["url"].rstrip("/").split("/")[-2:]
                self.arrived[lane, event].append(time.time())


def queue_arn(account, name, region=REGION):
    return f"arn:aws:sqs:{region}:{account.id}:{name}"


class Lane:
    """One rule and its target. Where its events arrive: `sink`, or a `queue` of (account, name,
    region). `may_die`: some end in a dead-letter queue; `may_vanish`: in the log alone.
    `share`: of all events."""

    def __init__(self, name, share=0.3, may_die=False, may_vanish=False):
        self.name, self.share = name, share
        self.may_die, self.may_vanish = may_die, may_vanish
        self.sink = self.queue = None


class Targets:
    """All of them. `near` owns the rules; `far` another queue and another bus."""

    def __init__(self, near, far):
        self.near, self.far = near, far
        self.sink, self.fickle = Sink().begin(), Sink().begin()
        self.lanes, self._clients = [], {}

    def set_up(self):
        self.dead = self._make_queue(self.near, "dead")
        self.far_dead = self._make_queue(self.far, "dead")
        self._add_queues()
        self._add_buses()
        self._add_endpoints()
        assert len(self.lanes) == 20
        self._clients.clear()  # the next start has another address

    def end(self):
        self.sink.end()
        self.fickle.end()

    def _client(self, account, service, region=REGION):
        """Making one takes longer than all its calls."""
        key = (account.id, service, region)
        if key not in self._clients:
            self._clients[key] = account.client(service, region)
        return self._clients[key]

    def _make_queue(self, account, name, region=REGION, **attributes):
        """A queue that rules may send to; its ARN."""
        sqs = self._client(account, "sqs", region)
        return queue_for_rules(sqs, account.id, name, **attributes)[1]

    def _add(self, lane, dead=None, **target):
        letters = {"DeadLetterConfig": {"Arn": dead}} if dead else {}
        self._put_rule(self._client(self.near, "events"), "default", lane.name,
                       {"source": [SOURCE], "detail": {"to": [lane.name]}},
                       {**letters, **target})
        self.lanes.append(lane)

    @staticmethod
    def _put_rule(events, bus, name, pattern, target):
        events.put_rule(Name=name, EventBusName=bus, EventPattern=json.dumps(pattern))
        answer = events.put_targets(Rule=name, EventBusName=bus, Targets=[{"Id": "1", **target}])
        assert answer["FailedEntryCount"] == 0, answer

    def _add_queues(self):
        for name in ("queue-a", "queue-b", "queue-shaped", "queue.fifo",
                     "queue-forbidden"):
            lane = Lane(name.replace(".", "-"), may_die=name == "queue-forbidden")
            lane.queue = (self.near, name, REGION)
            fifo, target = {}, {}
            if name.endswith(".fifo"):
                fifo = {"FifoQueue": "true", "ContentBasedDeduplication": "true"}
                target = {"SqsParameters": {"MessageGroupId": "g"}}
            if name == "queue-shaped":
                target["InputTransformer"] = {"InputPathsMap": {"n": "$.detail.n"},
                                              "InputTemplate": '{"detail": {"n": <n>}}'}
            self._add(lane, dead=self.dead, Arn=self._make_queue(self.near, name, **fifo),
                      **target)
        lane = Lane("queue-far")
        lane.queue = (self.far, "queue-far", REGION)
        self._add(lane, dead=self.far_dead, Arn=self._make_queue(self.far, "queue-far"))

    def _add_buses(self):
        """Buses of this account, of this account elsewhere, and of another; a queue behind each."""
        for name, account, region in (("bus-near", self.near, REGION),
                                      ("bus-elsewhere", self.near, OTHER_REGION),
                                      ("bus-far", self.far, REGION),
                                      ("bus-far-too", self.far, REGION)):
            events = self._client(account, "events", region)
            arn = events.create_event_bus(Name=name)["EventBusArn"]
            if account is self.far:
                events.put_permission(EventBusName=name, Action="events:PutEvents",
                                      Principal=self.near.id, StatementId="near")
            self._put_rule(events, name, "all", {"source": [SOURCE]},
                           {"Arn": self._make_queue(account, name, region)})
            lane = Lane(name)
            lane.queue = (account, name, region)
            self._add(lane, Arn=arn, dead=self.dead)

    def _add_endpoints(self):
        self._allow_calls()
        once, twice = ({"RetryPolicy": {"MaximumRetryAttempts": n}} for n in (0, 1))
        for name, path, dead, more, policy in (
                ("http-a", "fine", self.dead, {}, {}),
                ("http-b", "fine", self.far_dead, {}, {}),
                ("http-paced", "fine", self.dead, {"share": 0.1}, {}),
                ("http-failing", "status/400", self.dead, {"may_die": True}, {}),
                ("http-broken", "status/503", self.far_dead, {"may_die": True}, twice),
                ("http-hung", "hang", self.dead, {"share": 0.05, "may_die": True}, once),
                ("http-throttled", "then/429/200", self.dead, {}, {}),
                ("http-cut", "then/reset/503/200", self.dead, {"share": 0.1}, {})):
            lane = Lane(name, **more)
            self._add(lane, dead=dead, **self._endpoint(lane, self.sink, path), **policy)
        lane = Lane("http-fickle")
        self._add(lane, dead=self.dead, **self._endpoint(lane, self.fickle, "fine"))
        self._add_unseen()

    def _add_unseen(self):
        """Fails for good and has no dead-letter queue. On a bus of its own: the log names so many
        failures of a bus in a second and no more."""
        events = self._client(self.near, "events")
        lane = Lane("http-unseen", share=0.004, may_vanish=True)
        arn = events.create_event_bus(Name=lane.name)["EventBusArn"]
        self._put_rule(events, lane.name, lane.name, {"source": [SOURCE]},
                       self._endpoint(lane, self.sink, "status/404"))
        self._add(lane, Arn=arn)

    def _endpoint(self, lane, sink, path):
        """A target that calls the sink; the members of PutTargets."""
        arn = self._client(self.near, "events").create_api_destination(
            Name=lane.name, ConnectionArn=self.connection, HttpMethod="POST",
            InvocationEndpoint=f"http://127.0.0.1:{sink.port}/{path}/{lane.name}/*",
            InvocationRateLimitPerSecond=50 if lane.name == "http-paced" else 300,
        )["ApiDestinationArn"]
        lane.sink = sink
        return {"Arn": arn, "RoleArn": self.role,
                "HttpParameters": {"PathParameterValues": ["$.detail.n"]}}

    def _allow_calls(self):
        """The connection and the role that all endpoints are called with."""
        self.connection = key_connection(self._client(self.near, "events"), "open")
        self.role = role_for_rules(self.near.client("iam"), "caller", "events:InvokeApiDestination")

    def forbid(self, forbidden):
        """Lets rules send to `queue-forbidden`, or no longer."""
        sqs = self.near.client("sqs")
        url = sqs.get_queue_url(QueueName="queue-forbidden")["QueueUrl"]
        effect = "Deny" if forbidden else "Allow"
        sqs.set_queue_attributes(QueueUrl=url, Attributes={"Policy": json.dumps({"Statement": {
            "Effect": effect, "Principal": {"Service": "events.amazonaws.com"},
            "Action": "sqs:SendMessage", "Resource": queue_arn(self.near, "queue-forbidden")}})})
