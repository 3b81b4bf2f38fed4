"""TestEventPattern, by boto3 and by the AWS CLI."""
import json

import pytest
from botocore.exceptions import ClientError

from client import CliError

EVENT = {"id": "1", "account": "111122223333", "source": "shop", "time": "2026-01-01T00:00:00Z",
         "region": "eu-west-1", "resources": [], "detail-type": "order",
         "detail": {"state": "paid", "lines": [{"sku": "a-1", "count": 2}]}}
MATCHING = [
    {"source": ["shop"]},
    {"detail": {"state": [{"anything-but": "new"}], "lines": {"count": [{"numeric": [">", 1]}]}}},
    {"$or": [{"source": ["other"]}, {"detail": {"lines": {"sku": [{"wildcard": "*-1"}]}}}]},
]
MISSING = [{"source": ["Shop"]}, {"detail": {"note": ["x"]}},
           {"detail": {"state": [{"exists": False}]}}]


def refusal(events, pattern, event):
    with pytest.raises(ClientError) as error:
        events.test_event_pattern(EventPattern=pattern, Event=event)
    return error.value.response["Error"]["Code"], error.value.response["Error"]["Message"]


def test_boto3_is_told_what_matches(dev):
    events = dev.account("110000000001").client("events")
    for patterns, result in ((MATCHING, True), (MISSING, False)):
        for pattern in patterns:
            answer = events.test_event_pattern(EventPattern=json.dumps(pattern),
                                               Event=json.dumps(EVENT))
            assert answer["Result"] is result, pattern


def test_the_cli_is_told_what_matches(dev):
    account = dev.account("110000000002")

    def test(pattern):
        return account.aws("events", "test-event-pattern", "--event-pattern", json.dumps(pattern),
                           "--event", json.dumps(EVENT))
    assert test(MATCHING[0]) == {"Result": True}
    assert test(MISSING[0]) == {"Result": False}
    with pytest.raises(CliError) as error:
        test({"source": "shop"})
    assert error.value.code == "InvalidEventPatternException"


def test_an_event_needs_its_mandatory_fields(dev):
    events = dev.account("110000000003").client("events")
    pattern = json.dumps({"source": ["shop"]})
    invalid = ("ValidationException", "Parameter Event is not valid.")
    for field in ("id", "account", "source", "time", "region", "detail-type"):
        event = {name: value for name, value in EVENT.items() if name != field}
        assert refusal(events, pattern, json.dumps(event)) == invalid, field
    for field in ("resources", "detail"):
        event = {name: value for name, value in EVENT.items() if name != field}
        assert events.test_event_pattern(EventPattern=pattern, Event=json.dumps(event))["Result"]
    for event in ("[]", "null", "text", json.dumps([EVENT]), json.dumps(EVENT) + "}"):
        assert refusal(events, pattern, event) == invalid, event


def test_a_pattern_is_refused_with_its_reason(dev):
    events = dev.account("110000000004").client("events")
    code, message = refusal(events, '{"source":[{"Prefix":"s"}]}', json.dumps(EVENT))
    assert code == "InvalidEventPatternException"
    first_line = message.splitlines()[0]
    assert first_line == "Event pattern is not valid. Reason: Unrecognized match type Prefix"
