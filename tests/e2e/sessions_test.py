"""Temporary credentials on a real server, and the keys that they and secrets are sealed with."""
import base64
import json
import os
import pathlib
import subprocess
import threading
import time

import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError
from angarium_process import SERVE_CONFIG, ServeProcess
from api_caller import model
from client import AWS, ISOLATED, REGION
from conftest import end, started
from signed_caller import SignedCaller

ISSUER = "https://idp.example"
CONFIG = SERVE_CONFIG + """
[proxy]
enabled = true
[oidc."https://idp.example"]
jwks_file = "{directory}/keys.json"
audiences = ["way"]
"""


def base64url(content):
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


def openssl(*arguments, content=None):
    return subprocess.run(["openssl", *arguments], input=content, check=True, timeout=60,
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE).stdout


class Issuer:
    """An issuer of web identities with an RSA key of its own."""

    def __init__(self, directory, name):
        self.key = directory / f"{name}.pem"
        openssl("genrsa", "-out", self.key, "2048")

    def key_set(self):
        modulus = openssl("rsa", "-in", self.key, "-noout", "-modulus").decode()
        number = bytes.fromhex(modulus.strip().removeprefix("Modulus="))
        return json.dumps({"keys": [
            {"kty": "RSA", "kid": "k1", "n": base64url(number), "e": "AQAB"}]})

    def token(self, **claims):
        now = int(time.time())
        claims = {"iss": ISSUER, "sub": "repo:a/b", "aud": "way", "iat": now, "exp": now + 300} | \
            claims
        text = ".".join(base64url(json.dumps(part).encode())
                        for part in ({"alg": "RS256", "kid": "k1"}, claims))
        signature = openssl("dgst", "-sha256", "-sign", self.key, content=text.encode())
        return f"{text}.{base64url(signature)}"


class World:
    """Two accounts: `ada`, a user of the first, may assume the role `courier` of the second."""

    def __init__(self, directory):
        self.directory = pathlib.Path(directory)
        self.issuer = Issuer(self.directory, "issuer")
        (self.directory / "keys.json").write_text(self.issuer.key_set())
        self.server = ServeProcess(directory, CONFIG)
        self.home = self.server.create_account("home")
        self.abroad = self.server.create_account("abroad")
        started(self.server)
        self.secrets = {self.home.secret_access_key, self.abroad.secret_access_key}
        self._prepare()

    def _prepare(self):
        iam = self.home.client("iam")
        iam.create_user(UserName="ada")
        iam.put_user_policy(UserName="ada", PolicyName="assume", PolicyDocument=allow("sts:*"))
        self.ada_key = iam.create_access_key(UserName="ada")["AccessKey"]
        self.secrets.add(self.ada_key["SecretAccessKey"])
        self.role = f"arn:aws:iam::{self.abroad.id}:role/courier"
        trust = {"Version": "2012-10-17", "Statement": [
            {"Effect": "Allow", "Action": "sts:AssumeRole",
             "Principal": {"AWS": f"arn:aws:iam::{self.home.id}:user/ada"},
             "Condition": {"StringEquals": {"sts:ExternalId": "order-66"}}},
            {"Effect": "Allow", "Action": "sts:AssumeRoleWithWebIdentity",
             "Principal": {"Federated":
                           f"arn:aws:iam::{self.abroad.id}:oidc-provider/idp.example"},
             "Condition": {"StringEquals": {"idp.example:sub": "repo:a/b"}}}]}
        iam = self.abroad.client("iam")
        iam.create_role(RoleName="courier", AssumeRolePolicyDocument=json.dumps(trust))
        iam.put_role_policy(RoleName="courier", PolicyName="queues", PolicyDocument=allow("sqs:*"))

    def client(self, service, credentials=None):
        """Of Ada, or of temporary credentials as STS answers them."""
        keys = credentials or {"AccessKeyId": self.ada_key["AccessKeyId"],
                               "SecretAccessKey": self.ada_key["SecretAccessKey"]}
        return boto3.session.Session().client(
            service, endpoint_url=self.server.endpoint, region_name=REGION,
            aws_access_key_id=keys["AccessKeyId"], aws_secret_access_key=keys["SecretAccessKey"],
            aws_session_token=keys.get("SessionToken"),
            config=Config(retries={"total_max_attempts": 1}))

    def assume(self, credentials=None, **more):
        more = {"RoleArn": self.role, "RoleSessionName": "run-7", "ExternalId": "order-66"} | more
        return self.remember(self.client("sts", credentials).assume_role(**more))["Credentials"]

    def remember(self, answer):
        given = answer["Credentials"]
        self.secrets |= {given["SecretAccessKey"], given["SessionToken"]}
        return answer

    def keys(self, *arguments):
        done = subprocess.run(
            [self.server.command[0], "keys", *arguments, "--config", self.server.config, "--json"],
            text=True, capture_output=True, timeout=60)
        return done.returncode, json.loads(done.stdout) if done.returncode == 0 else done.stderr


def allow(action):
    return json.dumps({"Version": "2012-10-17", "Statement": [
        {"Effect": "Allow", "Action": action, "Resource": "*"}]})


def refused(call, **arguments):
    with pytest.raises(ClientError) as caught:
        call(**arguments)
    return caught.value.response["Error"]["Code"]


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    made = World(tmp_path_factory.mktemp("sessions"))
    yield made
    end(made.server)


def test_a_role_of_another_account_works_with_its_external_id(world):
    credentials = world.assume()
    arn = world.client("sts", credentials).get_caller_identity()["Arn"]
    assert arn == f"arn:aws:sts::{world.abroad.id}:assumed-role/courier/run-7"
    made = world.client("sqs", credentials).create_queue(QueueName="incoming")
    assert f"/{world.abroad.id}/" in made["QueueUrl"]
    assert refused(world.client("events", credentials).list_event_buses) == "AccessDeniedException"
    sts = world.client("sts")
    for wrong in ({"ExternalId": "order-67"}, {"RoleArn": world.role + "s"}):
        named = {"RoleArn": world.role, "RoleSessionName": "run-7", "ExternalId": "order-66"}
        assert refused(sts.assume_role, **(named | wrong)) == "AccessDenied"


def test_session_policies_take_away(world):
    only_list = {"Version": "2012-10-17", "Statement": [
        {"Effect": "Allow", "Action": "sqs:ListQueues", "Resource": "*"}]}
    sqs = world.client("sqs", world.assume(Policy=json.dumps(only_list)))
    sqs.list_queues()
    assert refused(sqs.create_queue, QueueName="q").endswith("AccessDenied") or \
        refused(sqs.create_queue, QueueName="q") == "AccessDeniedException"


def test_profiles_of_the_command_line_assume_the_role(world, tmp_path):
    """The CLI calls STS by itself, without an endpoint: it comes by the proxy."""
    (tmp_path / "config").write_text(f"""
[profile ada]
region = {REGION}
aws_access_key_id = {world.ada_key["AccessKeyId"]}
aws_secret_access_key = {world.ada_key["SecretAccessKey"]}
[profile courier]
region = {REGION}
role_arn = {world.role}
source_profile = ada
role_session_name = from-a-profile
external_id = order-66
[profile stranger]
region = {REGION}
role_arn = {world.role}
source_profile = ada
external_id = order-67
""")
    environment = {key: value for key, value in ISOLATED.items() if key != "NO_PROXY"} | {
        "PATH": "/usr/bin:/bin", "HOME": str(tmp_path), "LC_ALL": "C.UTF-8",
        "AWS_CONFIG_FILE": str(tmp_path / "config"), "AWS_MAX_ATTEMPTS": "1",
        "HTTPS_PROXY": world.server.endpoint, "AWS_STS_REGIONAL_ENDPOINTS": "regional",
        "AWS_CA_BUNDLE": str(world.directory / "data" / "proxy-ca.pem")}

    def identity(profile):
        return subprocess.run(
            [AWS, "--profile", profile, "--output", "json", "sts", "get-caller-identity"],
            env=environment, text=True, capture_output=True, timeout=60)
    done = identity("courier")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["Arn"] == \
        f"arn:aws:sts::{world.abroad.id}:assumed-role/courier/from-a-profile"
    denied = identity("stranger")
    assert "AccessDenied" in denied.stderr and "AssumeRole" in denied.stderr


def test_sessions_of_users(world):
    session = world.remember(world.client("sts").get_session_token(DurationSeconds=900))
    session = session["Credentials"]
    assert world.client("sts", session).get_caller_identity()["Arn"].endswith(":user/ada")
    assert refused(world.client("iam", session).list_users) == "InvalidClientTokenId"
    assert refused(world.client("sts", session).get_session_token) == "AccessDenied"
    assert world.client("sts", world.assume(session)).get_caller_identity()
    federated = world.remember(world.client("sts").get_federation_token(
        Name="guest", Policy=allow("sts:*")))["Credentials"]
    told = world.client("sts", federated).get_caller_identity()
    assert told["Arn"] == f"arn:aws:sts::{world.home.id}:federated-user/guest"
    assert refused(world.client("sts", federated).get_access_key_info,
                   AccessKeyId=federated["AccessKeyId"]) == "AccessDenied"
    info = world.client("sts").get_access_key_info(AccessKeyId=federated["AccessKeyId"])
    assert info["Account"] == world.home.id


def test_a_changed_or_foreign_token_is_nobodys(world):
    given, other = world.assume(), world.assume()
    for token in (given["SessionToken"][:-8] + "AAAAAAA=", other["SessionToken"], "x"):
        changed = given | {"SessionToken": token}
        assert refused(world.client("sts", changed).get_caller_identity) == "InvalidClientTokenId"


def test_sessions_end_with_their_role(world):
    iam = world.abroad.client("iam")
    trust = {"Version": "2012-10-17", "Statement": [
        {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"AWS": world.home.id}}]}

    def live():
        iam.create_role(RoleName="mayfly", AssumeRolePolicyDocument=json.dumps(trust))
        role = f"arn:aws:iam::{world.abroad.id}:role/mayfly"
        return world.client("sts", world.assume(RoleArn=role))
    first = live()
    first.get_caller_identity()
    iam.delete_role(RoleName="mayfly")
    assert refused(first.get_caller_identity) == "InvalidClientTokenId"
    second = live()
    second.get_caller_identity()
    assert refused(first.get_caller_identity) == "InvalidClientTokenId"


def test_a_web_identity_assumes_the_role(world):
    sts = world.client("sts", {"AccessKeyId": "x", "SecretAccessKey": "x"})
    named = {"RoleArn": world.role, "RoleSessionName": "ci"}
    answer = world.remember(sts.assume_role_with_web_identity(
        WebIdentityToken=world.issuer.token(), **named))
    assert answer["SubjectFromWebIdentityToken"] == "repo:a/b"
    told = world.client("sts", answer["Credentials"]).get_caller_identity()
    assert told["UserId"].endswith(":ci")
    for code, token in {
            "AccessDenied": world.issuer.token(sub="repo:a/c"),
            "ExpiredTokenException": world.issuer.token(exp=int(time.time()) - 1),
            "InvalidIdentityToken": Issuer(world.directory, "impostor").token(),
            "IDPRejectedClaim": world.issuer.token(iat=int(time.time()) + 900)}.items():
        assert refused(sts.assume_role_with_web_identity, WebIdentityToken=token, **named) == code


def test_keys_rotate_while_requests_are_in_flight(world):
    session = world.assume()
    clients = [world.client("sts"), world.client("sts", session)]
    stopped, failures, calls = threading.Event(), [], [0, 0]

    def keep_calling(index):
        while not stopped.is_set():
            try:
                clients[index].get_caller_identity()
                calls[index] += 1
            except ClientError as error:
                failures.append(error)
    threads = [threading.Thread(target=keep_calling, args=(index,)) for index in range(2)]
    for thread in threads:
        thread.start()
    before = [key["id"] for key in world.keys("list")[1]["keys"]]
    made = [world.keys("rotate")[1]["id"] for _ in range(3)]
    world.assume()
    stopped.set()
    for thread in threads:
        thread.join()
    assert failures == [] and min(calls) > 0
    assert made == [before[-1] + 1, before[-1] + 2, before[-1] + 3]
    keys = world.keys("list")[1]["keys"]
    assert [key["records"] for key in keys] == [0] * (len(keys) - 1) + [3]
    assert keys[-1]["seals"] and "sessions_until" in keys[0]
    code, said = world.keys("drop", str(before[0]))
    assert code == 1 and "may live until" in said


def test_old_keys_are_dropped_when_their_sessions_are_over(world):
    """The file says when a key was made; here it says long ago."""
    session = world.assume()
    end(world.server)
    file = world.directory / "data" / "sealing.keys"
    lines = [line.split(" ") for line in file.read_text().splitlines()[1:]]
    aged = [f"{line[0]} {line[1]} 2026-01-01T00:00:00.000Z" for line in lines]
    file.write_text("\n".join(["angarium sealing keys v2", *aged]) + "\n")
    started(world.server)
    newest = lines[-1][0]
    for line in lines[:-1]:
        assert world.keys("drop", line[0])[0] == 0
    assert [str(key["id"]) for key in world.keys("list")[1]["keys"]] == [newest]
    assert world.client("sts").get_caller_identity()
    assert world.client("sts", session).get_caller_identity()
    code, said = world.keys("drop", newest)
    assert code == 1 and "rotate first" in said
    # On the data of a server that does not run it is the same.
    end(world.server)
    assert world.keys("rotate")[0] == 0
    started(world.server)
    assert world.client("sts").get_caller_identity()
    assert world.client("sts", session).get_caller_identity()


def test_no_second_factor_is_ever_ignored(world):
    """Every operation and parameter of AWS's model about MFA: refused by name, or truly empty."""
    caller = SignedCaller(world.server, (world.home.access_key_id, world.home.secret_access_key))
    factors = {"SerialNumber": f"arn:aws:iam::{world.home.id}:mfa/ada", "TokenCode": "123456"}
    answers = {}
    for service in ("iam", "sts"):
        for name, operation in model(service)["operations"].items():
            shape = operation.get("input", {}).get("shape")
            members = model(service)["shapes"][shape]["members"] if shape else {}
            asked = [None] if "MFA" in name else sorted(factors.keys() & members.keys())
            for member in asked:
                request = {"RoleArn": world.role, "RoleSessionName": "run"} \
                    if name == "AssumeRole" else {}
                request |= {member: factors[member]} if member else {}
                answers[name, member] = caller.call(service, "query", name, request)
    for (name, member), answer in answers.items():
        if name in ("ListMFADevices", "ListVirtualMFADevices"):
            assert answer.status == 200 and "SerialNumber" not in answer.parts, answer
        else:
            assert answer.status >= 400 and f"`{member or name}`" in answer.message, (name, answer)
            assert "not supported" in answer.message or "not implement" in answer.message, answer
    assert answers.keys() >= {(name, member) for name in ("AssumeRole", "GetSessionToken")
                              for member in factors}
    assert {("EnableMFADevice", None), ("CreateVirtualMFADevice", None)} <= answers.keys()


def test_a_key_that_somebody_knows_is_dropped_with_its_sessions(world):
    session = world.assume()
    known = world.keys("list")[1]["keys"][-1]["id"]
    code, said = world.keys("drop", str(known), "--force")
    assert code == 1 and "rotate first" in said
    assert world.keys("rotate")[0] == 0
    code, said = world.keys("drop", str(known))
    assert code == 1 and f"keys drop {known} --force" in said
    assert world.client("sts", session).get_caller_identity()
    assert world.keys("drop", str(known), "--force")[0] == 0
    with pytest.raises(ClientError) as raised:
        world.client("sts", session).get_caller_identity()
    assert raised.value.response["Error"]["Code"] == "InvalidClientTokenId"
    assert world.client("sts", world.assume()).get_caller_identity()


def test_nothing_secret_is_readable_in_the_data_directory_or_the_log(world):
    """Last: everything that any test of this file was given."""
    written = world.home.client("iam").create_access_key(UserName="ada")["AccessKey"]
    world.secrets.add(written["SecretAccessKey"])
    hidden = {secret.encode() for secret in world.secrets}
    assert len(hidden) > 15
    hidden |= {base64.b64decode(secret) for secret in world.secrets}  # as bytes, too
    files = [path for path in (world.directory / "data").rglob("*") if path.is_file()]
    log = "\n".join(world.server.log).encode()
    for path, content in [(path, path.read_bytes()) for path in files] + [("the log", log)]:
        found = [secret for secret in hidden if secret in content]
        assert not found, f"{len(found)} secrets in {path}"
    shown = written["AccessKeyId"].encode()
    assert any(shown in path.read_bytes() for path in files), "the journal was looked at"
    for path in files:
        if path.suffix == ".key" or path.name == "sealing.keys":
            assert os.stat(path).st_mode & 0o077 == 0, path
