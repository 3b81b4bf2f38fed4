"""The whole promise in one test: events under load for twenty targets, of which a third fail, hang,
throttle or come and go, while the server is killed, or loses its power, again and again. In the end
each acknowledged event is in each target that it was for, in that target's dead-letter queue, or in
the log as given up. Repetitions are counted, and held against the window that docs/delivery.md
states.

ANGARIUM_STORM_KILLS and ANGARIUM_STORM_CUTS say how often (3 each); ANGARIUM_STORM_SEED repeats."""
import collections
import json
import os
import random
import re
import threading
import time
import urllib.request

import pytest
from botocore.exceptions import BotoCoreError, ClientError

from angarium_process import SERVE_CONFIG, ServeProcess
from client import REGION
from power_cut import LossyDisk
from shifted_clock import shifted
from storm_targets import SOURCE, Targets

KILLS = int(os.environ.get("ANGARIUM_STORM_KILLS", "3"))
CUTS = int(os.environ.get("ANGARIUM_STORM_CUTS", "3"))
SEED = int(os.environ.get("ANGARIUM_STORM_SEED", random.randrange(1 << 32)))
SENDERS = 3
ENTRIES = 5
DRAINERS = 2
SETTLE_SECONDS_MAX = 60
# The calendar of the last starts is so far ahead: what the last kill left under way, and what waits
# for its next attempt, is due at once; what then fails once more, a longest wait later. Less than
# the half hour for which repetitions are known.
AHEAD_SECONDS = (600, 1500)
# docs/delivery.md: 500 ms until the cursor is written, and the commit of that. To an endpoint that
# has answered a call is over, to the server it may be under way for its 5 s.
WINDOW_SECONDS = 0.5 + 5 + 0.5
# Repetitions without an end of anything, in all deliveries: of calls that a machine with other
# things to do didn't answer in their 5 s, or whose answer the server didn't come to read.
UNEXPLAINED_PART_MAX = 0.001

CONFIG = SERVE_CONFIG + """
clock_skew_ms = 3600000
log_level = "warning"
[destinations]
allow_networks = ["127.0.0.1"]
allow_http = true
[quotas]
attempts_per_target = 200
"""
GIVEN_UP = re.compile(r"delivery given up .*\brule=\S*/(\S+) .*\bevent_id=(\S+)")


class Load:
    """Puts events until the server goes away. `wanted`: lane -> events acknowledged for it;
    `meant`: event -> its lanes, acknowledged or not; `put_at`: event -> when it was put; `names`:
    event id -> event."""

    def __init__(self, near, lanes):
        self.near, self.lanes = near, lanes
        self.wanted = {lane.name: set() for lane in lanes}
        self.meant, self.put_at, self.names = {}, {}, {}
        self._lock = threading.Lock()

    def run_until_acknowledged(self, life, count, then):
        """Calls `then` once `count` more events are acknowledged, in mid-stream."""
        self._goal, self._enough = len(self.names) + count, threading.Event()
        threads = [threading.Thread(target=self._put, args=(f"{life}.{i}",))
                   for i in range(SENDERS)]
        for thread in threads:
            thread.start()
        enough = self._enough.wait(60)
        then()
        for thread in threads:
            thread.join()
        assert enough, "too few events were acknowledged"

    def _put(self, sender):
        events, chance = self.near.client("events"), random.Random(f"{SEED}.{sender}")
        for batch in range(100_000):
            entries = []
            for i in range(ENTRIES):
                to = [lane.name for lane in self.lanes if chance.random() < lane.share]
                entries.append((f"{sender}.{batch}.{i}", to))
            padding = "x" * chance.choice((0, 0, 0, 200, 20_000))
            with self._lock:
                self.meant.update(entries)
                self.put_at.update((name, time.time()) for name, _ in entries)
            try:
                answer = events.put_events(Entries=[
                    {"Source": SOURCE, "DetailType": "order", "Detail": json.dumps(
                        {"n": name, "to": to, "pad": padding})} for name, to in entries])
            except (BotoCoreError, ClientError):
                return  # gone: not acknowledged
            with self._lock:
                for (name, to), entry in zip(entries, answer["Entries"]):
                    if "EventId" in entry:
                        self._acknowledged(name, to, entry["EventId"])
                if len(self.names) >= self._goal:
                    self._enough.set()

    def _acknowledged(self, name, to, event_id):
        self.names[event_id] = name
        for lane in to:
            self.wanted[lane].add(name)


class Ends:
    """What has come where: (lane, event) -> how often in queues, and when each dead letter was
    written."""

    def __init__(self, targets):
        self.targets = targets
        self.queued = collections.Counter()
        self.dead = collections.defaultdict(list)
        self.taken = 0
        self._lock = threading.Lock()

    def drain(self):
        """Takes what is there from all queues; how much that was."""
        queues = [(lane.queue, lane.name) for lane in self.targets.lanes if lane.queue]
        queues += [((account, "dead", REGION), None)
                   for account in (self.targets.near, self.targets.far)]
        self.taken = 0
        threads = [threading.Thread(target=self._drain_some, args=(queues[i::DRAINERS],))
                   for i in range(DRAINERS)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return self.taken

    def _drain_some(self, queues):
        clients = {}
        for (account, queue, region), lane in queues:
            sqs = clients.get((account.id, region)) or account.client("sqs", region)
            clients[account.id, region] = sqs
            url = sqs.get_queue_url(QueueName=queue)["QueueUrl"]
            while self._take(sqs, url, lane):
                pass

    def _take(self, sqs, url, lane):
        messages = sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10,
                                       AttributeNames=["SentTimestamp"],
                                       MessageAttributeNames=["RULE_ARN"]).get("Messages", [])
        with self._lock:
            for message in messages:
                event = json.loads(message["Body"])["detail"]["n"]
                if lane:
                    self.queued[lane, event] += 1
                else:
                    rule = message["MessageAttributes"]["RULE_ARN"]["StringValue"]
                    self.dead[rule.rpartition("/")[2], event].append(
                        int(message["Attributes"]["SentTimestamp"]) / 1000)
            self.taken += len(messages)
        if messages:
            sqs.delete_message_batch(QueueUrl=url, Entries=[
                {"Id": str(i), "ReceiptHandle": message["ReceiptHandle"]}
                for i, message in enumerate(messages)])
        return len(messages)


class Storm:
    """A server, its targets and its load; how it goes down is up to the test."""

    def __init__(self, folder):
        self.chance = random.Random(SEED)
        self.folder = folder
        self.server = ServeProcess(folder, CONFIG)
        near, far = self.server.create_account("near"), self.server.create_account("far")
        self.targets = Targets(near, far)
        self.downs = []  # when the server went

    def begin(self):
        self.server.start()
        self.targets.set_up()
        self.load = Load(self.targets.near, self.targets.lanes)
        self.ends = Ends(self.targets)

    def live(self, life, after_kill):
        """One life: load, and the end in the middle of it. Targets come and go between lives."""
        if self.chance.random() < 0.3:
            fickle = self.targets.fickle
            fickle.end() if fickle.is_up() else fickle.begin()
        if self.chance.random() < 0.3:
            self.targets.forbid(self.chance.random() < 0.5)
        count = self.chance.randrange(5, self.chance.choice((60, 60, 60, 400, 1200)))
        self.load.run_until_acknowledged(life, count, self._kill)
        after_kill()
        while self.chance.random() < 0.2:  # it goes again while it starts
            self.server.start_and_kill(self.chance.random() / 2)
            self.downs.append(time.time())
            after_kill()
        self.server.start()
        if self.chance.random() < 0.1:
            self.ends.drain()

    def _kill(self):
        self.server.kill()
        self.downs.append(time.time())

    def settle(self):
        """Everything is up again, and what waits for later is due."""
        if not self.targets.fickle.is_up():
            self.targets.fickle.begin()
        for ahead in AHEAD_SECONDS:
            self._kill()
            self.server.environment = {}
            with shifted(self.folder, ahead):
                self.server.start()
            due = time.monotonic() + SETTLE_SECONDS_MAX
            while (self.ends.drain() > 0 or self._missing()) and time.monotonic() < due:
                threading.Event().wait(0.1)
            if not self._missing():
                return

    def end(self):
        self.targets.end()
        if self.server.is_running():
            self.server.stop()

    def _given_up(self):
        """(lane, event) of each delivery that the log says was given up."""
        found = (GIVEN_UP.search(line) for line in list(self.server.log))
        return {(line[1], self.load.names.get(line[2])) for line in found if line}

    def _arrived(self):
        arrived = set(self.ends.queued)
        for sink in (self.targets.sink, self.targets.fickle):
            arrived |= set(sink.arrived)
        return arrived

    def _missing(self):
        """What was acknowledged and is nowhere."""
        arrived, given_up = self._arrived(), self._given_up()
        return {(lane.name, event) for lane in self.targets.lanes
                for event in self.load.wanted[lane.name]
                if (lane.name, event) not in arrived and (lane.name, event) not in self.ends.dead
                and not (lane.may_vanish and (lane.name, event) in given_up)}

    def _waiting(self):
        """How many deliveries are in retry queues still: late, not lost."""
        text = urllib.request.urlopen(f"{self.server.health}/metrics").read().decode()
        return sum(float(line.split()[-1]) for line in text.splitlines()
                   if line.startswith("angarium_deliveries_retrying{"))

    def judge(self):
        """One line for a person; fails when the promise is broken."""
        missing, arrived = self._missing(), self._arrived()
        dies = {lane.name for lane in self.targets.lanes if lane.may_die}
        called = self._ages(self.targets.sink.arrived, self.downs) + self._ages(
            self.targets.fickle.arrived, self.downs + self.targets.fickle.ends)
        letters = self._ages(self.ends.dead, self.downs)
        ages = [age for age in called + letters if age is not None]
        unexplained = len(called) + len(letters) - len(ages)
        queued = sum(self.ends.queued.values()) - len(self.ends.queued)
        line = (f"seed {SEED}: {len(self.downs)} ends, {len(self.load.names)} events acknowledged, "
                f"{sum(map(len, self.load.wanted.values()))} deliveries owed: {len(arrived)} "
                f"arrived, {len(self.ends.dead)} dead letters, {len(missing)} lost; repeated: "
                f"{queued} in queues, {len(letters)} dead letters, {len(called)} at endpoints, of "
                f"what the last {max(ages, default=0):.2f} s before an end left, "
                f"{unexplained} with no end")
        waiting = self._waiting() if missing else 0
        assert not missing, f"{line}, of them {waiting:.0f} wait: {sorted(missing)[:10]}"
        for lane, event in set(self.ends.dead) | arrived:
            assert lane in self.load.meant[event], f"{line}: {lane} got {event}"
        healthy = {lane for lane, _ in self.ends.dead} - dies
        assert not healthy, f"{line}: given up for {healthy}"
        assert queued == 0, line
        assert max(ages, default=0) <= WINDOW_SECONDS, line
        assert unexplained <= 1 + UNEXPLAINED_PART_MAX * len(arrived), line
        return line

    def _ages(self, arrived, downs):
        """Of each repetition: how long before an end of the server, or of the endpoint, the first
        of the two had been answered. When no end lies between them, an earlier one has left the
        event both in the log and in a retry queue: how long before that it was put.
        None: no end."""
        ages = []
        for (_, event), times in arrived.items():
            for first, second in zip(sorted(times), sorted(times)[1:]):
                put = self.load.put_at[event]
                between = [down - first for down in downs if first - 1 < down <= second]
                before = [down - put for down in downs if put < down <= first]
                ages.append(min(between or before, default=None))
        return ages


@pytest.fixture
def storm(tmp_path):
    storm = Storm(tmp_path)
    yield storm
    storm.end()


def test_kills_lose_nothing(storm, capsys):
    storm.begin()
    for life in range(KILLS):
        storm.live(life, after_kill=lambda: None)
    storm.settle()
    with capsys.disabled():
        print(f"\n{KILLS} kills, {storm.judge()}")


def test_power_cuts_lose_nothing(storm, tmp_path, capsys):
    disk = LossyDisk(tmp_path, tmp_path / "data")
    storm.server.environment = disk.environment()
    storm.begin()
    for life in range(CUTS):
        storm.live(life, after_kill=lambda: disk.cut(storm.chance))
    storm.settle()
    with capsys.disabled():
        print(f"\n{CUTS} power cuts that took {disk.lost}, {storm.judge()}")


def test_without_syncs_the_loss_is_noticed(storm, tmp_path):
    """The cuts take what was not synced: a server whose syncs do nothing loses its events."""
    disk = LossyDisk(tmp_path, tmp_path / "data")
    storm.server.environment = disk.environment()
    storm.begin()
    storm.server.kill()
    disk.forget()
    storm.server.environment = disk.environment(forgets_syncs=True)
    storm.server.start()
    storm.load.run_until_acknowledged(0, 50, storm.server.kill)
    disk.cut(storm.chance, takes_all=True)
    storm.server.environment = disk.environment()
    try:
        storm.server.start()
    except AssertionError:
        return  # it noticed itself
    storm.ends.drain()
    missing = {event for lane, event in storm._missing() if lane == "queue-a"}
    assert missing, "nothing was lost without a sync"
