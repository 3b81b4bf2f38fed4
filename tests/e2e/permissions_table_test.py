"""Every operation that the binary says it has, called by everybody who may not: each call gets its
documented error, and nothing of what the owner has changes. What can't name another account acts
upon the caller's own: that, too, is called, and shown to change nothing of the owner's.

The operations come from `angarium api`, their requests from AWS's model: an operation that is added
is called without a line here.
"""
import base64
import copy
import dataclasses
import json
import pathlib

import pytest

from angarium_process import AngariumProcess
from api_caller import api, model, protocols
import cases
from client import REGION, Account
from conftest import end, started
from constraint_seeds import Holdings
from shifted_clock import shifted
from signed_caller import SignedCaller

OWNER, STRANGER, NEITHER = "111122223333", "444455556666", "777788889999"
TWIN = "888899990000"  # has the same under the same names as the owner
CLOCK_BEHIND_SECONDS = 7200
EVERYTHING = '{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}'
TRUST = json.dumps({"Version": "2012-10-17", "Statement": {
    "Effect": "Allow", "Principal": {"AWS": NEITHER}, "Action": "sts:AssumeRole"}})
SERVICES = [(service, protocol) for service in api() for protocol in protocols(service)]

# STS API reference: no permissions are needed.
ALWAYS_ALLOWED = {"GetCallerIdentity", "GetSessionToken"}
# They may come without a signature: the token in the request says who asks.
UNSIGNED = {"AssumeRoleWithWebIdentity", "AssumeRoleWithSAML"}

# What AWS's model does not say that a request needs.
TASK = base64.b64encode(json.dumps(
    {"taskId": "1", "sourceArn": f"arn:aws:sqs:{REGION}:{OWNER}:there"}).encode()).decode()
COMPLETED = {
    ("events", "PutEvents"): {"Entries": [
        {"Source": "there", "DetailType": "x", "Detail": "{}", "EventBusName": "there"}]},
    ("events", "PutPermission"): {"EventBusName": "there", "Action": "events:PutEvents",
                                  "Principal": STRANGER, "StatementId": "new"},
    ("events", "RemovePermission"): {"EventBusName": "there", "RemoveAllPermissions": True},
    ("sqs", "CancelMessageMoveTask"): {"TaskHandle": TASK},
}

SEEDS = {
    "UserName": "there", "GroupName": "there", "RoleName": "there", "RoleSessionName": "there",
    "CreateUser.UserName": "new", "CreateGroup.GroupName": "new", "CreateRole.RoleName": "new",
    "RoleArn": f"arn:aws:iam::{OWNER}:role/there",
    "PolicyArn": f"arn:aws:iam::{OWNER}:policy/there",
    "PolicyName": "there", "PolicyDocument": EVERYTHING, "AssumeRolePolicyDocument": TRUST,
    "PolicySourceArn": f"arn:aws:iam::{OWNER}:user/there", "PolicyInputList": [EVERYTHING],
    "ActionNames": ["sqs:SendMessage"],
    "AWSServiceName": "ecs.amazonaws.com", "Url": "https://issuer.example",
}

# These name somebody of the caller's own account, who isn't there: a foreign policy in the same
# request gives nothing away.
NOBODY_AT_HOME = {f"{verb}{kind}Policy" for verb in ("Attach", "Detach")
                  for kind in ("User", "Group", "Role")}

# Some of those that name nothing by account or ARN: the table would prove less if they were counted
# among those that do.
AT_HOME = {
    "events": {"CreateConnection", "CreateEventBus", "ListConnections", "ListEventBuses",
               "TestEventPattern"},
    "sqs": {"CreateQueue", "ListQueues"},
    "iam": {"CreateUser", "DeleteRole", "ListUsers", "PutRolePolicy"},
    "sts": {"GetCallerIdentity", "GetSessionToken"},
}

NO_TOKEN_OF_OURS = "InvalidIdentityToken"

DENIED = {"json": (400, "AccessDeniedException"), "query": (403, "AccessDenied")}
NO_SIGNATURE = {"json": (400, "MissingAuthenticationTokenException"),
                "query": (403, "MissingAuthenticationToken")}
WRONG_SIGNATURE = {"json": (400, "InvalidSignatureException"),
                   "query": (403, "SignatureDoesNotMatch")}
EXPIRED = {"json": (400, "ExpiredTokenException"), "query": (403, "ExpiredToken")}


@dataclasses.dataclass
class World:
    server: AngariumProcess
    data: pathlib.Path
    holdings: Holdings
    seeds: dict
    twin: Holdings
    twin_seeds: dict
    nobody: tuple  # the key of a user of the owner's account without any policy
    foreign_user: tuple  # the key of a user of the other account who may do everything there
    expired: tuple

    def state(self, holdings=None):
        """Of the owner's account, or of another."""
        holdings = holdings or self.holdings
        iam = holdings.account.client("iam")
        kinds = {"Users": iam.list_users, "Groups": iam.list_groups, "Roles": iam.list_roles}
        entities = {key: call()[key] for key, call in kinds.items()}
        lists = [(iam.list_user_policies, "User", "PolicyNames"),
                 (iam.list_access_keys, "User", "AccessKeyMetadata"),
                 (iam.list_user_tags, "User", "Tags"), (iam.list_groups_for_user, "User", "Groups"),
                 (iam.list_group_policies, "Group", "PolicyNames"),
                 (iam.list_role_policies, "Role", "PolicyNames"),
                 (iam.list_role_tags, "Role", "Tags")]
        details = [[call(**{kind + "Name": one[kind + "Name"]})[key]
                    for one in entities[kind + "s"]] for call, kind, key in lists]
        return holdings.state(), entities, details

    def journal(self):
        """How long the files of the store are: every commit makes one of them longer."""
        return {path.name: path.stat().st_size for path in self.data.rglob("*")
                if path.suffix in (".log", ".sst") or path.name.startswith("MANIFEST")}


def make_user(account, name, policy=None):
    iam = account.client("iam")
    iam.create_user(UserName=name)
    if policy:
        iam.put_user_policy(UserName=name, PolicyName="all", PolicyDocument=policy)
    key = iam.create_access_key(UserName=name)["AccessKey"]
    return key["AccessKeyId"], key["SecretAccessKey"], None


def make_entities(account):
    iam = account.client("iam")
    iam.create_user(UserName="there")
    iam.create_group(GroupName="there")
    iam.create_role(RoleName="there", AssumeRolePolicyDocument=TRUST)
    for put, name in ((iam.put_user_policy, "UserName"), (iam.put_group_policy, "GroupName"),
                      (iam.put_role_policy, "RoleName")):
        put(PolicyName="there", PolicyDocument=EVERYTHING, **{name: "there"})


def session_of_the_past(server, directory):
    """Credentials of a role of the owner's that may do everything, expired long ago."""
    with shifted(directory, -CLOCK_BEHIND_SECONDS):
        started(server)
    root = server.root(OWNER)
    past = SignedCaller(server, (root.access_key_id, root.secret_access_key), -CLOCK_BEHIND_SECONDS)

    def call(service, operation, **request):
        answer = past.call(service, "query", operation, request)
        assert answer.status == 200, answer
        return answer.parts
    trust = TRUST.replace(NEITHER, OWNER)
    call("iam", "CreateUser", UserName="past")
    call("iam", "PutUserPolicy", UserName="past", PolicyName="all", PolicyDocument=EVERYTHING)
    call("iam", "CreateRole", RoleName="past", AssumeRolePolicyDocument=trust)
    call("iam", "PutRolePolicy", RoleName="past", PolicyName="all", PolicyDocument=EVERYTHING)
    key = call("iam", "CreateAccessKey", UserName="past")
    past.credentials = (key["AccessKeyId"], key["SecretAccessKey"])
    session = call("sts", "AssumeRole", RoleArn=f"arn:aws:iam::{OWNER}:role/past",
                   RoleSessionName="past", DurationSeconds=900)
    end(server)
    server.log.clear()
    return session["AccessKeyId"], session["SecretAccessKey"], session["SessionToken"]


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    directory = tmp_path_factory.mktemp("permissions")
    server = AngariumProcess("dev", "--port", "0", "--enforce", "--data", directory / "data",
                             *(word for account in (OWNER, STRANGER, TWIN)
                               for word in ("--account", account)))
    expired = session_of_the_past(server, directory)
    started(server)
    holdings, twin = Holdings(server.root(OWNER)), Holdings(server.root(TWIN))
    for account in (holdings.account, twin.account):
        make_entities(account)
    twin_seeds = json.loads(json.dumps(SEEDS).replace(OWNER, TWIN))
    yield World(server, directory / "data", holdings, holdings.prepare() | SEEDS,
                twin, twin.prepare() | twin_seeds,
                nobody=make_user(server.root(OWNER), "nobody"),
                foreign_user=make_user(server.root(STRANGER), "admin", EVERYTHING),
                expired=expired)
    end(server)


def requests_of(service, seeds):
    """(operation, the smallest request for it that names what is there)"""
    supported = {(shape["name"], member["name"]) for shape in api()[service]["shapes"]
                 for member in shape["members"] if member["supported"]}
    requests = cases.Requests(service, model(service),
                              lambda shape, member: (shape, member) in supported, seeds)
    for operation in api()[service]["operations"]:
        has_input = "input" in model(service)["operations"][operation["name"]]
        request = requests.of(operation["name"], cases.SMALL) if has_input else {}
        request |= COMPLETED.get((service, operation["name"]), {})
        yield operation["name"], request


def aimed_abroad(service, operation, request):
    """The request with everything that may name another account naming the owner's."""
    shape = model(service)["operations"][operation].get("input", {}).get("shape")
    members = model(service)["shapes"][shape]["members"] if shape else {}
    bus = f"arn:aws:events:{REGION}:{OWNER}:event-bus/there"
    aimed = copy.deepcopy(request)
    if "EventBusName" in members and operation not in ("PutPermission", "RemovePermission"):
        aimed["EventBusName"] = bus
    if operation == "DescribeEventBus":
        aimed["Name"] = bus
    if operation == "GetQueueUrl":
        aimed["QueueOwnerAWSAccountId"] = OWNER
    for entry in aimed.get("Entries", []) if operation == "PutEvents" else []:
        entry["EventBusName"] = bus
    return aimed


def names_the_owner(request):
    """What doesn't, when aimed abroad, can't name anything of another account."""
    return OWNER in str(request) or "TaskHandle" in request


def problem(operation, answer, wanted):
    status, code = wanted
    if operation == "PutEvents" and answer.status == 200:
        entries = answer.document["Entries"]
        refused = all(entry.get("ErrorCode") == code for entry in entries)
        return None if refused and answer.document["FailedEntryCount"] == len(entries) else answer
    return None if (answer.status, answer.code) == (status, code) else answer


def call_all(world, service, protocol, caller, wanted, exempt=frozenset(), abroad=False):
    before, journal, problems = world.state(), world.journal(), []
    for operation, request in requests_of(service, world.seeds):
        if abroad:
            request = aimed_abroad(service, operation, request)
            if not names_the_owner(request):
                continue  # test_what_cannot_name_another_account_stays_at_home
        answer = caller.call(service, protocol, operation, request)
        if operation in ALWAYS_ALLOWED & exempt:
            due = (200, None)
        elif operation in UNSIGNED & exempt:
            due = (400, NO_TOKEN_OF_OURS)
        else:
            due = (404, "NoSuchEntity") if abroad and operation in NOBODY_AT_HOME else wanted
        wrong = problem(operation, answer, due)
        if wrong:
            problems.append(f"{operation}: {wrong}, not {due}, for {str(request)[:300]}")
    assert not problems, "\n".join(problems)
    assert world.state() == before
    assert world.journal() == journal


def test_the_journal_tells_of_every_change(world):
    """Or it would prove nothing that it stays as long as it was."""
    sqs, iam = (world.holdings.account.client(service) for service in ("sqs", "iam"))
    before = world.journal()
    assert before
    sqs.tag_queue(QueueUrl=sqs.get_queue_url(QueueName="there")["QueueUrl"], Tags={"a": "b"})
    tagged = world.journal()
    assert tagged != before
    iam.tag_role(RoleName="there", Tags=[{"Key": "a", "Value": "b"}])
    assert world.journal() != tagged


@pytest.mark.parametrize("service, protocol", SERVICES)
def test_a_user_without_policies(world, service, protocol):
    caller = SignedCaller(world.server, world.nobody)
    call_all(world, service, protocol, caller, DENIED[protocol], ALWAYS_ALLOWED | UNSIGNED)


@pytest.mark.parametrize("service, protocol", SERVICES)
def test_a_user_of_another_account_who_may_do_everything_there(world, service, protocol):
    caller = SignedCaller(world.server, world.foreign_user)
    call_all(world, service, protocol, caller, DENIED[protocol], UNSIGNED, abroad=True)


@pytest.mark.parametrize("service, protocol", SERVICES)
def test_the_root_user_of_another_account(world, service, protocol):
    root = world.server.root(STRANGER)
    caller = SignedCaller(world.server, (root.access_key_id, root.secret_access_key))
    call_all(world, service, protocol, caller, DENIED[protocol], UNSIGNED, abroad=True)


@pytest.mark.parametrize("service, protocol", SERVICES)
def test_nobody_at_all(world, service, protocol):
    call_all(world, service, protocol, SignedCaller(world.server, None), NO_SIGNATURE[protocol],
             UNSIGNED)


@pytest.mark.parametrize("service, protocol", SERVICES)
def test_the_owner_with_a_wrong_signature(world, service, protocol):
    root = world.holdings.account
    caller = SignedCaller(world.server, (root.access_key_id, root.secret_access_key))
    caller.spoils_signature = True
    call_all(world, service, protocol, caller, WRONG_SIGNATURE[protocol])


@pytest.mark.parametrize("service, protocol", SERVICES)
def test_the_owner_with_a_session_that_has_expired(world, service, protocol):
    caller = SignedCaller(world.server, world.expired)
    call_all(world, service, protocol, caller, EXPIRED[protocol])


@pytest.mark.parametrize("service, protocol", SERVICES)
def test_what_cannot_name_another_account_stays_at_home(world, service, protocol):
    """Two accounts have the same under the same names. The root user of one asks, by name alone:
    the answers tell of its own, and the other account stays as it was."""
    root = world.server.root(TWIN)
    caller = SignedCaller(world.server, (root.access_key_id, root.secret_access_key))
    own = dict(requests_of(service, world.twin_seeds))
    done, problems, before = {}, [], world.state()
    for operation, request in requests_of(service, world.seeds):
        if names_the_owner(aimed_abroad(service, operation, request)):
            continue  # test_the_root_user_of_another_account
        answer = caller.call(service, protocol, operation, own[operation])
        told = f"{answer.document} {answer.parts} {answer.message}"
        if answer.status in (401, 403) or answer.status >= 500 or OWNER in told:
            problems.append(f"{operation}: {answer} {told[:500]}")
        done[operation] = answer.status
    assert not problems, "\n".join(problems)
    assert world.state() == before
    if any(verb.startswith("Create") and status == 200 for verb, status in done.items()):
        assert "new" in str(world.state(world.twin)), "it was made at home"
    assert AT_HOME[service] <= done.keys() and 200 in done.values()
