"""The two automations of examples/automations, run by the same program that a reader runs."""
import json
import pathlib
import subprocess
import sys
import types

import pytest

from angarium_process import binary
from operator_commands import angarium

EXAMPLE = pathlib.Path(__file__).resolve().parents[2] / "examples" / "automations"
sys.path.insert(0, str(EXAMPLE))

from automations import tell  # noqa: E402

ACCOUNT, REGION = "111122223333", "us-east-1"
ANN = f"arn:aws:iam::{ACCOUNT}:user/ann"
RUN_SECONDS_MAX = 60

# Without this member of its rule's `detail` each of them would not have been left alone.
EXEMPT_BY = [("bucket-guard", "requestParameters"), ("bucket-guard", "requestParameters"),
             ("instance-guard", "userIdentity"), ("bucket-guard", "errorCode")]


@pytest.fixture(scope="module")
def told():
    """The story, told once, and what lint said of the server's policies."""
    lints = []
    story = tell(binary(), lambda server: lints.append(
        angarium("policy", "lint", "--endpoint", server.endpoint)))
    return types.SimpleNamespace(story=story, lint=lints[0])


def bucket_body(event_id, call, bucket):
    return {"action": "encrypt", "bucket": bucket, "call": call, "by": ANN, "event": event_id}


def instance_body(event_id, instances, by=ANN):
    return {"action": "stop", "instances": instances, "region": REGION, "by": by,
            "event": event_id}


def matches(pattern, event, tmp_path):
    (tmp_path / "event.json").write_text(json.dumps(event) + "\n")
    done = angarium("pattern", "filter", "--quiet", "--pattern", json.dumps(pattern),
                    tmp_path / "event.json")
    assert not done.stderr, done.stderr
    return done.stdout != ""


def test_the_endpoint_gets_what_the_transformer_makes(told):
    mended = told.story.mended
    created, bared, ran, session = mended
    assert list(mended.values()) == [
        bucket_body(created, "CreateBucket", "ledger"),
        bucket_body(bared, "DeleteBucketEncryption", "ledger"),
        instance_body(ran, ["i-0a1", "i-0a2"]),
        instance_body(session, ["i-0b1"], f"arn:aws:sts::{ACCOUNT}:assumed-role/intern/s")]


def test_the_exempt_are_left_alone_and_by_one_member_of_the_pattern(told, tmp_path):
    traces = list(told.story.left_alone.values())
    assert [trace["deliveries"] for trace in traces] == [[], [], [], []]
    assert all("stored" in trace for trace in traces)
    for trace, (guard, member) in zip(traces, EXEMPT_BY):
        pattern = json.loads((EXAMPLE / f"{guard}.json").read_text())["EventPattern"]
        assert not matches(pattern, trace["event"], tmp_path)
        del pattern["detail"][member]
        assert matches(pattern, trace["event"], tmp_path), (guard, member)


def test_the_endpoint_gets_nothing_else(told):
    assert told.story.remediation.is_idle()


def test_what_fails_ends_as_a_dead_letter_that_says_why(told):
    story = told.story
    unavailable, refused, gone = story.dead
    assert story.refused == {unavailable: bucket_body(unavailable, "CreateBucket", "payroll"),
                             refused: instance_body(refused, ["i-0d1"])}
    for event_id, (event, why) in story.dead.items():
        assert event["id"] == event_id, "the event itself, not what the endpoint is sent"
        assert f":{ACCOUNT}:api-destination/remediation/" in why["TARGET_ARN"]
        assert why["RETRY_ATTEMPTS"] == "0"
    whys = {event_id: why for event_id, (_, why) in story.dead.items()}
    rule = f"arn:aws:events:{REGION}:{ACCOUNT}:rule/"
    assert [whys[one]["RULE_ARN"] for one in (unavailable, refused, gone)] == [
        rule + "bucket-guard", rule + "instance-guard", rule + "bucket-guard"]
    assert [(whys[one]["ERROR_CODE"], whys[one].get("EXHAUSTED_RETRY_CONDITION"))
            for one in (unavailable, refused, gone)] == [
        ("HTTP_503", "MaximumRetryAttempts"), ("HTTP_422", None),
        ("CONNECTION_FAILURE", "MaximumRetryAttempts")]
    assert "503" in whys[unavailable]["ERROR_MESSAGE"]
    assert "Connection refused" in whys[gone]["ERROR_MESSAGE"]


def test_lint_finds_nothing(told):
    assert (told.lint.returncode, told.lint.stdout) == (0, ""), told.lint


def test_a_reader_is_told(told):
    """By `run`, as the README says to start it."""
    done = subprocess.run([EXAMPLE / "run", binary()], stdout=subprocess.PIPE, text=True,
                          timeout=RUN_SECONDS_MAX, check=True)
    assert done.stdout.splitlines()[-1] == "both automations did their work"
    for part in ("dead letter: ERROR_CODE HTTP_503", "left alone", '"bucket": "ledger"'):
        assert part in done.stdout
