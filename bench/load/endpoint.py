"""What scenarios of deliveries share: an endpoint that takes all, and targets that call it."""
import json
import os
import pathlib
import subprocess
import sys
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests" / "e2e"))

from angarium_process import die_with_parent  # noqa: E402
from permitted import key_connection, queue_for_rules, role_for_rules  # noqa: E402

PROGRAM = ROOT / "build" / "release" / "bench" / "load" / "http_endpoint"
TICKS = os.sysconf("SC_CLK_TCK")

# To the server's configuration: endpoints on this machine, and as many calls as it can make.
DESTINATIONS = """
[destinations]
allow_networks = ["127.0.0.1"]
allow_http = true
[quotas]
api_destination_invocations_per_second = 1000000
rules_per_event_bus = 1000
"""
MATCHING = json.dumps({"detail": {"status": ["paid"]}})  # what `angarium bench` sends


class Endpoint:
    """A process of its own: what it costs is known."""

    def __init__(self):
        self._process = subprocess.Popen([PROGRAM], stdout=subprocess.PIPE, text=True,
                                         preexec_fn=die_with_parent)
        self.pid = self._process.pid
        self.url = f"http://127.0.0.1:{int(self._process.stdout.readline())}"

    def calls(self):
        with urllib.request.urlopen(self.url + "/seen") as answer:
            return json.load(answer)["calls"]

    def end(self):
        self._process.terminate()
        self._process.wait()


def cpu_seconds(pid):
    fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def destination(account, name, url, per_second=1_000_000):
    """An API destination and a role that may call it; the members of a target."""
    events = account.client("events")
    arn = events.create_api_destination(
        Name=name, ConnectionArn=key_connection(events, name), HttpMethod="POST",
        InvocationEndpoint=url, InvocationRateLimitPerSecond=per_second)["ApiDestinationArn"]
    role = role_for_rules(account.client("iam"), name, "events:InvokeApiDestination", arn)
    return {"Arn": arn, "RoleArn": role}


def add_rule(account, name, target, pattern=MATCHING):
    events = account.client("events")
    events.put_rule(Name=name, EventPattern=pattern)
    answer = events.put_targets(Rule=name, Targets=[{"Id": "1", **target}])
    assert answer["FailedEntryCount"] == 0, answer


def add_queue(account, name):
    """A queue that rules may send to; (its URL, a target)."""
    url, arn = queue_for_rules(account.client("sqs"), account.id, name)
    return url, {"Arn": arn}
