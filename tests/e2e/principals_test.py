"""Whom policies of queues and buses name, and which roles rules may have: those who are there when
it is said, and nobody who later gets their name."""
import json
import subprocess

import pytest
from botocore.exceptions import ClientError

from client import REGION, Account

OWNER, GUEST = "111122223333", "444455556666"
QUEUE = f"arn:aws:sqs:{REGION}:{OWNER}:mail"
BUS = f"arn:aws:events:{REGION}:{OWNER}:event-bus/inbox"
ANN = f"arn:aws:iam::{GUEST}:user/ann"
NOBODY = f"arn:aws:iam::{GUEST}:user/nobody"


def document(action, resource, principal):
    return json.dumps({"Version": "2012-10-17", "Statement": [
        {"Sid": "hear", "Effect": "Allow", "Principal": {"AWS": principal}, "Action": action,
         "Resource": resource}]})


def error_of(call, **arguments):
    with pytest.raises(ClientError) as raised:
        call(**arguments)
    error = raised.value.response["Error"]
    return error["Code"].split(".")[-1], error["Message"]


def make_ann(server):
    """The guest's user who may send anything, with a key; the one before her is deleted."""
    iam = server.root(GUEST).client("iam")
    try:
        for key in iam.list_access_keys(UserName="ann")["AccessKeyMetadata"]:
            iam.delete_access_key(UserName="ann", AccessKeyId=key["AccessKeyId"])
        iam.delete_user_policy(UserName="ann", PolicyName="all")
        iam.delete_user(UserName="ann")
    except iam.exceptions.NoSuchEntityException:
        pass
    iam.create_user(UserName="ann")
    iam.put_user_policy(UserName="ann", PolicyName="all", PolicyDocument=json.dumps({
        "Version": "2012-10-17",
        "Statement": {"Effect": "Allow", "Action": ["sqs:*", "events:*"], "Resource": "*"}}))
    key = iam.create_access_key(UserName="ann")["AccessKey"]
    return Account(server, GUEST, key["AccessKeyId"], key["SecretAccessKey"])


def principal_of(policy):
    return json.loads(policy)["Statement"][0]["Principal"]["AWS"]


def test_a_namesake_steps_into_no_policy(start_dev):
    server = start_dev("--enforce")
    owner, ann = server.root(OWNER), make_ann(server)
    sqs, events = owner.client("sqs"), owner.client("events")
    url = sqs.create_queue(QueueName="mail", Attributes={
        "Policy": document("sqs:SendMessage", QUEUE, ANN)})["QueueUrl"]
    events.create_event_bus(Name="inbox")
    events.put_permission(EventBusName="inbox", Policy=document("events:PutEvents", BUS, [ANN]))

    def send(who):
        who.client("sqs").send_message(QueueUrl=url, MessageBody="x")

    def put(who):
        return who.client("events").put_events(Entries=[
            {"Source": "s", "DetailType": "d", "Detail": "{}", "EventBusName": BUS}])

    def shown():
        queue = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["All"])["Attributes"]
        return (principal_of(queue["Policy"]),
                principal_of(events.describe_event_bus(Name="inbox")["Policy"]))

    send(ann)
    assert put(ann)["FailedEntryCount"] == 0
    assert shown() == (ANN, [ANN])
    # The same again is no other queue.
    sqs.create_queue(QueueName="mail",
                     Attributes={"Policy": document("sqs:SendMessage", QUEUE, ANN)})
    namesake = make_ann(server)
    with pytest.raises(ClientError):
        send(namesake)
    assert put(namesake)["FailedEntryCount"] == 1
    queue, [bus] = shown()
    assert queue == bus and queue.startswith("AIDA")
    # A statement more is written beside the one that names nobody.
    sqs.add_permission(QueueUrl=url, Label="more", AWSAccountIds=[GUEST], Actions=["SendMessage"])
    send(namesake)
    sqs.set_queue_attributes(QueueUrl=url, Attributes={
        "Policy": document("sqs:SendMessage", QUEUE, ANN)})
    send(namesake)


def test_what_was_used_last_is_kept(start_dev, tmp_path):
    server = start_dev("--enforce", "--data", tmp_path / "data")
    owner, ann = server.root(OWNER), make_ann(server)
    iam = server.root(GUEST).client("iam")

    def last_use():
        answer = iam.get_access_key_last_used(AccessKeyId=ann.access_key_id)
        assert answer["UserName"] == "ann"
        return answer["AccessKeyLastUsed"]

    assert last_use() == {"ServiceName": "N/A", "Region": "N/A"}
    with pytest.raises(ClientError):
        owner.client("iam").get_access_key_last_used(AccessKeyId=ann.access_key_id)
    ann.client("sqs").list_queues()
    used = last_use()
    assert (used["ServiceName"], used["Region"]) == ("sqs", REGION)
    trust = {"Version": "2012-10-17", "Statement": [{
        "Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"AWS": GUEST}}]}
    iam.create_role(RoleName="courier", AssumeRolePolicyDocument=json.dumps(trust))
    iam.put_user_policy(UserName="ann", PolicyName="all", PolicyDocument=json.dumps({
        "Version": "2012-10-17",
        "Statement": {"Effect": "Allow", "Action": "sts:AssumeRole", "Resource": "*"}}))
    made = ann.client("sts").assume_role(RoleArn=f"arn:aws:iam::{GUEST}:role/courier",
                                         RoleSessionName="session")["Credentials"]
    assert not iam.get_role(RoleName="courier")["Role"]["RoleLastUsed"]
    session = Account(server, GUEST, made["AccessKeyId"], made["SecretAccessKey"],
                      made["SessionToken"])
    session.client("sts").get_caller_identity()
    assert iam.get_role(RoleName="courier")["Role"]["RoleLastUsed"]["Region"] == REGION
    server.stop()
    server.start()
    iam = server.root(GUEST).client("iam")
    assert last_use()["ServiceName"] == "sts"
    assert iam.get_role(RoleName="courier")["Role"]["RoleLastUsed"]["LastUsedDate"]


def test_who_is_not_there_is_refused(start_dev):
    server = start_dev("--enforce")
    owner = server.root(OWNER)
    sqs, events = owner.client("sqs"), owner.client("events")
    url = sqs.create_queue(QueueName="mail")["QueueUrl"]
    reason = f'Invalid principal in policy: "AWS":"{NOBODY}"'
    policy = document("sqs:SendMessage", QUEUE, NOBODY)
    assert error_of(sqs.set_queue_attributes, QueueUrl=url, Attributes={"Policy": policy}) == (
        "InvalidAttributeValue", "Invalid value for the parameter Policy. " + reason)
    assert error_of(sqs.create_queue, QueueName="other", Attributes={"Policy": policy})[0] == (
        "InvalidAttributeValue")
    events.create_event_bus(Name="inbox")
    code, message = error_of(events.put_permission, EventBusName="inbox",
                             Policy=document("events:PutEvents", BUS, NOBODY))
    assert code == "ValidationException" and message.endswith(reason)
    assert "Policy" not in events.describe_event_bus(Name="inbox")


def test_an_account_may_be_named_before_it_is_there(start_dev, tmp_path):
    """AWS knows every account and refuses a number that none has. Here only its own are known."""
    flags = ("--enforce", "--data", tmp_path / "data", "--account", OWNER)
    server = start_dev(*flags)
    owner = server.root(OWNER)
    sqs, events, iam = (owner.client(service) for service in ("sqs", "events", "iam"))
    root = f"arn:aws:iam::{GUEST}:root"
    url = sqs.create_queue(QueueName="mail", Attributes={
        "Policy": document("sqs:SendMessage", QUEUE, GUEST)})["QueueUrl"]
    sqs.add_permission(QueueUrl=url, Label="more", AWSAccountIds=[GUEST], Actions=["PurgeQueue"])
    events.create_event_bus(Name="inbox")
    events.put_permission(EventBusName="inbox", StatementId="hear", Action="events:PutEvents",
                          Principal=GUEST)
    events.create_event_bus(Name="outbox")
    events.put_permission(EventBusName="outbox", Policy=document(
        "events:PutEvents", BUS.replace("inbox", "outbox"), root))
    trust = {"Version": "2012-10-17", "Statement": {
        "Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"AWS": [GUEST, root]}}}
    iam.create_role(RoleName="courier", AssumeRolePolicyDocument=json.dumps(trust))
    # Its users can't be named: nobody knows who will have the name.
    trust["Statement"]["Principal"]["AWS"] = ANN
    assert error_of(iam.update_assume_role_policy, RoleName="courier",
                    PolicyDocument=json.dumps(trust)) == (
        "MalformedPolicyDocument", f'Invalid principal in policy: "AWS":"{ANN}"')
    # A wrong number would go unnoticed, if `policy lint` didn't see it.
    found = json_lines(server, "policy", "lint", "--json", "--data", tmp_path / "data")
    unknown = sorted(one["place"] for one in found if one["rule"] == "unknown-account")
    assert unknown == sorted(["the trust policy of role `courier`"] * 2 + [f"the policy of {BUS}"]
                             + [f"the policy of {BUS.replace('inbox', 'outbox')}"]
                             + [f"the policy of {QUEUE}"] * 2)
    server.stop()
    server = start_dev(*flags, "--account", GUEST)
    ann = make_ann(server)
    ann.client("sqs").send_message(QueueUrl=f"{server.endpoint}/{OWNER}/mail", MessageBody="x")
    assert ann.client("events").put_events(Entries=[
        {"Source": "s", "DetailType": "d", "Detail": "{}", "EventBusName": BUS}
    ])["FailedEntryCount"] == 0
    assert not [one for one in json_lines(server, "policy", "lint", "--json", "--data",
                                          tmp_path / "data") if one["rule"] == "unknown-account"]


def json_lines(server, *words):
    done = subprocess.run([server.command[0], *words], text=True, capture_output=True, timeout=60)
    assert not done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_a_rule_gets_no_role_that_it_cannot_assume(start_dev):
    server = start_dev("--enforce")
    owner = server.root(OWNER)
    iam, events = owner.client("iam"), owner.client("events")
    rule = events.put_rule(Name="r", EventPattern='{"source":["s"]}')["RuleArn"]
    role = f"arn:aws:iam::{OWNER}:role/courier"

    def put():
        return events.put_targets(Rule="r", Targets=[{"Id": "1", "Arn": QUEUE, "RoleArn": role}])

    refused = ("ValidationException", f"Provided role '{role}' cannot be assumed by principal "
                                      "'events.amazonaws.com'.")
    assert error_of(put) == refused
    trust = {"Version": "2012-10-17", "Statement": [{
        "Effect": "Allow", "Action": "sts:AssumeRole",
        "Principal": {"Service": "sns.amazonaws.com"}}]}
    iam.create_role(RoleName="courier", AssumeRolePolicyDocument=json.dumps(trust))
    assert error_of(put) == refused
    assert error_of(events.put_rule, Name="r", EventPattern='{"source":["s"]}',
                    RoleArn=role) == refused
    trust["Statement"][0] |= {"Principal": {"Service": "events.amazonaws.com"},
                              "Condition": {"ArnEquals": {"aws:SourceArn": rule + "x"}}}
    iam.update_assume_role_policy(RoleName="courier", PolicyDocument=json.dumps(trust))
    assert error_of(put) == refused
    trust["Statement"][0]["Condition"]["ArnEquals"]["aws:SourceArn"] = rule
    iam.update_assume_role_policy(RoleName="courier", PolicyDocument=json.dumps(trust))
    assert put()["FailedEntryCount"] == 0
    assert not events.list_targets_by_rule(Rule="r")["Targets"][0].get("Input")
