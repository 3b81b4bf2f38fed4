"""`angarium policy explain`: why the running server denies, in words, and what would help."""
import json
import shlex
import subprocess

import pytest
from botocore.exceptions import ClientError

from angarium_process import binary

OWNER, STRANGER = "444455556666", "111122223333"
BUS = f"arn:aws:events:us-east-1:{OWNER}:event-bus/inbox"
ENTRY = {"Source": "shop", "DetailType": "order placed", "Detail": "{}", "EventBusName": BUS}


def explain(arguments):
    command = [str(binary()), "policy", "explain", *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)


@pytest.fixture
def server(start_dev, tmp_path):
    process = start_dev("--enforce", "--data", tmp_path / "data")
    process.data = str(tmp_path / "data")
    process.root(OWNER).client("events").create_event_bus(Name="inbox")
    return process


def put_events(server, **changed):
    entries = [{**ENTRY, **changed}]
    answer = server.root(STRANGER).client("events").put_events(Entries=entries)
    return answer["Entries"][0].get("ErrorCode")


def allow(server, source="shop", **changed):
    """The stranger's root may put events of the shop; with one word of that changed."""
    principal = changed.pop("principal", f"arn:aws:iam::{STRANGER}:root")
    condition = {"events:source": source, "events:detail-type": "order placed"}
    condition.update(changed.pop("condition", {}))
    statement = {"Sid": "hear", "Effect": "Allow", "Principal": {"AWS": principal},
                 "Action": "events:PutEvents", "Resource": BUS,
                 "Condition": {"StringEquals": condition}, **changed}
    policy = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    server.root(OWNER).client("events").put_permission(EventBusName="inbox", Policy=policy)


def pasted(server, word):
    """Runs the command that the log offers for a denial that has this word in it."""
    line = server.wait_for_line("to explain: ", word)
    words = shlex.split(line.split("to explain: ", 1)[1])
    assert words[:3] == ["angarium", "policy", "explain"]
    done = explain(words[3:])
    assert done.returncode == 0, done.stderr
    return done.stdout


CHANGES = [
    ({"principal": "arn:aws:iam::111122223334:root"}, "`arn:aws:iam::111122223334:root`"),
    ({"Action": "events:PutEvent"}, "Action wants `events:PutEvent`"),
    ({"Resource": BUS + "2"}, f"Resource wants `{BUS}2`"),
    ({"condition": {"events:source": "store"}}, "events:source wants `store`"),
    ({"condition": {"events:detail-type": "Order placed"}}, "they differ in letter case only"),
]


def test_each_changed_word_is_refused_and_named(server):
    allow(server)
    assert put_events(server) is None
    for i, (change, word) in enumerate(CHANGES):
        source = f"shop{i}"  # tells the log's lines apart
        allow(server, source, **change)
        assert put_events(server, Source=source) == "AccessDeniedException"
        text = pasted(server, f"events:source={source}")
        assert "denied: nothing allows it" in text
        assert f"nearly allowed by\n  hear of the policy of {BUS} (account {OWNER})" in text
        assert word in text, text


def test_what_is_suggested_helps(server):
    assert put_events(server) == "AccessDeniedException"
    question = ("--data", server.data, "--as", STRANGER, "--action", "events:PutEvents",
                "--resource", BUS)
    answer = json.loads(explain([*question, "--json"]).stdout)
    assert answer["decision"] == "ImplicitDeny"
    addition, = answer["wouldAllow"]
    assert addition["kind"] == "resource" and OWNER in addition["belongsTo"]
    policy = json.dumps({"Version": "2012-10-17", "Statement": [
        {"Sid": "added", **addition["statement"]}]})
    server.root(OWNER).client("events").put_permission(EventBusName="inbox", Policy=policy)
    assert put_events(server) is None
    assert json.loads(explain([*question, "--json"]).stdout)["decision"] == "Allow"


def test_the_foreign_caller_hears_nothing_of_it(server):
    with pytest.raises(ClientError) as error:
        server.root(STRANGER).client("events").describe_event_bus(Name=BUS)
    message = error.value.response["Error"]["Message"]
    assert "explain" not in message and "resource-based" not in message


def test_questions_that_cant_be_answered_say_why(server, tmp_path):
    right = ["--data", server.data, "--as", STRANGER, "--action", "sqs:SendMessage"]
    assert explain(right).returncode == 0
    nobody = explain(right[:3] + ["arn:aws:iam::111122223333:user/nobody"] + right[4:])
    assert nobody.returncode == 1 and "is nobody here" in nobody.stderr
    assert "is no action" in explain(right[:-1] + ["sqs"]).stderr
    assert "is no condition key" in explain(right + ["--context", "shop"]).stderr
    assert "is neither an ARN" in explain(right + ["--resource", "jobs"]).stderr
    elsewhere = explain(["--data", str(tmp_path / "none")] + right[2:])
    assert elsewhere.returncode != 0 and elsewhere.stderr
