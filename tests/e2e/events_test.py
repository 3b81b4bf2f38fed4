"""EventBridge's classic API: every operation, by boto3 and by the AWS CLI."""
import json
import re

import pytest
from botocore.exceptions import ClientError

from client import REGION, CliError
from queue_reader import expect_empty, receive_messages

UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
PATTERN = json.dumps({"source": ["shop"]})


def bus_arn(account, name):
    return f"arn:aws:events:{REGION}:{account.id}:event-bus/{name}"


def queue_of(account, name):
    """(url, arn) of a new queue."""
    url = account.client("sqs").create_queue(QueueName=name)["QueueUrl"]
    return url, f"arn:aws:sqs:{REGION}:{account.id}:{name}"


def entry(detail, **more):
    return {"Source": "shop", "DetailType": "order", "Detail": json.dumps(detail)} | more


def bodies(account, url, count):
    return [json.loads(m["Body"]) for m in receive_messages(account.client("sqs"), url, count)]


def code_of(error):
    return error.value.response["Error"]["Code"]


def test_a_bus_lives_and_dies(dev):
    account = dev.account("100000000001")
    events = account.client("events")
    arn = bus_arn(account, "orders")
    assert events.create_event_bus(Name="orders")["EventBusArn"] == arn
    shown = events.describe_event_bus(Name="orders")
    assert (shown["Name"], shown["Arn"]) == ("orders", arn)
    assert [b["Name"] for b in events.list_event_buses()["EventBuses"]] == ["default", "orders"]
    with pytest.raises(events.exceptions.ResourceAlreadyExistsException):
        events.create_event_bus(Name="orders")
    events.delete_event_bus(Name="orders")
    events.delete_event_bus(Name="orders")
    with pytest.raises(events.exceptions.ResourceNotFoundException):
        events.describe_event_bus(Name="orders")
    with pytest.raises(ClientError) as error:
        events.delete_event_bus(Name="default")
    assert code_of(error) == "ValidationException"


def test_a_rule_and_its_targets_live_and_die(dev):
    account = dev.account("100000000002")
    events = account.client("events")
    _, arn = queue_of(account, "rules")
    rule_arn = events.put_rule(Name="r", EventPattern=PATTERN, Description="d")["RuleArn"]
    assert rule_arn == f"arn:aws:events:{REGION}:{account.id}:rule/r"
    target = {"Id": "t", "Arn": arn, "RetryPolicy": {"MaximumRetryAttempts": 3,
                                                     "MaximumEventAgeInSeconds": 60}}
    assert events.put_targets(Rule="r", Targets=[target])["FailedEntryCount"] == 0
    assert events.list_targets_by_rule(Rule="r")["Targets"] == [target]
    described = events.describe_rule(Name="r")
    assert described["EventPattern"] == PATTERN
    assert (described["State"], described["CreatedBy"]) == ("ENABLED", account.id)
    assert [rule["Name"] for rule in events.list_rules()["Rules"]] == ["r"]
    with pytest.raises(ClientError) as error:
        events.delete_rule(Name="r")
    assert code_of(error) == "ValidationException"
    assert events.remove_targets(Rule="r", Ids=["t"])["FailedEntries"] == []
    events.delete_rule(Name="r")
    with pytest.raises(events.exceptions.ResourceNotFoundException):
        events.describe_rule(Name="r")


def test_lists_come_in_pages(dev):
    events = dev.account("100000000003").client("events")
    names = [f"r{i:02}" for i in range(7)]
    for name in names:
        events.put_rule(Name=name, EventPattern=PATTERN)
    seen, token = [], {}
    while True:
        page = events.list_rules(Limit=3, **token)
        seen.append([rule["Name"] for rule in page["Rules"]])
        if "NextToken" not in page:
            break
        token = {"NextToken": page["NextToken"]}
    assert seen == [names[:3], names[3:6], names[6:]]
    with pytest.raises(ClientError) as error:
        events.list_rules(NextToken="forged")
    assert code_of(error) == "ValidationException"


def test_an_event_arrives_where_its_rule_says(dev):
    account = dev.account("100000000004")
    events = account.client("events")
    paid_url, paid = queue_of(account, "paid")
    late_url, late = queue_of(account, "late")
    for state, arn in (("paid", paid), ("late", late)):
        events.put_rule(Name=state, EventPattern=json.dumps({"detail": {"state": [state]}}))
        events.put_targets(Rule=state, Targets=[{"Id": "q", "Arn": arn}])
    answer = events.put_events(Entries=[
        entry({"state": "paid", "n": 1}, Resources=["arn:aws:s3:::b"]),
        entry({"state": "new"}), entry({"state": "late", "n": 2.50})])
    assert answer["FailedEntryCount"] == 0
    ids = [result["EventId"] for result in answer["Entries"]]
    assert all(UUID.fullmatch(id) for id in ids)
    (event,) = bodies(account, paid_url, 1)
    assert event["id"] == ids[0]
    assert event["account"] == account.id
    assert (event["version"], event["region"], event["detail-type"]) == ("0", REGION, "order")
    assert (event["source"], event["resources"]) == ("shop", ["arn:aws:s3:::b"])
    assert event["detail"] == {"state": "paid", "n": 1}
    assert bodies(account, late_url, 1)[0]["id"] == ids[2]
    expect_empty(account.client("sqs"), paid_url)


def test_a_disabled_rule_rests(dev):
    account = dev.account("100000000005")
    events = account.client("events")
    url, arn = queue_of(account, "rest")
    events.put_rule(Name="r", EventPattern=PATTERN, State="DISABLED")
    events.put_targets(Rule="r", Targets=[{"Id": "q", "Arn": arn}])
    events.put_events(Entries=[entry({"n": 1})])
    events.put_rule(Name="r", EventPattern=PATTERN)
    events.put_events(Entries=[entry({"n": 2})])
    assert [event["detail"]["n"] for event in bodies(account, url, 1)] == [2]


def test_entries_fail_alone(dev):
    events = dev.account("100000000006").client("events")
    answer = events.put_events(Entries=[
        {"Source": "shop", "DetailType": "t"},
        {"Source": "aws.ec2", "DetailType": "t", "Detail": "{}"},
        {"Source": "shop", "DetailType": "t", "Detail": "[]"},
        {"Source": "shop", "DetailType": "t",
         "Detail": '{"a":1},"account":"999999999999","x":{}'}, entry({})])
    assert answer["FailedEntryCount"] == 4
    assert [result.get("ErrorCode") for result in answer["Entries"]] == [
        "InvalidArgument", "NotAuthorizedForSourceException", "MalformedDetail", "MalformedDetail",
        None]
    for entries in ([{"Source": "shop"}], [entry({})] * 11, [entry("x" * (1 << 20))]):
        with pytest.raises(ClientError) as error:
            events.put_events(Entries=entries)
        assert code_of(error) == "ValidationException"


def test_a_bus_that_is_not_there_swallows_and_says_so(dev):
    events = dev.account("100000000007").client("events")
    events.create_event_bus(Name="orders")
    answer = events.put_events(Entries=[entry({}, EventBusName="order")])
    assert answer["FailedEntryCount"] == 0
    dev.wait_for_line("does not exist", "orders")


def test_what_is_not_honoured_is_refused_by_name(dev):
    events = dev.account("100000000008").client("events")
    with pytest.raises(events.exceptions.InvalidEventPatternException) as error:
        events.put_rule(Name="r", EventPattern='{"a":[{"regex":"x"}]}')
    assert "Unrecognized match type regex" in str(error.value)


def test_a_target_that_is_not_reached_fails_visibly(dev):
    events = dev.account("100000000012").client("events")
    events.put_rule(Name="r", EventPattern=PATTERN)
    arn = f"arn:aws:lambda:{REGION}:100000000012:function:f"
    events.put_targets(Rule="r", Targets=[{"Id": "f", "Arn": arn}])
    events.put_events(Entries=[{"Source": "shop", "DetailType": "order", "Detail": "{}"}])
    dev.wait_for_line("delivery given up", "100000000012",
                      "has no [endpoints.lambda]")


def test_rules_and_policies_survive_a_restart(start_dev, tmp_path):
    server = start_dev("--data", tmp_path / "data")
    account = server.account("100000000009")
    url, arn = queue_of(account, "kept")
    events = account.client("events")
    events.create_event_bus(Name="orders")
    events.put_rule(Name="r", EventBusName="orders", EventPattern=PATTERN)
    events.put_targets(Rule="r", EventBusName="orders", Targets=[{"Id": "q", "Arn": arn}])
    events.put_permission(EventBusName="orders", Action="events:PutEvents",
                          Principal="200000000009", StatementId="s")
    before = events.describe_event_bus(Name="orders")["Policy"]
    server.kill()
    server.start()
    events = account.client("events")
    assert events.describe_event_bus(Name="orders")["Policy"] == before
    events.put_events(Entries=[entry({"n": 1}, EventBusName=bus_arn(account, "orders"))])
    url = account.client("sqs").get_queue_url(QueueName="kept")["QueueUrl"]
    assert bodies(account, url, 1)[0]["detail"] == {"n": 1}


def test_permissions_show_as_a_policy(dev):
    account = dev.account("100000000010")
    events = account.client("events")
    events.put_permission(Action="events:PutEvents", Principal="200000000010", StatementId="one")
    events.put_permission(Action="events:PutEvents", Principal="*", StatementId="all")
    statements = json.loads(events.describe_event_bus()["Policy"])["Statement"]
    assert statements[0] == {
        "Sid": "one", "Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::200000000010:root"},
        "Action": "events:PutEvents", "Resource": bus_arn(account, "default")}
    assert statements[1]["Principal"] == "*"
    events.remove_permission(StatementId="one")
    with pytest.raises(events.exceptions.ResourceNotFoundException):
        events.remove_permission(StatementId="one")
    events.remove_permission(RemoveAllPermissions=True)
    assert "Policy" not in events.describe_event_bus()


def test_the_command_line_drives_every_operation(dev):
    account = dev.account("100000000011")
    url, arn = queue_of(account, "cli")
    aws = lambda *arguments: account.aws("events", *arguments)
    assert aws("create-event-bus", "--name", "orders")["EventBusArn"] == bus_arn(account, "orders")
    aws("put-permission", "--event-bus-name", "orders", "--action", "events:PutEvents",
        "--principal", "200000000011", "--statement-id", "s")
    assert "Policy" in aws("describe-event-bus", "--name", "orders")
    aws("remove-permission", "--event-bus-name", "orders", "--statement-id", "s")
    on = ("--event-bus-name", "orders")
    aws("put-rule", "--name", "r", "--event-pattern", PATTERN, *on)
    assert aws("describe-rule", "--name", "r", *on)["EventBusName"] == "orders"
    aws("put-targets", "--rule", "r", "--targets", f"Id=q,Arn={arn}", *on)
    assert aws("list-targets-by-rule", "--rule", "r", *on)["Targets"] == [{"Id": "q", "Arn": arn}]
    put = aws("put-events", "--entries", json.dumps([entry({"n": 7}, EventBusName="orders")]))
    assert put["FailedEntryCount"] == 0
    assert bodies(account, url, 1)[0]["detail"] == {"n": 7}
    aws("remove-targets", "--rule", "r", "--ids", "q", *on)
    assert [rule["Name"] for rule in aws("list-rules", *on)["Rules"]] == ["r"]
    aws("delete-rule", "--name", "r", *on)
    aws("delete-event-bus", "--name", "orders")
    assert [bus["Name"] for bus in aws("list-event-buses")["EventBuses"]] == ["default"]
    with pytest.raises(CliError) as error:
        aws("describe-event-bus", "--name", "orders")
    assert error.value.code == "ResourceNotFoundException"
