"""EventBridge's control plane beyond the first steps: settings, tags, switches, traces."""
import json

import pytest
from botocore.exceptions import ClientError

from api_caller import Caller
from client import REGION
from queue_reader import receive_messages

PATTERN = json.dumps({"source": ["shop"]})


def queue_of(account, name):
    url = account.client("sqs").create_queue(QueueName=name)["QueueUrl"]
    return url, f"arn:aws:sqs:{REGION}:{account.id}:{name}"


def event(**more):
    return {"Source": "shop", "DetailType": "order", "Detail": "{}"} | more


def test_tags_live_on_buses_and_rules(dev):
    events = dev.account("100000000101").client("events")
    bus = events.create_event_bus(Name="b", Tags=[{"Key": "team", "Value": "a"}])["EventBusArn"]
    rule = events.put_rule(Name="r", EventBusName="b", EventPattern=PATTERN,
                           Tags=[{"Key": "team", "Value": "b"}])["RuleArn"]
    for arn, value in ((bus, "a"), (rule, "b")):
        shown = events.list_tags_for_resource(ResourceARN=arn)["Tags"]
        assert shown == [{"Key": "team", "Value": value}]
        events.tag_resource(ResourceARN=arn, Tags=[{"Key": "cost", "Value": "1"}])
        events.untag_resource(ResourceARN=arn, TagKeys=["team"])
        shown = events.list_tags_for_resource(ResourceARN=arn)["Tags"]
        assert shown == [{"Key": "cost", "Value": "1"}]
    with pytest.raises(ClientError) as error:
        events.tag_resource(ResourceARN=bus, Tags=[{"Key": "aws:x", "Value": ""}])
    assert "reserved" in str(error.value)


def test_rules_are_switched_and_found_by_target(dev):
    account = dev.account("100000000102")
    events = account.client("events")
    url, arn = queue_of(account, "switched")
    events.put_rule(Name="r", EventPattern=PATTERN, State="DISABLED")
    events.put_targets(Rule="r", Targets=[{"Id": "q", "Arn": arn}])
    assert events.list_rule_names_by_target(TargetArn=arn)["RuleNames"] == ["r"]
    events.put_events(Entries=[event(Detail='{"n":1}')])
    events.enable_rule(Name="r")
    events.put_events(Entries=[event(Detail='{"n":2}')])
    received = receive_messages(account.client("sqs"), url, 1)
    assert json.loads(received[0]["Body"])["detail"] == {"n": 2}
    events.disable_rule(Name="r")
    assert events.describe_rule(Name="r")["State"] == "DISABLED"


def test_an_organization_is_a_condition_and_a_policy_stays_as_given(dev):
    events = dev.account("100000000103").client("events")
    events.put_permission(
        Action="events:PutEvents", Principal="*", StatementId="org",
        Condition={"Type": "StringEquals", "Key": "aws:PrincipalOrgID", "Value": "o-1234567890"})
    policy = json.loads(events.describe_event_bus()["Policy"])
    assert policy["Statement"][0]["Condition"] == {
        "StringEquals": {"aws:PrincipalOrgID": "o-1234567890"}}
    given = '{ "Version":"2012-10-17","Statement": [{"Effect":"Allow","Principal":"*",' \
            '"Action":"events:PutEvents","Resource":"*"} ] }'
    events.put_permission(Policy=given)
    assert events.describe_event_bus()["Policy"] == given
    events.remove_permission(RemoveAllPermissions=True)
    assert "Policy" not in events.describe_event_bus()


def test_a_bus_is_updated(dev):
    """Debian's boto3 does not know UpdateEventBus yet."""
    account = dev.account("100000000104")
    account.client("events").create_event_bus(Name="b")
    caller = Caller(dev, account.id)
    answer = caller.call("events", "json", "UpdateEventBus", {
        "Name": "b", "Description": "d", "LogConfig": {"Level": "TRACE"}})
    assert answer.status == 200
    answer = caller.call("events", "json", "UpdateEventBus", {"Name": "b", "KmsKeyIdentifier": "k"})
    assert "`KmsKeyIdentifier` is not supported" in answer.message


def test_the_trace_goes_on_to_the_queue(dev):
    account = dev.account("100000000105")
    events, sqs = account.client("events"), account.client("sqs")
    url, arn = queue_of(account, "traced")
    events.put_rule(Name="r", EventPattern=PATTERN)
    events.put_targets(Rule="r", Targets=[{"Id": "q", "Arn": arn}])
    trace = "Root=1-5759e988-bd862e3fe1be46a994272793"
    events.put_events(Entries=[event(TraceHeader=trace)])
    message = sqs.receive_message(QueueUrl=url, WaitTimeSeconds=10,
                                  AttributeNames=["AWSTraceHeader"])["Messages"][0]
    assert message["Attributes"]["AWSTraceHeader"] == trace


def test_strict_refuses_events_for_a_bus_that_is_not_there(start_dev):
    events = start_dev("--strict").account("100000000106").client("events")
    events.create_event_bus(Name="orders")
    answer = events.put_events(Entries=[event(EventBusName="order"), event(EventBusName="orders")])
    assert answer["FailedEntryCount"] == 1
    assert answer["Entries"][0] == {
        "ErrorCode": "ResourceNotFoundException",
        "ErrorMessage": "Event bus order does not exist. Did you mean orders?"}
    assert "EventId" in answer["Entries"][1]


def test_a_page_token_outlives_a_restart(start_dev, tmp_path):
    server = start_dev("--data", tmp_path / "data")
    events = server.account("100000000107").client("events")
    for name in ("a", "b", "c"):
        events.create_event_bus(Name=name)
    token = events.list_event_buses(Limit=2)["NextToken"]
    server.kill()
    server.start()
    events = server.account("100000000107").client("events")
    buses = events.list_event_buses(Limit=2, NextToken=token)["EventBuses"]
    assert [bus["Name"] for bus in buses] == ["c", "default"]
