"""API destinations: what a rule sends to HTTP endpoints, how it is authorized, and what each answer
means, against Node's servers (fault_server.mjs) and an OAuth server that nobody here wrote."""
import base64
import json
import pathlib
import queue
import subprocess
import threading
import time
import urllib.request

import pytest

from angarium_process import ROOT, ServeProcess, die_with_parent
from client import REGION

FOLDER = pathlib.Path(__file__).resolve().parent
ACCOUNT = "111122223333"
ROLE = f"arn:aws:iam::{ACCOUNT}:role/caller"
SECRET = "open-sesame-7d1f"
SECONDS_MAX = 30


class FaultServer:
    """fault_server.mjs as a process; `requests` gives what it was sent, in order."""

    def __init__(self, *files):
        self.process = subprocess.Popen(
            ["node", FOLDER / "fault_server.mjs", *files], stdout=subprocess.PIPE, text=True,
            preexec_fn=die_with_parent)
        self.port = int(self.process.stdout.readline())
        self.requests = queue.Queue()
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self):
        for line in self.process.stdout:
            self.requests.put(json.loads(line))

    def next(self):
        return self.requests.get(timeout=SECONDS_MAX)

    def end(self):
        self.process.kill()
        self.process.wait()


@pytest.fixture
def plain():
    """One for each test: what an earlier one still tries again goes nowhere."""
    server = FaultServer()
    yield server
    server.end()


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    """(key, certificate) of `localhost`, which signs itself."""
    folder = tmp_path_factory.mktemp("certificate")
    key, certificate = folder / "key.pem", folder / "certificate.pem"
    subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", key,
                    "-out", certificate, "-days", "2", "-subj", "/CN=localhost",
                    "-addext", "subjectAltName=DNS:localhost"],
                   check=True, stderr=subprocess.DEVNULL)
    return key, certificate


@pytest.fixture(scope="module")
def secure(certificate):
    server = FaultServer(*certificate)
    yield server
    server.end()


def api_key(value=SECRET, **more):
    return {"ApiKeyAuthParameters": {"ApiKeyName": "X-Api-Key", "ApiKeyValue": value}, **more}


def lead(events, name, endpoint, auth=None, kind="API_KEY", method="POST", rate=None, role=ROLE,
         **target):
    """A rule for source `name` whose target is an API destination; its name."""
    connection = events.create_connection(Name=name, AuthorizationType=kind,
                                          AuthParameters=auth or api_key())
    more = {"InvocationRateLimitPerSecond": rate} if rate else {}
    destination = events.create_api_destination(
        Name=name, ConnectionArn=connection["ConnectionArn"], InvocationEndpoint=endpoint,
        HttpMethod=method, **more)
    events.put_rule(Name=name, EventPattern=json.dumps({"source": [name]}))
    answer = events.put_targets(Rule=name, Targets=[
        {"Id": "1", "Arn": destination["ApiDestinationArn"], "RoleArn": role, **target}])
    assert answer["FailedEntryCount"] == 0


def put(events, source, detail=None, count=1):
    entry = {"Source": source, "DetailType": "order", "Detail": json.dumps(detail or {"id": "o/1"})}
    for _ in range(count):
        assert events.put_events(Entries=[entry])["FailedEntryCount"] == 0


@pytest.fixture(scope="module")
def events(dev):
    return dev.account(ACCOUNT).client("events")


def test_an_event_arrives_as_eventbridge_sends_it(events, plain):
    lead(events, "whole", f"http://127.0.0.1:{plain.port}/orders?fixed=1")
    put(events, "whole", {"id": "1"})
    request = plain.next()
    assert (request["method"], request["url"]) == ("POST", "/orders?fixed=1")
    event = json.loads(request["body"])
    assert (event["source"], event["detail"]) == ("whole", {"id": "1"})
    headers = request["headers"]
    assert headers["user-agent"] == "Amazon/EventBridge/ApiDestinations"
    assert headers["content-type"] == "application/json; charset=utf-8"
    assert headers["range"] == "bytes=0-1048575"
    assert headers["x-api-key"] == SECRET
    assert headers["host"] == f"127.0.0.1:{plain.port}"


def test_parameters_are_filled_merged_and_cannot_break_out(events, plain):
    invocation = {
        "HeaderParameters": [{"Key": "X-Both", "Value": "connection"}],
        "QueryStringParameters": [{"Key": "both", "Value": "connection"}],
        "BodyParameters": [{"Key": "pin", "Value": SECRET, "IsValueSecret": True}]}
    lead(events, "filled", f"http://127.0.0.1:{plain.port}/a/*/b/*", method="PUT",
         auth=api_key(InvocationHttpParameters=invocation),
         HttpParameters={
             "PathParameterValues": ["$.detail.id", "two words"],
             "HeaderParameters": {"X-Both": "target", "X-Id": "$.detail.id", "Host": "elsewhere",
                                  "X-None": "$.detail.none"},
             "QueryStringParameters": {"both": "target", "q": "$.detail.text"}},
         InputTransformer={"InputPathsMap": {"id": "$.detail.id"},
                           "InputTemplate": '{"order": <id>, "pin": 1}'})
    put(events, "filled", {"id": "../x?y#z", "text": "a&b=c d"})
    request = plain.next()
    assert request["method"] == "PUT"
    assert request["url"] == "/a/..%2Fx%3Fy%23z/b/two%20words?q=a%26b%3Dc%20d&both=connection"
    assert request["headers"]["x-both"] == "connection"
    assert request["headers"]["x-id"] == "../x?y#z"
    assert request["headers"]["host"] == f"127.0.0.1:{plain.port}"
    assert "x-none" not in request["headers"]
    assert json.loads(request["body"]) == {"order": "../x?y#z", "pin": SECRET}


def test_a_name_and_password_are_sent_as_basic_authorization(events, plain):
    lead(events, "basic", f"http://127.0.0.1:{plain.port}/", kind="BASIC",
         auth={"BasicAuthParameters": {"Username": "shop", "Password": SECRET}})
    put(events, "basic")
    scheme, _, words = plain.next()["headers"]["authorization"].partition(" ")
    assert (scheme, base64.b64decode(words).decode()) == ("Basic", f"shop:{SECRET}")


def test_what_may_go_well_later_is_tried_again(events, plain):
    for status in (401, 407, 409, 429, 500, 503):
        name = f"again-{status}"
        lead(events, name, f"http://127.0.0.1:{plain.port}/then/{status}/200/{name}")
        put(events, name)
        assert [plain.next()["url"] for _ in range(2)] == [f"/then/{status}/200/{name}"] * 2


def test_retry_after_is_waited_for(events, plain):
    lead(events, "later", f"http://127.0.0.1:{plain.port}/status/503/retry-after/2",
         RetryPolicy={"MaximumRetryAttempts": 1})
    put(events, "later")
    plain.next()
    begin = time.monotonic()
    plain.next()
    assert time.monotonic() - begin > 1.5


@pytest.fixture(scope="module")
def dead(dev):
    """dead(name): the message that ends in the dead-letter queue of a rule."""
    sqs = dev.account(ACCOUNT).client("sqs")

    def make(name):
        url = sqs.create_queue(QueueName=f"dead-{name}")["QueueUrl"]
        arn = f"arn:aws:sqs:{REGION}:{ACCOUNT}:dead-{name}"

        def read():
            answer = sqs.receive_message(QueueUrl=url, WaitTimeSeconds=20,
                                         MessageAttributeNames=["All"])
            return {key: value["StringValue"]
                    for key, value in answer["Messages"][0]["MessageAttributes"].items()}
        return {"Arn": arn}, read
    return make


def test_what_is_for_good_goes_to_the_dead_letter_queue_at_once(events, plain, dead):
    for path, code in (("status/400", "HTTP_400"), ("status/404", "HTTP_404"),
                       ("redirect", "HTTP_302"), ("status/503/retry-after/-1", "HTTP_503")):
        name = path.replace("/", "-")
        config, read = dead(name)
        lead(events, name, f"http://127.0.0.1:{plain.port}/{path}", DeadLetterConfig=config)
        put(events, name)
        assert plain.next()["url"] == f"/{path}"
        assert read()["ERROR_CODE"] == code
    assert plain.requests.empty(), "none was tried again, no redirection followed"


def test_a_value_that_no_request_can_hold_is_refused(events, plain, dead):
    config, read = dead("unfit")
    lead(events, "unfit", f"http://127.0.0.1:{plain.port}/", DeadLetterConfig=config,
         HttpParameters={"HeaderParameters": {"X-Text": "$.detail.text"}})
    put(events, "unfit", {"text": "a\r\nX-Evil: 1"})
    found = read()
    assert found["ERROR_CODE"] == "INVALID_PARAMETER" and "X-Text" in found["ERROR_MESSAGE"]
    assert plain.requests.empty()


def delivered(dev):
    """How many attempts have gone well, their answers read."""
    text = urllib.request.urlopen(f"{dev.health}/metrics").read().decode()
    return sum(float(line.split()[-1]) for line in text.splitlines()
               if line.startswith("angarium_successful_invocation_attempts_total{"))


def test_a_large_answer_is_cut_and_connections_are_used_again(dev, events, plain):
    lead(events, "large", f"http://127.0.0.1:{plain.port}/large")
    put(events, "large")
    plain.next()
    lead(events, "kept", f"http://127.0.0.1:{plain.port}/kept")
    sockets = []
    for _ in range(5):
        before, due = delivered(dev), time.monotonic() + SECONDS_MAX
        put(events, "kept")
        sockets.append(plain.next()["socket"])
        while delivered(dev) == before:
            assert time.monotonic() < due
    assert len(set(sockets)) == 1


def test_a_cut_connection_is_tried_again(events, plain):
    lead(events, "cut", f"http://127.0.0.1:{plain.port}/reset",
         RetryPolicy={"MaximumRetryAttempts": 1})
    put(events, "cut")
    assert [plain.next()["url"] for _ in range(2)] == ["/reset"] * 2


def test_the_rate_delays_and_drops_nothing(events, plain):
    lead(events, "slowly", f"http://127.0.0.1:{plain.port}/slowly", rate=10)
    begin = time.monotonic()
    put(events, "slowly", count=30)
    for _ in range(30):
        assert plain.next()["url"] == "/slowly"
    assert time.monotonic() - begin > 1.5, "10 at once, then 10 a second"
    assert plain.requests.empty()


def test_private_addresses_are_refused_whatever_their_name_is(events, dead):
    config, read = dead("private")
    lead(events, "private", "http://169.254.169.254/latest/meta-data", DeadLetterConfig=config)
    put(events, "private")
    assert read()["ERROR_CODE"] == "ADDRESS_REFUSED"


class AuthorizationServer:
    """npm's oauth2-mock-server, which issues tokens for client credentials. `shown()` tells how
    many requests for a token it has had."""
    SCRIPT = """
        import { OAuth2Server } from "oauth2-mock-server";
        const server = new OAuth2Server();
        await server.issuer.keys.generate("RS256");
        let count = 0, lifetime = 3600, refused = false;
        server.service.on("beforeResponse", (response, request) => {
          count += 1;
          console.log(JSON.stringify({ count, body: request.body }));
          if (response.body.access_token) response.body.expires_in = lifetime;
          const refusal = { statusCode: 401, body: { error: "invalid_client" } };
          if (refused) Object.assign(response, refusal);
        });
        process.stdin.on("data", (line) => ({ lifetime, refused } = JSON.parse(line)));
        await server.start(0, "127.0.0.1");
        console.log(server.address().port);
    """

    def __init__(self, folder):
        subprocess.run([ROOT / "tools" / "install_javascript"], check=True)
        (folder / "node_modules").symlink_to(ROOT / "build" / "javascript" / "node_modules")
        (folder / "server.mjs").write_text(self.SCRIPT)
        self.process = subprocess.Popen(["node", "server.mjs"], cwd=folder, stdin=subprocess.PIPE,
                                        stdout=subprocess.PIPE, text=True,
                                        preexec_fn=die_with_parent)
        self.port = int(self.process.stdout.readline())

    def next(self):
        return json.loads(self.process.stdout.readline())

    def set(self, lifetime=3600, refused=False):
        self.process.stdin.write(json.dumps({"lifetime": lifetime, "refused": refused}) + "\n")
        self.process.stdin.flush()

    def end(self):
        self.process.kill()
        self.process.wait()


@pytest.fixture(scope="module")
def oauth(tmp_path_factory):
    server = AuthorizationServer(tmp_path_factory.mktemp("oauth"))
    yield server
    server.end()


def client_credentials(server):
    return {"OAuthParameters": {
        "ClientParameters": {"ClientID": "shop", "ClientSecret": SECRET},
        "AuthorizationEndpoint": f"http://127.0.0.1:{server.port}/token", "HttpMethod": "POST",
        "OAuthHttpParameters": {"BodyParameters": [{"Key": "scope", "Value": "orders"}]}}}


def state_of(events, name, wanted):
    due = time.monotonic() + SECONDS_MAX
    while True:
        shown = events.describe_connection(Name=name)
        if shown["ConnectionState"] == wanted:
            return shown
        assert time.monotonic() < due, shown


def test_a_token_is_fetched_once_and_again_when_it_is_refused(events, plain, oauth):
    url = f"http://127.0.0.1:{plain.port}/then/200/200/401/200"
    lead(events, "token", url, kind="OAUTH_CLIENT_CREDENTIALS", auth=client_credentials(oauth))
    asked = oauth.next()
    assert asked["body"] == {"grant_type": "client_credentials", "client_id": "shop",
                             "client_secret": SECRET, "scope": "orders"}
    state_of(events, "token", "AUTHORIZED")
    assert events.describe_api_destination(Name="token")["ApiDestinationState"] == "ACTIVE"
    tokens = []
    for _ in range(3):
        put(events, "token")
        tokens.append(plain.next()["headers"]["authorization"])
    assert tokens[0].startswith("Bearer ey") and len(set(tokens)) == 1
    plain.next()  # the third was refused, and is tried again with another token
    assert oauth.next()["count"] == asked["count"] + 1


def test_a_client_that_is_refused_is_deauthorized_and_recovers(events, plain, oauth):
    oauth.set(refused=True)
    lead(events, "refused", f"http://127.0.0.1:{plain.port}/refused",
         kind="OAUTH_CLIENT_CREDENTIALS", auth=client_credentials(oauth))
    oauth.next()
    shown = state_of(events, "refused", "DEAUTHORIZED")
    assert "status 401" in shown["StateReason"] and SECRET not in str(shown)
    assert events.describe_api_destination(Name="refused")["ApiDestinationState"] == "INACTIVE"
    oauth.set()
    put(events, "refused")  # waits for a token
    assert plain.next()["url"] == "/refused"
    state_of(events, "refused", "AUTHORIZED")


def test_secrets_are_neither_stored_nor_logged_nor_shown(tmp_path, secure, certificate):
    """Under `serve`, over TLS: the role decides, the certificate is checked, and nothing on disk or
    in the log holds a secret."""
    server = ServeProcess(tmp_path)
    with open(server.config, "a") as config:
        config.write(f'[destinations]\nallow_networks = ["127.0.0.1"]\n'
                     f'ca_file = "{certificate[1]}"\n')
    account = server.create_account("shop")
    server.start()
    try:
        events, iam = account.client("events"), account.client("iam")
        trust = {"Version": "2012-10-17", "Statement": {
            "Effect": "Allow", "Action": "sts:AssumeRole",
            "Principal": {"Service": "events.amazonaws.com"}}}
        iam.create_role(RoleName="caller", AssumeRolePolicyDocument=json.dumps(trust))
        role = f"arn:aws:iam::{account.id}:role/caller"
        endpoint = f"https://localhost:{secure.port}/safe"
        lead(events, "safe", endpoint, role=role)
        put(events, "safe")
        server.wait_for_line("events:InvokeApiDestination")
        assert secure.requests.empty()
        allow = {"Version": "2012-10-17", "Statement": {
            "Effect": "Allow", "Action": "events:InvokeApiDestination",
            "Resource": f"arn:aws:events:{REGION}:{account.id}:api-destination/safe/*"}}
        iam.put_role_policy(RoleName="caller", PolicyName="call", PolicyDocument=json.dumps(allow))
        put(events, "safe")
        assert secure.next()["headers"]["x-api-key"] == SECRET
        assert SECRET not in str(events.describe_connection(Name="safe"))
    finally:
        server.stop()
    assert SECRET not in "\n".join(server.log)
    for file in pathlib.Path(tmp_path).rglob("*"):
        if file.is_file():
            assert SECRET.encode() not in file.read_bytes(), file
