"""Real input: every payload of GitHub's published webhook examples goes in as an event, twenty
rules in two accounts route them, and each arrives exactly where a plain script says it should."""
import collections
import json
import pathlib
import subprocess
import sys

import pytest

FOLDER = pathlib.Path(__file__).resolve().parent / "webhooks"
sys.path.insert(0, str(FOLDER))

from plain_matcher import matching  # noqa: E402
from queue_reader import receive_messages  # noqa: E402

RULES = json.loads((FOLDER / "rules.json").read_text())
NEAR, FAR = RULES  # events are put in the first account, which forwards all of them to the second
BUS = "webhooks"


@pytest.fixture(scope="module")
def payloads(tmp_path_factory):
    """(name of the webhook, payload) of every example in the package, as npm installs it."""
    folder = tmp_path_factory.mktemp("payloads")
    for name in ("package.json", "package-lock.json"):
        (folder / name).write_text((FOLDER / name).read_text())
    subprocess.run(["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"], cwd=folder,
                   check=True, stdout=subprocess.DEVNULL)
    files = sorted((folder / "node_modules/@octokit/webhooks-examples").glob("*/index.json"))
    found = [(kind["name"], example) for file in files for kind in json.loads(file.read_text())
             for example in kind["examples"]]
    assert len(found) > 700
    return found


def make_queue(sqs, name):
    url = sqs.create_queue(QueueName=name)["QueueUrl"]
    answer = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])
    return url, answer["Attributes"]["QueueArn"]


def set_up(account):
    """A bus, and a rule with its own queue for each pattern of the account; the queues' URLs."""
    events, sqs = account.client("events"), account.client("sqs")
    events.create_event_bus(Name=BUS)
    urls = {}
    for name, pattern in RULES[account.id].items():
        urls[name], arn = make_queue(sqs, name)
        events.put_rule(Name=name, EventBusName=BUS, EventPattern=json.dumps(pattern))
        answer = events.put_targets(Rule=name, EventBusName=BUS, Targets=[{"Id": "q", "Arn": arn}])
        assert answer["FailedEntryCount"] == 0
    return urls


def forward_everything(near, far):
    far_events, near_events = far.client("events"), near.client("events")
    far_events.put_permission(EventBusName=BUS, Action="events:PutEvents", Principal=near.id,
                              StatementId="near")
    arn = far_events.describe_event_bus(Name=BUS)["Arn"]
    near_events.put_rule(Name="forward", EventBusName=BUS,
                         EventPattern=json.dumps({"source": ["github"]}))
    near_events.put_targets(Rule="forward", EventBusName=BUS, Targets=[{"Id": "b", "Arn": arn}])


def put_all(events, payloads):
    """Puts them ten at a time; returns the events by id, as a rule sees them."""
    put = {}
    for start in range(0, len(payloads), 10):
        batch = payloads[start:start + 10]
        answer = events.put_events(Entries=[
            {"EventBusName": BUS, "Source": "github", "DetailType": name,
             "Detail": json.dumps(payload)} for name, payload in batch])
        assert answer["FailedEntryCount"] == 0
        for (name, payload), entry in zip(batch, answer["Entries"]):
            put[entry["EventId"]] = {"source": "github", "detail-type": name, "detail": payload}
    return put


def check_account(account, urls, put):
    """Each queue holds the events that the plain script names, each once, each unchanged."""
    wanted = collections.defaultdict(set)
    for event_id, event in put.items():
        for name in matching(RULES[account.id], event):
            wanted[name].add(event_id)
    sqs = account.client("sqs")
    for name, url in urls.items():
        got = [json.loads(message["Body"])
               for message in receive_messages(sqs, url, len(wanted[name]))]
        assert {event["id"] for event in got} == wanted[name], name
        assert "Messages" not in sqs.receive_message(QueueUrl=url), name
        for event in got:
            assert event["detail"] == put[event["id"]]["detail"]
            assert event["account"] == NEAR
    return {name: len(ids) for name, ids in wanted.items()}


def test_each_event_arrives_exactly_where_it_should(start_dev, payloads):
    server = start_dev()
    near, far = server.account(NEAR), server.account(FAR)
    near_urls, far_urls = set_up(near), set_up(far)
    forward_everything(near, far)
    put = put_all(near.client("events"), payloads)
    arrived = check_account(near, near_urls, put) | check_account(far, far_urls, put)
    empty = [name for name, count in arrived.items() if count == 0]
    assert empty == ["nobody"], arrived
