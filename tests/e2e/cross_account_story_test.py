"""Two accounts and what lets one into the other, told by boto3 and the AWS CLI with profiles: a
role assumed with an external id, and a bus policy in each of its forms. Each step is refused when
one word of it is changed, and the explanation names the word. What was lent ends when it is due."""
import contextlib
import json
import os
import pathlib
import subprocess

import pytest
from botocore import xform_name
from botocore.exceptions import ClientError

from angarium_process import AngariumProcess, binary
from client import Account
from client_story import Lines, Refused
from conftest import end, started
from shifted_clock import shifted

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
    """The server's explanation names the word."""
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
    explained(accounts.server, "`parcels`", ADA, "sts:AssumeRole", COURIER,
              sts__ExternalId="parcels")
    del assume["ExternalId"]
    assert refusal(sts.assume_role, **assume)["Code"] == "AccessDenied"
    explained(accounts.server, "sts:ExternalId", ADA, "sts:AssumeRole", COURIER)


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
role_arn = {courier}
source_profile = ada
external_id = parcel
role_session_name = run-7
[profile mistaken]
role_arn = {courier}
source_profile = ada
external_id = parcels
[profile porter]
role_arn = {porter}
source_profile = ada
[profile packer]
role_arn = {packer}
source_profile = ada
[profile lent]
aws_access_key_id = {lent[AccessKeyId]}
aws_secret_access_key = {lent[SecretAccessKey]}
aws_session_token = {lent[SessionToken]}
"""
CALLERS = ("boto3", "aws")


class Driven(Lines):
    """One of the clients, in a process that has these profiles and comes by AWS's host names."""

    def __init__(self, name, variables):
        self.name = name
        driver = pathlib.Path(__file__).with_name({"boto3": "boto3_driver.py",
                                                   "aws": "cli_driver.py"}[name])
        super().__init__(["/usr/bin/python3", driver], variables)

    def call(self, profile, service, operation, **call_input):
        """What is answered; Refused when that is an error."""
        if self.name == "boto3":
            answer = self.ask({"service": service, "operation": operation, "input": call_input,
                               "profile": profile})
            if "error" in answer:
                raise Refused(answer["error"]["code"], answer["error"]["message"])
            return answer["output"]
        code, out, error = self.ask(
            ["--profile", profile, "--output", "json", service, xform_name(operation, "-"),
             "--cli-input-json", json.dumps(call_input)])
        if code != 0:
            raise Refused(error.partition("An error occurred (")[2].partition(")")[0], error)
        return json.loads(out)

    def who(self, profile):
        return self.call(profile, "sts", "GetCallerIdentity")["Arn"]

    def put(self, profile, source="shop", detail_type="order"):
        """The error code of one event put on the inbox, or None."""
        answer = self.call(profile, "events", "PutEvents", Entries=[
            {"EventBusName": INBOX, "Source": source, "DetailType": detail_type, "Detail": "{}"}])
        return answer["Entries"][0].get("ErrorCode")


def variables_of(server, home):
    """Of a shell with `angarium env` and nothing else: it finds AWS's hosts at this server."""
    base = {"PATH": f"{binary().parent}:/usr/bin:/bin", "HOME": str(home), "LC_ALL": "C.UTF-8",
            "AWS_ACCESS_KEY_ID": "x", "AWS_SECRET_ACCESS_KEY": "x", "AWS_PAGER": "",
            "AWS_EC2_METADATA_DISABLED": "true", "AWS_MAX_ATTEMPTS": "1"}
    script = (f'eval "$(angarium env --endpoint {server.endpoint} --proxy --no-endpoint)"; '
              'unset AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY; exec env -0')
    done = subprocess.run(["bash", "-c", script], cwd=home, text=True, capture_output=True,
                          timeout=SECONDS_MAX, check=True, env=base)
    found = dict(entry.split("=", 1) for entry in done.stdout.split("\0") if entry)
    clock = ("LD_PRELOAD", "SHIFTED_CLOCK_SECONDS", "ASAN_OPTIONS")  # of shifted_clock.py
    return found | {name: os.environ[name] for name in clock if name in os.environ}


def write_profiles(accounts, home, lent):
    (home / ".aws").mkdir(exist_ok=True)
    (home / ".aws" / "config").write_text(CONFIG.format(
        key_id=accounts.ada.access_key_id, secret=accounts.ada.secret_access_key,
        courier=COURIER, porter=PORTER, packer=PACKER, lent=lent))


@contextlib.contextmanager
def clients(server, home):
    variables = variables_of(server, home)
    mine = [Driven(name, variables) for name in CALLERS]
    yield {client.name: client for client in mine}
    for client in mine:
        client.close()


@pytest.fixture(scope="module")
def callers(accounts, tmp_path_factory):
    home = tmp_path_factory.mktemp("home")
    nothing = dict.fromkeys(("AccessKeyId", "SecretAccessKey", "SessionToken"), "x")
    write_profiles(accounts, home, nothing)
    with clients(accounts.server, home) as both:
        yield both


@pytest.mark.parametrize("name", CALLERS)
def test_profiles_assume_it(accounts, callers, name):
    session = f"arn:aws:sts::{FAR}:assumed-role/courier/run-7"
    assert callers[name].who("courier") == session
    with pytest.raises(Refused) as refused:
        callers[name].who("mistaken")
    assert refused.value.code == "AccessDenied"


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


@pytest.mark.parametrize("name", CALLERS)
@pytest.mark.parametrize("form", FORMS)
def test_a_bus_policy_lets_in_whom_it_names(accounts, callers, form, name):
    right, wrong = FORMS[form]
    accounts.inbox_lets_in(right)
    assert callers[name].put("ada") is None
    accounts.inbox_lets_in(wrong)
    assert callers[name].put("ada") == "AccessDeniedException"
    explained(accounts.server, WORDS[form], ADA, "events:PutEvents", INBOX,
              events__source="shop", events__detail_type="order")


@pytest.mark.parametrize("name", CALLERS)
def test_a_bus_policy_lets_in_the_role_it_names(accounts, callers, name):
    put = callers[name].put
    accounts.inbox_lets_in({"Principal": {"AWS": PORTER}})
    assert put("porter") is None
    assert put("packer") == put("ada") == "AccessDeniedException"
    accounts.inbox_lets_in({"Principal": {"AWS": PACKER}})
    assert put("porter") == "AccessDeniedException"
    explained(accounts.server, "packer", PORTER, "events:PutEvents", INBOX, events__source="shop")


@pytest.mark.parametrize("name", CALLERS)
def test_the_role_that_was_assumed_is_at_home_there(accounts, callers, name):
    accounts.far_iam.put_role_policy(RoleName="courier", PolicyName="put",
                                     PolicyDocument=allow("events:PutEvents", INBOX))
    assert callers[name].put("courier") is None
    accounts.far_iam.put_role_policy(RoleName="courier", PolicyName="put",
                                     PolicyDocument=allow("events:PutEvents", INBOX + "es"))
    assert callers[name].put("courier") == "AccessDeniedException"
    explained(accounts.server, "inboxes", COURIER, "events:PutEvents", INBOX)


def put_one(account):
    answer = account.client("events").put_events(Entries=[
        {"EventBusName": INBOX, "Source": "shop", "DetailType": "order", "Detail": "{}"}])
    return answer["Entries"][0]


def test_the_callers_own_account_must_let_it_go(accounts):
    accounts.inbox_lets_in({"Principal": {"AWS": NEAR}})
    assert put_one(accounts.bob).get("ErrorCode") is None
    accounts.near_iam.put_user_policy(UserName="bob", PolicyName="put",
                                      PolicyDocument=allow("events:PutEvents", INBOX + "es"))
    assert put_one(accounts.bob)["ErrorMessage"] == (
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


LENT_SECONDS = 900  # the least that AWS lends for


def what_is_lent_is_good_for(server, home):
    """What each client, whose clock is the server's, hears for the credentials in its profile."""
    with clients(server, home) as both:
        for client in both.values():
            try:
                yield client.put("lent")
            except Refused as refused:
                yield refused.code


def test_credentials_end_when_they_are_due(tmp_path):
    """Two minutes before they work, at the end of their time they do not, by both clients."""
    server = AngariumProcess("dev", "--port", "0", "--enforce", "--data", tmp_path / "data")
    accounts = Accounts(started(server))
    accounts.inbox_lets_in({"Principal": {"AWS": PORTER}})
    lent = accounts.ada.client("sts").assume_role(
        RoleArn=PORTER, RoleSessionName="s1", DurationSeconds=LENT_SECONDS)["Credentials"]
    write_profiles(accounts, tmp_path, lent)
    due = {0: None, LENT_SECONDS - 120: None, LENT_SECONDS: "ExpiredTokenException"}
    for seconds, code in due.items():
        server.stop()
        with shifted(tmp_path, seconds):
            server.start()
            assert list(what_is_lent_is_good_for(server, tmp_path)) == [code, code], seconds
    end(server)
