"""`angarium policy lint` of a running server: what least privilege would not allow."""
import json
import subprocess

import pytest

from angarium_process import binary

ACCOUNT = "111122223333"
QUEUE = f"arn:aws:sqs:us-east-1:{ACCOUNT}:jobs"
BUS = f"arn:aws:events:us-east-1:{ACCOUNT}:event-bus/inbox"
SERVICE = {"Service": "events.amazonaws.com"}


def run_lint(*arguments):
    command = [str(binary()), "policy", "lint", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)


def document(**statement):
    return json.dumps({"Version": "2012-10-17",
                       "Statement": {"Sid": "it", "Effect": "Allow", **statement}})


@pytest.fixture
def server(start_dev, tmp_path):
    process = start_dev("--enforce", "--data", tmp_path / "data")
    process.data = tmp_path / "data"
    process.iam = process.root(ACCOUNT).client("iam")
    process.events = process.root(ACCOUNT).client("events")
    process.sqs = process.root(ACCOUNT).client("sqs")
    process.events.create_event_bus(Name="inbox")
    process.queue_url = process.sqs.create_queue(QueueName="jobs")["QueueUrl"]
    return process


def found(server):
    """Of each finding its rule, place, statement and word."""
    done = run_lint("--data", server.data, "--json")
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == (1 if lines else 0), done.stderr
    assert all(line["account"] == ACCOUNT and line["why"] and line["instead"] for line in lines)
    return [(line["rule"], line["place"], line["statement"], line["what"].strip("`"))
            for line in lines]


def make_user(server, name, **statement):
    server.iam.create_user(UserName=name)
    if statement:
        server.iam.put_user_policy(UserName=name, PolicyName="own",
                                   PolicyDocument=document(**statement))
    return server.iam.create_access_key(UserName=name)["AccessKey"]["AccessKeyId"]


def make_role(server, name, principal, **more):
    trust = document(Principal=principal, Action="sts:AssumeRole", **more)
    return server.iam.create_role(RoleName=name, AssumeRolePolicyDocument=trust)["Role"]["Arn"]


def put_queue_policy(server, **statement):
    server.sqs.set_queue_attributes(QueueUrl=server.queue_url,
                                    Attributes={"Policy": document(**statement)})


def test_nothing_is_found_where_nothing_is_too_wide(server):
    assert found(server) == []
    rule = f"arn:aws:events:us-east-1:{ACCOUNT}:rule/inbox/all"
    server.events.put_rule(Name="all", EventBusName="inbox", EventPattern='{"source": ["shop"]}')
    put_queue_policy(server, Principal=SERVICE, Action="sqs:SendMessage", Resource=QUEUE,
                     Condition={"ArnEquals": {"aws:SourceArn": rule}})
    role = make_role(server, "worker", {"AWS": ACCOUNT})
    make_user(server, "starts-worker", Action="sts:AssumeRole", Resource=role)
    assert found(server) == []
    assert run_lint("--data", server.data).stdout == ""


def test_wildcards_are_found_wherever_a_policy_may_be(server):
    make_user(server, "ann", Action="sts:AssumeRole", Resource="*")
    server.iam.create_group(GroupName="all")
    server.iam.put_group_policy(GroupName="all", PolicyName="own",
                                PolicyDocument=document(Action="sqs:*", Resource=QUEUE))
    arn = server.iam.create_policy(
        PolicyName="wide", PolicyDocument=document(Action="sqs:*", Resource=QUEUE))["Policy"]["Arn"]
    server.iam.attach_group_policy(GroupName="all", PolicyArn=arn)
    server.events.put_permission(EventBusName="inbox", Policy=document(
        Principal={"AWS": ACCOUNT}, Action="events:*", Resource=BUS))
    assert found(server) == [
        ("wildcard-resource", "inline policy `own` of user `ann`", "it", "*"),
        ("wildcard-action", "inline policy `own` of group `all`", "it", "sqs:*"),
        ("wildcard-action", arn, "it", "sqs:*"),
        ("wildcard-action", f"the policy of {BUS}", "it", "events:*"),
    ]


def test_services_that_anybody_may_send_are_found(server):
    make_role(server, "courier", SERVICE)
    put_queue_policy(server, Principal=SERVICE, Action="sqs:SendMessage", Resource=QUEUE)
    unguarded = [("unguarded-service", "the trust policy of role `courier`", "it",
                  SERVICE["Service"]),
                 ("unguarded-service", f"the policy of {QUEUE}", "it", SERVICE["Service"])]
    assert found(server) == unguarded
    put_queue_policy(server, Principal=SERVICE, Action="sqs:SendMessage", Resource=QUEUE,
                     Condition={"StringEquals": {"aws:SourceAccount": ACCOUNT}})
    assert found(server) == unguarded[:1]


def test_keys_of_users_who_do_more_than_take_on_a_role_are_found(server):
    role = make_role(server, "worker", {"AWS": ACCOUNT})
    make_user(server, "starts-worker", Action=["sts:AssumeRole", "sts:TagSession"], Resource=role)
    key = make_user(server, "bob", Action="sqs:SendMessage", Resource=QUEUE)
    idle = make_user(server, "eve")
    assert found(server) == [("user-keys", "user `bob`", "", key),
                             ("user-keys", "user `eve`", "", idle)]
    server.iam.delete_access_key(UserName="eve", AccessKeyId=idle)
    server.iam.update_access_key(UserName="bob", AccessKeyId=key, Status="Inactive")
    assert found(server) == []


def test_what_is_unused_is_found(server):
    gone = make_role(server, "gone", {"AWS": ACCOUNT})
    unattached = server.iam.create_policy(
        PolicyName="spare", PolicyDocument=document(Action="sqs:SendMessage", Resource=QUEUE)
    )["Policy"]["Arn"]
    make_role(server, "worker", {"AWS": gone})
    put_queue_policy(server, Principal={"AWS": gone}, Action="sqs:SendMessage", Resource=BUS)
    server.iam.put_role_policy(RoleName="worker", PolicyName="own", PolicyDocument=document(
        Action="sqs:SendMessage", Resource=QUEUE + "-of-yesterday"))
    gone_id = server.iam.get_role(RoleName="gone")["Role"]["RoleId"]
    server.iam.delete_role(RoleName="gone")
    assert found(server) == [
        ("absent-resource", "inline policy `own` of role `worker`", "it",
         QUEUE + "-of-yesterday"),
        ("gone-principal", "the trust policy of role `worker`", "it", gone_id),
        ("unattached", unattached, "", "spare"),
        ("gone-principal", f"the policy of {QUEUE}", "it", gone_id),
        ("other-resource", f"the policy of {QUEUE}", "it", BUS),
    ]


def test_policies_of_aws_are_found_where_they_are_attached(server):
    make_role(server, "worker", {"AWS": ACCOUNT})
    arn = "arn:aws:iam::aws:policy/AmazonSQSFullAccess"
    server.iam.attach_role_policy(RoleName="worker", PolicyArn=arn)
    assert found(server) == [("aws-managed", "role `worker`", "", arn)]
    text = run_lint("--data", server.data).stdout
    assert text.startswith(f"role `worker` (account {ACCOUNT}): aws-managed: `{arn}`: it is ")


def test_questions_that_cant_be_answered_say_why(server, tmp_path):
    policy = tmp_path / "policy.json"
    policy.write_text(document(Action="sqs:SendMessage", Resource=QUEUE))
    both = run_lint(policy, "--data", server.data)
    assert both.returncode == 2 and "not both" in both.stderr
    kind = run_lint("--kind", "trust", "--data", server.data)
    assert kind.returncode == 2 and "--kind is for files" in kind.stderr
    nobody = run_lint("--data", tmp_path / "none")
    assert nobody.returncode == 2 and nobody.stderr
    server.stop()
    stopped = run_lint("--data", server.data)
    assert stopped.returncode == 2 and "start it, then ask again" in stopped.stderr
    server.start()
    assert run_lint(policy).returncode == 0
