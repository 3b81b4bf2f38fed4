"""kill -9 in the middle of a stream of PutEvents, again and again: what was answered with an id
is in its queue after the restart, here and in the account it is forwarded to. The client counts."""
import json
import os
import random
import threading
import time

from botocore.exceptions import BotoCoreError, ClientError

from angarium_process import ServeProcess
from client import REGION

KILLS = int(os.environ.get("ANGARIUM_KILLS", "100"))
SENDERS = 3
QUEUE = "kept"


class Stream:
    """Puts events until the server goes away; remembers what was acknowledged and what was sent."""

    def __init__(self, account, life):
        self.acknowledged, self.tried = set(), set()
        self._account, self._life = account, life
        self._enough = threading.Event()
        self._threads = [threading.Thread(target=self._put, args=(i,)) for i in range(SENDERS)]

    def run_until_acknowledged(self, count, then):
        """Starts the senders; calls `then` once `count` events are acknowledged, in mid-stream."""
        self._count = count
        for thread in self._threads:
            thread.start()
        assert self._enough.wait(60), "too few events were acknowledged"
        then()
        for thread in self._threads:
            thread.join()

    def _put(self, sender):
        events = self._account.client("events")
        for batch in range(100_000):
            names = [f"{self._life}.{sender}.{batch}.{i}" for i in range(5)]
            self.tried.update(names)
            try:
                answer = events.put_events(Entries=[
                    {"Source": "crash", "DetailType": "order", "Detail": json.dumps({"n": name})}
                    for name in names])
            except (BotoCoreError, ClientError):
                return  # killed: not acknowledged
            self.acknowledged.update(
                name for name, entry in zip(names, answer["Entries"]) if "EventId" in entry)
            if len(self.acknowledged) >= self._count:
                self._enough.set()


class End:
    """A queue where every event should arrive, and how often each has."""

    def __init__(self, account, bus):
        self.account, self.bus, self.arrived = account, bus, {}

    def set_up(self):
        """A queue, and a rule of the bus that sends it everything."""
        sqs, events = self.account.client("sqs"), self.account.client("events")
        arn = f"arn:aws:sqs:{REGION}:{self.account.id}:{QUEUE}"
        attributes = {"VisibilityTimeout": "600", "Policy": json.dumps({"Statement": {
            "Effect": "Allow", "Principal": {"Service": "events.amazonaws.com"},
            "Action": "sqs:SendMessage", "Resource": arn,
            "Condition": {"StringEquals": {"aws:SourceAccount": self.account.id}}}})}
        sqs.create_queue(QueueName=QUEUE, Attributes=attributes)
        forward_all(events, self.bus, arn)

    def drain(self, wanted=frozenset(), seconds_max=60):
        """Takes what is there; goes on until all that is wanted has come, or the time is over."""
        sqs = self.account.client("sqs")
        url = sqs.get_queue_url(QueueName=QUEUE)["QueueUrl"]
        due = time.monotonic() + seconds_max
        while True:
            answer = sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10, WaitTimeSeconds=1)
            messages = answer.get("Messages", [])
            if not messages and (wanted <= self.arrived.keys() or time.monotonic() > due):
                return
            for message in messages:
                name = json.loads(message["Body"])["detail"]["n"]
                self.arrived[name] = self.arrived.get(name, 0) + 1
            if messages:
                sqs.delete_message_batch(QueueUrl=url, Entries=[
                    {"Id": str(i), "ReceiptHandle": message["ReceiptHandle"]}
                    for i, message in enumerate(messages)])

    def report(self, acknowledged):
        """(names that were lost, one line for a person)"""
        lost = acknowledged - self.arrived.keys()
        duplicated = sum(1 for count in self.arrived.values() if count > 1)
        return lost, (f"{self.bus}: acknowledged {len(acknowledged)}, arrived "
                      f"{len(self.arrived)}, duplicated {duplicated}, lost {len(lost)}")


def forward_all(events, bus, target_arn):
    events.put_rule(Name="all", EventBusName=bus, EventPattern=json.dumps({"source": ["crash"]}))
    answer = events.put_targets(Rule="all", EventBusName=bus,
                                Targets=[{"Id": f"to-{bus}", "Arn": target_arn}])
    assert answer["FailedEntryCount"] == 0, answer


def set_up(near, far):
    """Events are put on one account's bus: for its own queue, and for another account's bus."""
    near.set_up()
    events = far.account.client("events")
    arn = events.create_event_bus(Name=far.bus)["EventBusArn"]
    events.put_permission(EventBusName=far.bus, Action="events:PutEvents",
                          Principal=near.account.id, StatementId="near")
    far.set_up()
    near.account.client("events").put_targets(Rule="all", Targets=[{"Id": "far", "Arn": arn}])


def test_nothing_acknowledged_is_lost(tmp_path, capsys):
    seed = random.randrange(1 << 32)
    chance = random.Random(seed)
    server = ServeProcess(tmp_path)
    near = End(server.create_account("near"), "default")
    far = End(server.create_account("far"), "far")
    server.start()
    set_up(near, far)
    acknowledged, tried = set(), set()
    for life in range(KILLS):
        stream = Stream(near.account, life)
        stream.run_until_acknowledged(chance.randrange(5, 60), server.kill)
        acknowledged |= stream.acknowledged
        tried |= stream.tried
        server.start()
        if chance.random() < 0.1:
            near.drain()
    for end in (near, far):
        end.drain(wanted=acknowledged)
        lost, line = end.report(acknowledged)
        with capsys.disabled():
            print(f"\nseed {seed}, {KILLS} kills: {line}")
        assert not lost, f"seed {seed}: {sorted(lost)[:10]}"
        assert end.arrived.keys() <= tried, "something arrived that nobody sent"
    server.stop()
