"""A rule elsewhere whose API destination calls this server: what it brings, as whom, and how it
ends when it may not. The server elsewhere is an Angarium that stands for AWS, over HTTPS with a
certificate that it trusts by a CA bundle. It is set up with the commands of docs/hybrid.md."""
import base64
import http.client
import json
import os
import re
import ssl
import subprocess
import urllib.parse

import pytest

from angarium_process import ROOT, SERVE_CONFIG, ServeProcess
from client import AWS, ISOLATED, REGION
from conftest import end, started
from operator_commands import angarium, rule_to_queue
from permitted import document, queue_for_rules, role_for_rules
from queue_reader import expect_empty, receive_messages

SECTION = re.compile(r"## A rule on AWS, a bus here\n(.*?)\n## ", re.DOTALL)
PAGES_ARRIVALS = re.compile(r"\n\[arrivals.aws\].*?(?=```)", re.DOTALL)
SHELL = re.compile(r"```sh\n(.*?)```", re.DOTALL)
HERE, THERE, CURL = range(3)  # the blocks of the section
TLS = """tls_certificate = "{directory}/certificate.pem"
tls_key = "{directory}/key.pem"
"""
OUTWARD = """
[destinations]
allow_networks = ["127.0.0.1"]
ca_file = "{directory}/certificate.pem"
[inject]
accounts = ["*"]
"""
ARRIVALS = """
[arrivals.{user}]
caller = "arn:aws:iam::{here}:user/{user}"
accounts = ["{there}"]
"""


def make_certificate(directory):
    """Of `localhost` and its address, which signs itself."""
    subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes",
                    "-keyout", directory / "key.pem", "-out", directory / "certificate.pem",
                    "-days", "2", "-subj", "/CN=localhost",
                    "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"],
                   check=True, stderr=subprocess.DEVNULL)


def page():
    return SECTION.search((ROOT / "docs" / "hybrid.md").read_text())[1]


def paste(block, account, world, **shell):
    """Runs a block of the page for that account, with these variables set; what it printed. The
    page's names become those of the two sides."""
    script = world.as_here(SHELL.findall(page())[block])
    aws = f'aws() {{ {AWS} --endpoint-url {account.server.endpoint} "$@"; }}\n'
    environment = os.environ | ISOLATED | shell | {
        "PATH": "/usr/bin:/bin", "HOME": str(world.folder), "AWS_DEFAULT_REGION": REGION,
        "AWS_ACCESS_KEY_ID": account.access_key_id,
        "AWS_SECRET_ACCESS_KEY": account.secret_access_key}
    done = subprocess.run(["/bin/bash", "-euo", "pipefail", "-c", aws + script],
                          cwd=world.folder, env=environment, text=True, capture_output=True,
                          timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


class World:
    """`here` and `there`, an account each, connected as the page says."""

    def __init__(self, directory):
        self.folder = directory
        make_certificate(directory)
        os.environ["AWS_CA_BUNDLE"] = str(directory / "certificate.pem")
        near, far = directory / "near", directory / "far"
        for folder in (near, far):
            folder.mkdir()
            for name in ("certificate.pem", "key.pem"):
                (folder / name).write_bytes((directory / name).read_bytes())
        listening = "[listen]\n"
        self.there_process = ServeProcess(near, SERVE_CONFIG + OUTWARD)
        self.there = self.there_process.create_account("aws")
        self.here_process = ServeProcess(far, SERVE_CONFIG.replace(listening, listening + TLS))
        self.here = self.here_process.create_account("here")
        with self.here_process.config.open("a") as config:
            config.write(self.as_here(PAGES_ARRIVALS.search(page())[0]))
            for user in ("few", "exchanged", "denied"):
                config.write(ARRIVALS.format(user=user, here=self.here.id, there=self.there.id))
        self.stranger = self.here_process.create_account("stranger")
        started(self.there_process)
        started(self.here_process)

    def end(self):
        end(self.there_process)
        end(self.here_process)
        del os.environ["AWS_CA_BUNDLE"]

    def as_here(self, text):
        """The page's names as those of the two sides."""
        for name, value in {"111122223333": self.here.id, "444455556666": self.there.id,
                            "https://bus.example": str(self.here_process.endpoint)}.items():
            text = text.replace(name, value)
        return text

    def key_of(self, name, *statements):
        """A user here with these statements as its policy; the id and secret of its key."""
        iam = self.here.client("iam")
        iam.create_user(UserName=name)
        if statements:
            iam.put_user_policy(UserName=name, PolicyName="p", PolicyDocument=json.dumps(
                {"Version": "2012-10-17", "Statement": statements}))
        key = iam.create_access_key(UserName=name)["AccessKey"]
        return key["AccessKeyId"], key["SecretAccessKey"]

    def inbox(self, bus):
        """A bus here whose events go to a queue; the queue's URL."""
        events, sqs = self.here.client("events"), self.here.client("sqs")
        if bus not in [each["Name"] for each in events.list_event_buses()["EventBuses"]]:
            events.create_event_bus(Name=bus)
        url, queue = queue_for_rules(sqs, self.here.id, bus)
        events.put_rule(Name="all", EventBusName=bus, EventPattern='{"version": ["0"]}')
        events.put_targets(Rule="all", EventBusName=bus, Targets=[{"Id": "q", "Arn": queue}])
        return url

    def connect(self, name, bus, key, attempts=0, pattern=None, **connection):
        """A rule there for events of that source, which are sent to the bus here; the URLs of the
        queue there that gets the same events, and of its dead letters."""
        events, sqs = self.there.client("events"), self.there.client("sqs")
        made = events.create_connection(Name=name, **(connection or basic(*key)))
        destination = events.create_api_destination(
            Name=name, ConnectionArn=made["ConnectionArn"], HttpMethod="POST",
            InvocationEndpoint=f"{self.here.server.endpoint}/buses/{bus}/events")
        copy_url, copy = queue_for_rules(sqs, self.there.id, name)
        dead_url, dead = queue_for_rules(sqs, self.there.id, f"{name}-dead")
        role = role_for_rules(self.there.client("iam"), name, "events:InvokeApiDestination")
        events.put_rule(Name=name, EventPattern=json.dumps(pattern or {"source": [name]}))
        answer = events.put_targets(Rule=name, Targets=[
            {"Id": "here", "Arn": destination["ApiDestinationArn"], "RoleArn": role,
             "RetryPolicy": {"MaximumRetryAttempts": attempts},
             "DeadLetterConfig": {"Arn": dead}},
            {"Id": "copy", "Arn": copy}])
        assert answer["FailedEntryCount"] == 0, answer
        return copy_url, dead_url

    def put(self, source, detail="{}", **more):
        answer = self.there.client("events").put_events(Entries=[
            {"Source": source, "DetailType": "order \"1\"", "Detail": detail, **more}])
        assert answer["FailedEntryCount"] == 0, answer
        return answer["Entries"][0]["EventId"]

    def dead_letter(self, url):
        """The attributes of the one that comes next."""
        message = self.there.client("sqs").receive_message(
            QueueUrl=url, WaitTimeSeconds=20, MessageAttributeNames=["All"])["Messages"][0]
        return {name: value["StringValue"] for name, value in message["MessageAttributes"].items()}


def basic(name, password):
    return {"AuthorizationType": "BASIC", "AuthParameters": {
        "BasicAuthParameters": {"Username": name, "Password": password}}}


def words(name, password):
    return "Basic " + base64.b64encode(f"{name}:{password}".encode()).decode()


def may_put(bus, **more):
    return {"Effect": "Allow", "Action": "events:PutEvents",
            "Resource": f"arn:aws:events:*:*:event-bus/{bus}", **more}


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    made = World(tmp_path_factory.mktemp("arrivals"))
    yield made
    made.end()


@pytest.fixture(scope="module")
def pasted(world):
    """Both sides after the commands of the page; the queue here that gets what arrives."""
    paste(HERE, world.here, world)
    paste(THERE, world.there, world)
    return world.inbox("from-aws")


@pytest.fixture(scope="module")
def key(world):
    """Of a user who may put on every bus, for events of there."""
    return world.key_of("few", may_put("*"))


def bodies(account, url, count):
    return [message["Body"] for message in receive_messages(account.client("sqs"), url, count)]


def test_the_page_can_be_pasted(world, pasted):
    """An event of S3 there is the same event here."""
    done = angarium("inject", "--config", world.there_process.config, "--account", world.there.id,
                    "--object-created", "logs/a")
    assert done.returncode == 0, done.stderr
    event = json.loads(bodies(world.here, pasted, 1)[0])
    assert event["id"] == done.stdout.strip()
    assert (event["source"], event["account"]) == ("aws.s3", world.there.id)
    key, secret = (world.folder / "from-aws.key").read_text().split()
    shell = {"key": key, "secret": secret, "CURL_CA_BUNDLE": os.environ["AWS_CA_BUNDLE"]}
    answer = json.loads(paste(CURL, world.here, world, **shell))
    event = json.loads(bodies(world.here, pasted, 1)[0])
    assert (event["id"], event["source"]) == (answer["EventId"], "aws.s3")


def test_an_event_arrives_byte_by_byte(world, key):
    url = world.inbox("whole")
    copy, _ = world.connect("whole", "whole", key)
    world.put("whole", '{"a" : 1.0, "a": 1e400, "\\u00e9": "\\/"}', Resources=["arn:x", "\u00e9"],
              Time=1513968228)
    assert bodies(world.here, url, 1) == bodies(world.there, copy, 1)


def test_an_api_key_does_as_well(world, key):
    url = world.inbox("header")
    world.connect("header", "header", None, AuthorizationType="API_KEY", AuthParameters={
        "ApiKeyAuthParameters": {"ApiKeyName": "Authorization", "ApiKeyValue": words(*key)}})
    event_id = world.put("header")
    assert json.loads(bodies(world.here, url, 1)[0])["id"] == event_id


def test_two_rules_bring_an_event_in_once(world, key):
    url = world.inbox("once")
    for name in ("once", "once-more"):
        world.connect(name, "once", key, pattern={"source": ["once"]})
    event_id = world.put("once")
    assert json.loads(bodies(world.here, url, 1)[0])["id"] == event_id
    expect_empty(world.here.client("sqs"), url, 2)


def test_a_wrong_password_ends_in_the_dead_letter_queue(world, key):
    world.inbox("wrong")
    _, dead = world.connect("wrong", "wrong", (key[0], "guess"), attempts=1)
    world.put("wrong")
    letter = world.dead_letter(dead)
    assert letter["ERROR_CODE"] == "HTTP_401" and letter["RETRY_ATTEMPTS"] == "1"
    assert letter["EXHAUSTED_RETRY_CONDITION"] == "MaximumRetryAttempts"
    assert "401 Unauthorized" in letter["ERROR_MESSAGE"]


def test_a_key_can_be_exchanged_without_a_loss(world):
    url = world.inbox("exchanged")
    iam = world.here.client("iam")
    old = world.key_of("exchanged", may_put("exchanged"))
    world.connect("exchanged", "exchanged", old, attempts=185)
    iam.update_access_key(UserName="exchanged", AccessKeyId=old[0], Status="Inactive")
    event_id = world.put("exchanged")
    new = iam.create_access_key(UserName="exchanged")["AccessKey"]
    world.there.client("events").update_connection(
        Name="exchanged", **basic(new["AccessKeyId"], new["SecretAccessKey"]))
    assert json.loads(bodies(world.here, url, 1)[0])["id"] == event_id


def test_a_denial_ends_in_the_dead_letter_queue_at_once(world):
    """Of a user who may put something else; the server here says in its log what was denied."""
    url = world.inbox("denied")
    key = world.key_of("denied", may_put("denied", Condition={
        "StringEquals": {"events:source": "another"}}))
    _, dead = world.connect("denied", "denied", key, attempts=185)
    world.put("denied")
    letter = world.dead_letter(dead)
    assert letter["ERROR_CODE"] == "HTTP_403" and letter["RETRY_ATTEMPTS"] == "0"
    world.here_process.wait_for_line("events:PutEvents", f"{world.here.id}:user/denied")
    expect_empty(world.here.client("sqs"), url)


def test_an_aws_source_needs_the_operators_word(world, key):
    url = world.inbox("aws")
    _, dead = world.connect("aws", "aws", key, pattern={"source": ["aws.health"]})
    done = angarium("inject", "--config", world.there_process.config, "--account", world.there.id,
                    "--service", "health", "--detail-type", "h", "--detail", "{}")
    assert done.returncode == 0, done.stderr
    assert world.dead_letter(dead)["ERROR_CODE"] == "HTTP_403"
    expect_empty(world.here.client("sqs"), url)


class Answer:
    def __init__(self, status, headers, body):
        self.status, self.headers, self.body = status, headers, body

    @property
    def message(self):
        return json.loads(self.body)["message"]


def send(world, path, body=b"{}", authorization=None, method="POST", endpoint=None, headers=None):
    """A request by Python's own client."""
    url = urllib.parse.urlsplit(endpoint or world.here.server.endpoint)
    if url.scheme == "https":
        trust = ssl.create_default_context(cafile=world.folder / "certificate.pem")
        connection = http.client.HTTPSConnection(url.netloc, timeout=30, context=trust)
    else:
        connection = http.client.HTTPConnection(url.netloc, timeout=30)
    try:
        headers = (headers or {}) | ({"Authorization": authorization} if authorization else {})
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        return Answer(answer.status, answer.headers, answer.read())
    finally:
        connection.close()


EVENT = {"source": "raw", "detail-type": "d", "detail": {"n": 1}}


@pytest.mark.parametrize("body, word", [
    (b"", "one JSON object"), (b"\xff", "UTF-8"), (b"[]", "one JSON object"),
    (json.dumps(EVENT).encode() + b"x", "nothing else"),
    (json.dumps(EVENT | {"pin": 1}).encode(), "`pin`"),
    (json.dumps(EVENT | {"detail": "{}"}).encode(), "`detail`"),
    (json.dumps(EVENT | {"time": "now"}).encode(), "`time`"),
    (b'{"source":"raw","detail-type":"d","detail":{"a":1},"account":"999999999999","x":{}}', "`x`"),
])
def test_what_is_no_event_is_refused_for_good(world, key, body, word):
    answer = send(world, "/buses/default/events", body, words(*key))
    assert answer.status == 400 and word in answer.message


def test_each_refusal_has_its_status(world, key):
    event, good = json.dumps(EVENT).encode(), words(*key)
    path = "/buses/default/events"
    root = words(world.here.access_key_id, world.here.secret_access_key)
    session = world.here.client("sts").get_session_token()["Credentials"]
    temporary = words(session["AccessKeyId"], session["SecretAccessKey"])
    stranger = f"/buses/arn:aws:events:{REGION}:{world.stranger.id}:event-bus/default/events"
    large = json.dumps(EVENT | {"detail": {"a": "x" * (1 << 20)}}).encode()
    for status, answer in (
            (200, send(world, path, event, good)),
            (200, send(world, path, event, good, "PUT")),
            (400, send(world, path + "?a=b", event, good)),
            (401, send(world, path, event)),
            (401, send(world, path, event, "Bearer " + key[1])),
            (401, send(world, path, event, words(key[0], "guess"))),
            (401, send(world, path, event, words("AKIANOBODY", key[1]))),
            (401, send(world, path, event, temporary)),
            (403, send(world, path, event, root)),
            (403, send(world, stranger, event, good)),
            (404, send(world, "/buses/nowhere/events", event, good)),
            (404, send(world, "/buses/events", event, good)),
            (405, send(world, path, None, good, "GET")),
            (413, send(world, path, large, good))):
        assert answer.status == status, answer.body
        assert (answer.headers["WWW-Authenticate"] is not None) == (status == 401)
        assert answer.headers["Content-Type"] == (
            "application/x-amz-json-1.1" if b"no operation" in answer.body else "application/json")


def test_a_web_page_cannot_send_one(world, key):
    """Though a browser that knows the password adds it to whatever a page sends."""
    for headers in ({"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"},
                    {"Host": "evil.example"}):
        answer = send(world, "/buses/default/events", json.dumps(EVENT).encode(), words(*key),
                      headers=headers)
        assert answer.status == 403 and "AccessDeniedException" in str(answer.body)


def test_dev_believes_everybody(dev):
    """Any account, whose events whatever it says."""
    account = dev.account("111122220009")
    url = rule_to_queue(account, "believed", {"source": ["aws.s3"]})
    event = EVENT | {"source": "aws.s3", "account": "999988887777", "region": "ap-southeast-2"}
    answer = send(None, "/buses/default/events", json.dumps(event).encode(),
                  words(account.id, "any"), endpoint=dev.endpoint)
    assert answer.status == 200, answer.body
    arrived = json.loads(bodies(account, url, 1)[0])
    assert (arrived["account"], arrived["region"]) == ("999988887777", "ap-southeast-2")
    unnamed = send(None, "/buses/default/events", json.dumps(event).encode(), endpoint=dev.endpoint)
    assert unnamed.status == 401


def test_a_user_without_a_policy_may_nothing(world):
    key = world.key_of("nobody")
    answer = send(world, "/buses/default/events", json.dumps(EVENT).encode(), words(*key))
    assert answer.status == 403 and "events:PutEvents" in answer.message


def user_of(account):
    """The header by which a user comes who may put on every bus, and its key's id."""
    iam = account.client("iam")
    iam.create_user(UserName="u")
    iam.put_user_policy(UserName="u", PolicyName="p",
                        PolicyDocument=document(Action="events:PutEvents", Resource="*"))
    key = iam.create_access_key(UserName="u")["AccessKey"]
    return words(key["AccessKeyId"], key["SecretAccessKey"]), key["AccessKeyId"]


def test_over_plain_http_only_from_this_machine(serve):
    """As behind a proxy that ends TLS. From elsewhere: EntranceTest of wire."""
    account = serve.create_account("plain")
    serve.start()
    authorization, key_id = user_of(account)
    answer = send(None, "/buses/default/events", json.dumps(EVENT).encode(), authorization,
                  endpoint=serve.endpoint)
    assert answer.status == 200, answer.body
    used = account.client("iam").get_access_key_last_used(AccessKeyId=key_id)
    assert used["AccessKeyLastUsed"]["ServiceName"] == "angarium-arrivals"


def test_what_was_answered_survives_a_kill_and_is_known_again(serve):
    account = serve.create_account("killed")
    serve.start()
    authorization, _ = user_of(account)
    rule_to_queue(account, "killed", {"source": ["raw"]})
    sent = [json.dumps(EVENT | {"id": f"e{n}"}).encode() for n in range(20)]

    def send_all():
        for body in sent:
            answer = send(None, "/buses/default/events", body, authorization,
                          endpoint=serve.endpoint)
            assert answer.status == 200, answer.body
    send_all()
    serve.kill()
    serve.start()
    send_all()
    sqs = account.client("sqs")
    url = sqs.get_queue_url(QueueName="killed")["QueueUrl"]
    ids = sorted(json.loads(body)["id"] for body in bodies(account, url, len(sent)))
    assert ids == sorted(f"e{n}" for n in range(20))
    expect_empty(sqs, url)


def test_a_password_is_in_no_log(world, key):
    """Neither right nor wrong, after all that was refused above."""
    send(world, "/buses/default/events", b"{}", words(key[0], "a-guess-of-its-own"))
    log = "\n".join(world.here_process.log + world.there_process.log)
    assert "a-guess-of-its-own" not in log and key[1] not in log
    assert words(*key)[10:] not in log
