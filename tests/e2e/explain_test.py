"""`angarium policy explain`: why the running server denies, in words, and what would help."""
import json
import shlex
import subprocess

import pytest
from botocore.exceptions import ClientError

from angarium_process import binary
from client import Account

OWNER, STRANGER = "444455556666", "111122223333"
BUS = f"arn:aws:events:us-east-1:{OWNER}:event-bus/inbox"
ENTRY = {"Source": "shop", "DetailType": "order placed", "Detail": "{}", "EventBusName": BUS}


def explain(arguments):
    command = [str(binary()), "policy", "explain", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)


@pytest.fixture
def server(start_dev, tmp_path):
    process = start_dev("--enforce", "--data", tmp_path / "data")
    process.data = str(tmp_path / "data")
    process.root(OWNER).client("events").create_event_bus(Name="inbox")
    return process


def put_events(server, **changed):
    entries = [{**ENTRY, **changed}]
    answer = server.root(STRANGER).client("events").put_events(Entries=entries)
    return answer["Entries"][0].get("ErrorCode")


def allow(server, source="shop", **changed):
    """The stranger's root may put events of the shop; with one word of that changed."""
    principal = changed.pop("principal", f"arn:aws:iam::{STRANGER}:root")
    condition = {"events:source": source, "events:detail-type": "order placed"}
    condition.update(changed.pop("condition", {}))
    statement = {"Sid": "hear", "Effect": "Allow", "Principal": {"AWS": principal},
                 "Action": "events:PutEvents", "Resource": BUS,
                 "Condition": {"StringEquals": condition}, **changed}
    policy = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    server.root(OWNER).client("events").put_permission(EventBusName="inbox", Policy=policy)


def pasted(server, word):
    """Runs the command that the log offers for a denial that has this word in it."""
    line = server.wait_for_line("to explain: ", word)
    words = shlex.split(line.split("to explain: ", 1)[1])
    assert words[:3] == ["angarium", "policy", "explain"]
    done = explain(words[3:])
    assert done.returncode == 0, done.stderr
    return done.stdout


CHANGES = [
    ({"principal": "arn:aws:iam::111122223334:root"}, "`arn:aws:iam::111122223334:root`"),
    ({"Action": "events:PutEvent"}, "Action wants `events:PutEvent`"),
    ({"Resource": BUS + "2"}, f"Resource wants `{BUS}2`"),
    ({"condition": {"events:source": "store"}}, "events:source wants `store`"),
    ({"condition": {"events:detail-type": "Order placed"}}, "they differ in letter case only"),
]


def test_each_changed_word_is_refused_and_named(server):
    allow(server)
    assert put_events(server) is None
    for i, (change, word) in enumerate(CHANGES):
        source = f"shop{i}"  # tells the log's lines apart
        allow(server, source, **change)
        assert put_events(server, Source=source) == "AccessDeniedException"
        text = pasted(server, f"events:source={source}")
        assert "denied: nothing allows it" in text
        assert f"nearly allowed by\n  hear of the policy of {BUS} (account {OWNER})" in text
        assert word in text, text


def test_what_is_suggested_helps(server):
    assert put_events(server) == "AccessDeniedException"
    question = ("--data", server.data, "--as", STRANGER, "--action", "events:PutEvents",
                "--resource", BUS)
    answer = json.loads(explain([*question, "--json"]).stdout)
    assert answer["decision"] == "ImplicitDeny"
    addition, = answer["wouldAllow"]
    assert addition["kind"] == "resource" and OWNER in addition["belongsTo"]
    policy = json.dumps({"Version": "2012-10-17", "Statement": [
        {"Sid": "added", **addition["statement"]}]})
    server.root(OWNER).client("events").put_permission(EventBusName="inbox", Policy=policy)
    assert put_events(server) is None
    assert json.loads(explain([*question, "--json"]).stdout)["decision"] == "Allow"


def test_the_foreign_caller_hears_nothing_of_it(server):
    with pytest.raises(ClientError) as error:
        server.root(STRANGER).client("events").describe_event_bus(Name=BUS)
    message = error.value.response["Error"]["Message"]
    assert "explain" not in message and "resource-based" not in message


def test_questions_that_cant_be_answered_say_why(server, tmp_path):
    right = ["--data", server.data, "--as", STRANGER, "--action", "sqs:SendMessage"]
    assert explain(right).returncode == 0
    nobody = explain(right[:3] + ["arn:aws:iam::111122223333:user/nobody"] + right[4:])
    assert nobody.returncode == 1 and "is nobody here" in nobody.stderr
    assert "is no action" in explain(right[:-1] + ["sqs"]).stderr
    assert "is no condition key" in explain(right + ["--context", "shop"]).stderr
    assert "is neither an ARN" in explain(right + ["--resource", "jobs"]).stderr
    elsewhere = explain(["--data", str(tmp_path / "none")] + right[2:])
    assert elsewhere.returncode != 0 and elsewhere.stderr


def test_a_server_in_memory_is_found_by_its_address(start_dev):
    server = start_dev("--enforce")
    server.root(OWNER).client("events").create_event_bus(Name="inbox")
    assert put_events(server) == "AccessDeniedException"
    text = pasted(server, "events:source=shop")
    assert "denied: nothing allows it" in text and OWNER in text
    question = ("--endpoint", server.endpoint, "--as", STRANGER, "--action", "events:PutEvents",
                "--resource", BUS)
    answer = json.loads(explain([*question, "--json"]).stdout)
    assert answer["decision"] == "ImplicitDeny" and answer["enforced"] is True
    server.stop()
    gone = explain(question)
    assert gone.returncode == 1 and "no server is running there" in gone.stderr
    server.start()


def test_a_server_that_trusts_everybody_says_what_policies_would_decide(start_dev):
    server = start_dev()
    owner = server.account(OWNER).client("events")
    owner.create_event_bus(Name="inbox")
    question = ("--endpoint", server.endpoint, "--as", STRANGER,
                "--action", "events:PutEvents", "--resource", BUS)
    text = explain(question).stdout
    assert text.startswith("this server trusts everybody; with --enforce it would answer:\n")
    assert "denied: nothing allows it" in text
    answer = json.loads(explain([*question, "--json"]).stdout)
    assert answer["decision"] == "ImplicitDeny" and answer["enforced"] is False
    suggested = {"Sid": "added", **answer["wouldAllow"][0]["statement"]}
    owner.put_permission(EventBusName="inbox", Policy=json.dumps(
        {"Version": "2012-10-17", "Statement": [suggested]}))
    assert json.loads(explain([*question, "--json"]).stdout)["decision"] == "Allow"


QUEUE = f"arn:aws:sqs:us-east-1:{OWNER}:jobs"


def allowing(action, resource):
    return json.dumps({"Version": "2012-10-17", "Statement": [
        {"Sid": "own", "Effect": "Allow", "Action": action, "Resource": resource}]})


class Courier:
    """A role that may send to a queue, and sessions of it."""

    def __init__(self, server):
        root = server.root(OWNER)
        self.server, self.iam = server, root.client("iam")
        self.queue_url = root.client("sqs").create_queue(QueueName="jobs")["QueueUrl"]
        user = self.iam.create_user(UserName="ann")["User"]["Arn"]
        trust = json.dumps({"Version": "2012-10-17", "Statement": [
            {"Effect": "Allow", "Principal": {"AWS": user}, "Action": "sts:AssumeRole"}]})
        self.role = self.iam.create_role(RoleName="courier", AssumeRolePolicyDocument=trust)[
            "Role"]["Arn"]
        self.iam.put_role_policy(RoleName="courier", PolicyName="own",
                                 PolicyDocument=allowing("sqs:SendMessage", QUEUE))
        key = self.iam.create_access_key(UserName="ann")["AccessKey"]
        self.ann = Account(server, OWNER, key["AccessKeyId"], key["SecretAccessKey"])

    def send(self, **limits):
        """What a session with these limits hears when it sends: an error code, or none."""
        given = self.ann.client("sts").assume_role(
            RoleArn=self.role, RoleSessionName="run-7", **limits)["Credentials"]
        session = Account(self.server, OWNER, given["AccessKeyId"], given["SecretAccessKey"],
                          given["SessionToken"])
        try:
            session.client("sqs").send_message(QueueUrl=self.queue_url, MessageBody="go")
        except ClientError as error:
            return error.response["Error"]["Code"]
        return None


def test_what_limits_a_session_is_named_and_what_is_suggested_helps(server, tmp_path):
    courier = Courier(server)
    assert courier.send() is None
    limit = allowing("sqs:SendMessage", QUEUE + "-of-others")
    assert courier.send(Policy=limit) == "AccessDenied"
    text = pasted(server, "--session-policy")  # which the log has, or nobody could ask
    assert "lacks   an Allow in a session policy" in text
    assert "own of session policy" in text and f"Resource wants `{QUEUE}-of-others`" in text

    (tmp_path / "limit.json").write_text(limit)
    question = ["--data", server.data, "--action", "sqs:SendMessage", "--resource", QUEUE, "--as",
                f"arn:aws:sts::{OWNER}:assumed-role/courier/run-7", "--json"]
    assert json.loads(explain(question).stdout)["decision"] == "Allow"
    answer = json.loads(explain(
        [*question, "--session-policy", tmp_path / "limit.json"]).stdout)
    addition, = answer["wouldAllow"]
    assert addition["kind"] == "session"
    document = json.loads(limit)
    document["Statement"].append(addition["statement"])
    assert courier.send(Policy=json.dumps(document)) is None
    wider = explain([*question, "--session-policy", json.dumps(document)])
    assert json.loads(wider.stdout)["decision"] == "Allow"


def test_managed_session_policies_count_as_they_are_now(server):
    courier = Courier(server)
    arn = courier.iam.create_policy(
        PolicyName="limit", PolicyDocument=allowing("sqs:ReceiveMessage", QUEUE))["Policy"]["Arn"]
    assert courier.send(PolicyArns=[{"arn": arn}]) == "AccessDenied"
    assert "lacks   an Allow in a session policy" in pasted(server, f"--session-policy {arn}")
    question = ["--data", server.data, "--as", courier.role, "--action", "sqs:SendMessage",
                "--resource", QUEUE, "--session-policy"]
    assert "there is no arn:aws:iam" in explain([*question, arn + "s"]).stderr
    assert "can't be read" in explain([*question, "/nowhere"]).stderr
    assert "session policy: Syntax errors" in explain([*question, "{}"]).stderr
    user = explain(["--data", server.data, "--as", f"arn:aws:iam::{OWNER}:user/ann", *question[4:],
                    arn])
    assert user.returncode == 1 and "a session alone has session policies" in user.stderr


def with_statement(text, statement):
    document = json.loads(text)
    document["Statement"].append(statement)
    return json.dumps(document)


class Limited:
    """A user of the stranger with a boundary, and the owner's queue, of which no policy speaks."""

    def __init__(self, server):
        self.server, self.iam = server, server.root(STRANGER).client("iam")
        self.boundary = self.iam.create_policy(
            PolicyName="limit", PolicyDocument=allowing("sqs:ReceiveMessage", QUEUE)
        )["Policy"]["Arn"]
        self.iam.create_user(UserName="bob", PermissionsBoundary=self.boundary)
        key = self.iam.create_access_key(UserName="bob")["AccessKey"]
        self.bob = Account(server, STRANGER, key["AccessKeyId"], key["SecretAccessKey"])
        self.queue = server.root(OWNER).client("sqs")
        self.queue_url = self.queue.create_queue(QueueName="jobs")["QueueUrl"]
        self.add = {"identity": self.add_identity, "resource": self.add_resource,
                    "permissions-boundary": self.add_to_boundary}

    def add_identity(self, statement):
        self.iam.put_user_policy(UserName="bob", PolicyName="own", PolicyDocument=json.dumps(
            {"Version": "2012-10-17", "Statement": [statement]}))

    def add_resource(self, statement):
        self.queue.set_queue_attributes(QueueUrl=self.queue_url, Attributes={"Policy": json.dumps(
            {"Version": "2012-10-17", "Statement": [statement]})})

    def add_to_boundary(self, statement):
        text = with_statement(allowing("sqs:ReceiveMessage", QUEUE), statement)
        self.iam.create_policy_version(PolicyArn=self.boundary, PolicyDocument=text,
                                       SetAsDefault=True)

    def send(self):
        try:
            self.bob.client("sqs").send_message(QueueUrl=self.queue_url, MessageBody="go")
        except ClientError as error:
            return error.response["Error"]["Code"]
        return None


def test_of_all_that_is_lacking_each_part_is_needed_and_all_are_enough(server):
    limited = Limited(server)
    question = ["--data", server.data, "--as", f"arn:aws:iam::{STRANGER}:user/bob", "--action",
                "sqs:SendMessage", "--resource", QUEUE, "--json"]
    for left in (3, 2, 1):
        assert limited.send() == "AccessDenied"
        additions = json.loads(explain(question).stdout)["wouldAllow"]
        assert len(additions) == left
        limited.add[additions[0]["kind"]](additions[0]["statement"])
    assert limited.send() is None
    assert json.loads(explain(question).stdout)["decision"] == "Allow"
