"""Two accounts and what lets one into the other, told by boto3 and the AWS CLI with profiles: a
role assumed with an external id, and a bus policy in each of its forms. Each step is refused when
one word of it is changed, and where the binary can explain that, the explanation names the word."""
import json
import subprocess

import pytest
from botocore.exceptions import ClientError

from angarium_process import AngariumProcess, binary
from client import AWS, Account
from conftest import end, started

NEAR, FAR = "111122223333", "444455556666"
COURIER = f"arn:aws:iam::{FAR}:role/courier"
INBOX = f"arn:aws:events:us-east-1:{FAR}:event-bus/inbox"
ADA, BOB = f"arn:aws:iam::{NEAR}:user/ada", f"arn:aws:iam::{NEAR}:user/bob"
PORTER, PACKER = f"arn:aws:iam::{NEAR}:role/porter", f"arn:aws:iam::{NEAR}:role/packer"
SECONDS_MAX = 180  # starts of the AWS CLI on a busy machine


def document(statement):
    return json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", **statement}]})


def allow(action, resource):
    return document({"Action": action, "Resource": resource})


def trust(principal, external_id):
    return document({"Principal": {"AWS": principal}, "Action": "sts:AssumeRole",
                     "Condition": {"StringEquals": {"sts:ExternalId": external_id}}})


class Accounts:
    """The two accounts with their users and roles; clients are made once."""

    def __init__(self, server):
        self.server = server
        self.near, self.far = server.root(NEAR), server.root(FAR)
        self.near_iam, self.far_iam = self.near.client("iam"), self.far.client("iam")
        self.far.client("events").create_event_bus(Name="inbox")
        self.ada, self.bob = self._user("ada"), self._user("bob")
        for role in ("porter", "packer"):
            self.near_iam.create_role(RoleName=role, AssumeRolePolicyDocument=document(
                {"Principal": {"AWS": ADA}, "Action": "sts:AssumeRole"}))
            self.near_iam.put_role_policy(RoleName=role, PolicyName="put",
                                          PolicyDocument=allow("events:PutEvents", INBOX))
        self.far_iam.create_role(RoleName="courier", AssumeRolePolicyDocument=trust(ADA, "parcel"))
        self.ada_may("sts:AssumeRole", "*")

    def _user(self, name):
        self.near_iam.create_user(UserName=name)
        self.near_iam.put_user_policy(UserName=name, PolicyName="put",
                                      PolicyDocument=allow("events:PutEvents", INBOX))
        key = self.near_iam.create_access_key(UserName=name)["AccessKey"]
        return Account(self.server, NEAR, key["AccessKeyId"], key["SecretAccessKey"])

    def ada_may(self, action, resource):
        self.near_iam.put_user_policy(UserName="ada", PolicyName="assume",
                                      PolicyDocument=allow(action, resource))

    def session_of(self, role):
        sts = self.ada.client("sts")
        given = sts.assume_role(RoleArn=role, RoleSessionName="s1")["Credentials"]
        return Account(self.server, NEAR, given["AccessKeyId"], given["SecretAccessKey"],
                       given["SessionToken"])

    def inbox_lets_in(self, statement):
        self.far.client("events").put_permission(EventBusName="inbox", Policy=document(
            {"Action": "events:PutEvents", "Resource": INBOX} | statement))


@pytest.fixture(scope="module")
def accounts(tmp_path_factory):
    data = tmp_path_factory.mktemp("story") / "data"
    server = AngariumProcess("dev", "--port", "0", "--enforce", "--data", data)
    server.data = data
    started(server)
    yield Accounts(server)
    end(server)


def explained(server, word, who, action, resource, **context):
    """Where the binary explains, its explanation names the word."""
    able = subprocess.run([binary(), "policy", "--help"], check=True, stdout=subprocess.PIPE,
                          text=True)
    if "explain" not in able.stdout:
        return
    keys = [part for key, value in context.items()
            for part in ("--context", f"{key.replace('__', ':').replace('_', '-')}={value}")]
    done = subprocess.run(
        [binary(), "policy", "explain", "--as", who, "--action", action, "--resource", resource,
         "--data", server.data, *keys], check=True, stdout=subprocess.PIPE, text=True)
    assert word in done.stdout, f"`{word}` is not in:\n{done.stdout}"


def refusal(call, **arguments):
    with pytest.raises(ClientError) as error:
        call(**arguments)
    return error.value.response["Error"]


def test_a_role_is_assumed_with_an_external_id(accounts):
    sts = accounts.ada.client("sts")
    assume = {"RoleArn": COURIER, "RoleSessionName": "run-7", "ExternalId": "parcel"}
    assumed = sts.assume_role(**assume)["AssumedRoleUser"]
    assert assumed["Arn"] == f"arn:aws:sts::{FAR}:assumed-role/courier/run-7"
    for change in ({"ExternalId": "parcels"}, {"RoleArn": COURIER + "s"}):
        assert refusal(sts.assume_role, **(assume | change))["Code"] == "AccessDenied"
    del assume["ExternalId"]
    assert refusal(sts.assume_role, **assume)["Code"] == "AccessDenied"


def test_both_sides_must_let_a_role_be_assumed(accounts):
    assume = {"RoleArn": COURIER, "RoleSessionName": "s1", "ExternalId": "parcel"}
    bob = accounts.bob.client("sts")
    denied = refusal(bob.assume_role, **assume)
    assert denied["Code"] == "AccessDenied"
    assert denied["Message"].startswith(
        f"User: {BOB} is not authorized to perform: sts:AssumeRole on resource: {COURIER}")
    accounts.far_iam.update_assume_role_policy(RoleName="courier",
                                               PolicyDocument=trust(BOB, "parcel"))
    assert refusal(bob.assume_role, **assume)["Code"] == "AccessDenied", "his account lets him not"
    ada = accounts.ada.client("sts")
    assert refusal(ada.assume_role, **assume)["Code"] == "AccessDenied"
    explained(accounts.server, "bob", ADA, "sts:AssumeRole", COURIER, sts__ExternalId="parcel")
    accounts.far_iam.update_assume_role_policy(RoleName="courier",
                                               PolicyDocument=trust(ADA, "parcel"))
    accounts.ada_may("sts:AssumeRoles", "*")
    assert refusal(ada.assume_role, **assume)["Code"] == "AccessDenied"
    accounts.ada_may("sts:AssumeRole", "*")
    assert ada.assume_role(**assume)


CONFIG = """
[profile ada]
aws_access_key_id = {key_id}
aws_secret_access_key = {secret}
[profile courier]
role_arn = {role}
source_profile = ada
external_id = parcel
role_session_name = run-7
[profile mistaken]
role_arn = {role}
source_profile = ada
external_id = parcels
"""
BOTO3 = ("import boto3; print(boto3.Session(profile_name='{}').client('sts')"
         ".get_caller_identity()['Arn'])")


def test_profiles_assume_it(accounts, tmp_path):
    """The clients come by AWS's own host names, and find out by themselves what to do."""
    (tmp_path / ".aws").mkdir()
    (tmp_path / ".aws" / "config").write_text(CONFIG.format(
        key_id=accounts.ada.access_key_id, secret=accounts.ada.secret_access_key, role=COURIER))

    def run(command):
        script = (f'eval "$(angarium env --endpoint {accounts.server.endpoint} --proxy '
                  f'--no-endpoint)"; unset AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY; {command}')
        return subprocess.run(
            ["bash", "-c", script], cwd=tmp_path, text=True, capture_output=True,
            timeout=SECONDS_MAX, env={
                "PATH": f"{binary().parent}:/usr/bin:/bin", "HOME": str(tmp_path),
                "AWS_ACCESS_KEY_ID": "x", "AWS_SECRET_ACCESS_KEY": "x", "LC_ALL": "C.UTF-8",
                "AWS_EC2_METADATA_DISABLED": "true", "AWS_PAGER": "", "AWS_MAX_ATTEMPTS": "1"})
    session = f"arn:aws:sts::{FAR}:assumed-role/courier/run-7"
    cli = f"{AWS} --profile {{}} sts get-caller-identity --query Arn --output text"
    for client in (cli, f'/usr/bin/python3 -c "{BOTO3}"'):
        right, wrong = run(client.format("courier")), run(client.format("mistaken"))
        assert right.stdout.strip() == session, right.stderr
        assert wrong.returncode != 0 and "AccessDenied" in wrong.stderr, wrong.stderr


def put(account, source="shop", detail_type="order"):
    """The error code of one event put on the inbox, or None."""
    answer = account.client("events").put_events(Entries=[
        {"EventBusName": INBOX, "Source": source, "DetailType": detail_type, "Detail": "{}"}])
    return answer["Entries"][0].get("ErrorCode")


def when(key, value):
    return {"Principal": {"AWS": NEAR}, "Condition": {"StringEquals": {key: value}}}


FORMS = {
    "account id": ({"Principal": {"AWS": NEAR}}, {"Principal": {"AWS": "111122223334"}}),
    "root ARN": ({"Principal": {"AWS": f"arn:aws:iam::{NEAR}:root"}},
                 {"Principal": {"AWS": "arn:aws:iam::111122223334:root"}}),
    "user ARN": ({"Principal": {"AWS": ADA}}, {"Principal": {"AWS": BOB}}),
    "source": (when("events:source", "shop"), when("events:source", "shops")),
    "detail-type": (when("events:detail-type", "order"), when("events:detail-type", "orders")),
    "action": ({"Principal": {"AWS": NEAR}},
               {"Principal": {"AWS": NEAR}, "Action": "events:PutRule"}),
    "resource": ({"Principal": {"AWS": NEAR}},
                 {"Principal": {"AWS": NEAR}, "Resource": INBOX + "es"}),
}
WORDS = {"account id": "111122223334", "root ARN": "111122223334", "user ARN": "bob",
         "source": "shops", "detail-type": "orders", "action": "PutRule", "resource": "inboxes"}


@pytest.mark.parametrize("form", FORMS)
def test_a_bus_policy_lets_in_whom_it_names(accounts, form):
    right, wrong = FORMS[form]
    accounts.inbox_lets_in(right)
    assert put(accounts.ada) is None
    accounts.inbox_lets_in(wrong)
    assert put(accounts.ada) == "AccessDeniedException"
    explained(accounts.server, WORDS[form], ADA, "events:PutEvents", INBOX,
              events__source="shop", events__detail_type="order")


def test_a_bus_policy_lets_in_the_role_it_names(accounts):
    porter, packer = accounts.session_of(PORTER), accounts.session_of(PACKER)
    accounts.inbox_lets_in({"Principal": {"AWS": PORTER}})
    assert put(porter) is None
    assert put(packer) == put(accounts.ada) == "AccessDeniedException"
    accounts.inbox_lets_in({"Principal": {"AWS": PACKER}})
    assert put(porter) == "AccessDeniedException"
    explained(accounts.server, "packer", PORTER, "events:PutEvents", INBOX, events__source="shop")


def test_the_callers_own_account_must_let_it_go(accounts):
    accounts.inbox_lets_in({"Principal": {"AWS": NEAR}})
    assert put(accounts.bob) is None
    accounts.near_iam.put_user_policy(UserName="bob", PolicyName="put",
                                      PolicyDocument=allow("events:PutEvents", INBOX + "es"))
    answer = accounts.bob.client("events").put_events(Entries=[
        {"EventBusName": INBOX, "Source": "shop", "DetailType": "order", "Detail": "{}"}])
    assert answer["Entries"][0]["ErrorMessage"] == (
        f"User: {BOB} is not authorized to perform: events:PutEvents on resource: {INBOX} because "
        "no identity-based policy allows the events:PutEvents action")
    explained(accounts.server, "inboxes", BOB, "events:PutEvents", INBOX)


def test_sources_and_detail_types_are_decided_entry_by_entry(accounts):
    accounts.inbox_lets_in(when("events:source", "shop"))
    answer = accounts.ada.client("events").put_events(Entries=[
        {"EventBusName": INBOX, "Source": source, "DetailType": "order", "Detail": "{}"}
        for source in ("shop", "shops", "shop")])
    assert answer["FailedEntryCount"] == 1
    assert [entry.get("ErrorCode") for entry in answer["Entries"]] == [
        None, "AccessDeniedException", None]


def test_the_command_line_is_refused_alike(accounts):
    accounts.inbox_lets_in({"Principal": {"AWS": BOB}})
    entry = json.dumps([{"EventBusName": INBOX, "Source": "shop", "DetailType": "order",
                         "Detail": "{}"}])
    answer = accounts.ada.aws("events", "put-events", "--entries", entry)
    assert answer["Entries"][0]["ErrorCode"] == "AccessDeniedException"
    accounts.inbox_lets_in({"Principal": {"AWS": ADA}})
    assert accounts.ada.aws("events", "put-events", "--entries", entry)["FailedEntryCount"] == 0
