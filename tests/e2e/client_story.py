"""One story of buses, rules, targets, events and queues, told by every family of clients: with
an endpoint in its code, and with none anywhere, through the proxy that `angarium env` sets up."""
import contextlib
import json
import pathlib
import subprocess
import time

from botocore import xform_name

from angarium_process import ROOT, binary
from client import AWS

HERE = pathlib.Path(__file__).resolve().parent
MODULES = ROOT / "build" / "javascript"
ACCOUNT, REGION = "555566667777", "eu-west-1"
SECONDS_MAX = 120
NO_QUEUE = {"AWS.SimpleQueueService.NonExistentQueue", "QueueDoesNotExist"}


class Refused(Exception):
    def __init__(self, code, message):
        super().__init__(f"{code}: {message}")
        self.code = code


def environment(home):
    """Hardly anything: no configuration, credentials or proxy of the user's."""
    return {"PATH": f"{binary().parent}:/usr/bin:/bin", "HOME": str(home), "LC_ALL": "C.UTF-8",
            "AWS_EC2_METADATA_DISABLED": "true", "AWS_PAGER": "", "AWS_MAX_ATTEMPTS": "1",
            "AWS_SDK_JS_SUPPRESS_MAINTENANCE_MODE_MESSAGE": "1",
            "AWS_NODEJS_CONNECTION_REUSE_ENABLED": "1"}


def set_up(server, home, through_proxy):
    """The environment after `eval "$(angarium env ...)"`."""
    arguments = ["angarium", "env", "--endpoint", server.endpoint, "--account", ACCOUNT,
                 "--region", REGION] + (["--proxy", "--no-endpoint"] if through_proxy else [])
    script = f'eval "$({" ".join(arguments)})" && exec env -0'
    done = subprocess.run(["sh", "-c", script], env=environment(home), capture_output=True,
                          text=True, timeout=SECONDS_MAX, check=True)
    variables = dict(entry.split("=", 1) for entry in done.stdout.split("\0") if entry)
    if through_proxy:
        assert not any("ENDPOINT" in name for name in variables)
    else:  # the endpoint is in the code; old clients would not know the variable
        del variables["AWS_ENDPOINT_URL"]
    return variables


class Lines:
    """A process that answers each line of JSON with one."""

    def __init__(self, command, variables):
        self.process = subprocess.Popen(command, env=variables, stdin=subprocess.PIPE,
                                        stdout=subprocess.PIPE, text=True)

    def ask(self, question):
        self.process.stdin.write(json.dumps(question) + "\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        assert line, f"the client ended with {self.process.wait(SECONDS_MAX)} at {question}"
        return json.loads(line)

    def close(self):
        self.process.stdin.close()
        self.process.stdout.close()
        self.process.wait(SECONDS_MAX)


class CommandLine(Lines):
    """Debian's AWS CLI; its first command by the program itself, those after it by its driver."""

    def __init__(self, endpoint, variables):
        arguments = ["--endpoint-url", endpoint] if endpoint else []
        self.arguments = [*arguments, "--output", "json"]
        subprocess.run([AWS, *self.arguments, "sts", "get-caller-identity"], env=variables,
                       check=True, stdout=subprocess.DEVNULL, timeout=SECONDS_MAX)
        super().__init__(["/usr/bin/python3", HERE / "cli_driver.py"], variables)

    def __call__(self, service, operation, **call_input):
        code, out, err = self.ask(
            [*self.arguments, service, xform_name(operation, "-"), "--cli-input-json",
             json.dumps(call_input)])
        if code != 0:
            raise Refused(err.partition("An error occurred (")[2].partition(")")[0], err)
        return json.loads(out) if out.strip() else {}


class Library(Lines):
    """A library, behind a driver that makes the calls of the lines that it reads."""

    def __init__(self, command, endpoint, variables):
        super().__init__([*command, "--endpoint", endpoint] if endpoint else command, variables)

    def __call__(self, service, operation, **call_input):
        answer = self.ask({"service": service, "operation": operation, "input": call_input})
        if "error" in answer:
            raise Refused(answer["error"]["code"], answer["error"]["message"])
        return answer["output"]


@contextlib.contextmanager
def client(name, server, home, through_proxy):
    """A client by name: "aws", "boto3", "v3" or "v2"."""
    variables = set_up(server, home, through_proxy)
    endpoint = None if through_proxy else server.endpoint
    if name == "aws":
        driver = CommandLine(endpoint, variables)
    elif name == "boto3":
        driver = Library(["/usr/bin/python3", HERE / "boto3_driver.py"], endpoint, variables)
    else:
        subprocess.run([ROOT / "tools" / "install_javascript"], check=True)
        driver = Library(["node", HERE / "javascript" / "driver.mjs", name, MODULES], endpoint,
                         variables)
    try:
        yield driver
    finally:
        driver.close()


def take(call, url, count):
    """The bodies of the next `count` messages, deleted in batches."""
    bodies, due = [], time.monotonic() + SECONDS_MAX
    while len(bodies) < count:
        assert time.monotonic() < due, f"{len(bodies)} of {count} messages: {bodies}"
        messages = call("sqs", "ReceiveMessage", QueueUrl=url, MaxNumberOfMessages=10,
                        WaitTimeSeconds=5).get("Messages") or []
        bodies += [message["Body"] for message in messages]
        if messages:
            done = call("sqs", "DeleteMessageBatch", QueueUrl=url, Entries=[
                {"Id": str(i), "ReceiptHandle": message["ReceiptHandle"]}
                for i, message in enumerate(messages)])
            assert len(done["Successful"]) == len(messages)
    return bodies


def refusal(call, *arguments, **call_input):
    try:
        call(*arguments, **call_input)
    except Refused as refused:
        return refused.code
    raise AssertionError(f"{arguments} was not refused")


def tell(call, name, base_url):
    """The story; `name` keeps several clients' apart, `base_url` is how queue URLs begin."""
    assert call("sts", "GetCallerIdentity")["Account"] == ACCOUNT
    url, arn = open_queue(call, name, base_url)
    post_and_fetch(call, url)
    bus = call("events", "CreateEventBus", Name=name)["EventBusArn"]
    assert bus == f"arn:aws:events:{REGION}:{ACCOUNT}:event-bus/{name}"
    fifo_url, fifo_arn = open_fifo_queue(call, name)
    route(call, name, [{"Id": "fifo", "Arn": fifo_arn, "SqsParameters": {"MessageGroupId": "g"}},
                       {"Id": "queue", "Arn": arn}])
    deliver(call, name, url, fifo_url)
    rest_and_wake(call, name, url, fifo_url)
    clean_up(call, name, [url, fifo_url])


def open_queue(call, name, base_url):
    url = call("sqs", "CreateQueue", QueueName=name,
               Attributes={"VisibilityTimeout": "60"})["QueueUrl"]
    assert url == f"{base_url}/{ACCOUNT}/{name}"
    assert call("sqs", "GetQueueUrl", QueueName=name)["QueueUrl"] == url
    assert url in call("sqs", "ListQueues", QueueNamePrefix=name)["QueueUrls"]
    shown = call("sqs", "GetQueueAttributes", QueueUrl=url, AttributeNames=["All"])["Attributes"]
    assert shown["VisibilityTimeout"] == "60"
    assert refusal(call, "sqs", "GetQueueUrl", QueueName=f"{name}-none") in NO_QUEUE
    return url, shown["QueueArn"]


def post_and_fetch(call, url):
    sent = call("sqs", "SendMessage", QueueUrl=url, MessageBody="grüße", MessageAttributes={
        "kind": {"DataType": "String", "StringValue": "greeting"}})
    message, = call("sqs", "ReceiveMessage", QueueUrl=url, WaitTimeSeconds=5,
                    MessageAttributeNames=["All"])["Messages"]
    assert (message["MessageId"], message["Body"]) == (sent["MessageId"], "grüße")
    assert message["MessageAttributes"]["kind"]["StringValue"] == "greeting"
    call("sqs", "ChangeMessageVisibility", QueueUrl=url, ReceiptHandle=message["ReceiptHandle"],
         VisibilityTimeout=0)
    assert take(call, url, 1) == ["grüße"]
    done = call("sqs", "SendMessageBatch", QueueUrl=url, Entries=[
        {"Id": str(i), "MessageBody": f"message {i}"} for i in range(10)])
    assert len(done["Successful"]) == 10
    assert sorted(take(call, url, 10)) == [f"message {i}" for i in range(10)]


def open_fifo_queue(call, name):
    """A FIFO queue that has kept its order and taken what came twice once."""
    url = call("sqs", "CreateQueue", QueueName=f"{name}.fifo", Attributes={
        "FifoQueue": "true", "ContentBasedDeduplication": "true"})["QueueUrl"]
    sent = [call("sqs", "SendMessage", QueueUrl=url, MessageBody=body, MessageGroupId="g")
            for body in ("first", "second", "first")]
    assert sent[0]["MessageId"] == sent[2]["MessageId"]
    assert int(sent[0]["SequenceNumber"]) < int(sent[1]["SequenceNumber"])
    assert take(call, url, 2) == ["first", "second"]
    assert refusal(call, "sqs", "SendMessage", QueueUrl=url, MessageBody="x") == "MissingParameter"
    shown = call("sqs", "GetQueueAttributes", QueueUrl=url, AttributeNames=["QueueArn"])
    return url, shown["Attributes"]["QueueArn"]


def route(call, bus, targets):
    pattern = json.dumps({"source": ["shop"], "detail": {"status": ["paid"]}})
    rule = call("events", "PutRule", Name="paid", EventBusName=bus, EventPattern=pattern)["RuleArn"]
    tags = [{"Key": "team", "Value": "größe"}]
    call("events", "TagResource", ResourceARN=rule, Tags=tags)
    assert call("events", "ListTagsForResource", ResourceARN=rule)["Tags"] == tags
    described = call("events", "DescribeRule", Name="paid", EventBusName=bus)
    assert (described["EventPattern"], described["State"]) == (pattern, "ENABLED")
    done = call("events", "PutTargets", Rule="paid", EventBusName=bus,
                Targets=targets)
    assert done["FailedEntryCount"] == 0
    listed = call("events", "ListTargetsByRule", Rule="paid", EventBusName=bus)["Targets"]
    assert sorted(listed, key=lambda target: target["Id"]) == targets
    for target in targets:
        assert call("events", "ListRuleNamesByTarget", TargetArn=target["Arn"],
                    EventBusName=bus)["RuleNames"] == ["paid"]
    assert refusal(call, "events", "DescribeRule", Name="none", EventBusName=bus) == \
        "ResourceNotFoundException"


def deliver(call, bus, url, fifo_url):
    put = call("events", "PutEvents", Entries=[
        {"EventBusName": bus, "Source": "shop", "DetailType": "order",
         "Detail": json.dumps({"status": status, "number": number})}
        for number, status in enumerate(["paid", "open", "paid"])])
    assert put["FailedEntryCount"] == 0
    got = {event["detail"]["number"]: event for event in map(json.loads, take(call, url, 2))}
    assert set(got) == {0, 2}
    assert {(event["account"], event["region"]) for event in got.values()} == {(ACCOUNT, REGION)}
    assert got[0]["id"] == put["Entries"][0]["EventId"]
    assert {json.loads(body)["id"] for body in take(call, fifo_url, 2)} == \
        {event["id"] for event in got.values()}


def rest_and_wake(call, bus, url, fifo_url):
    """A disabled rule lets pass what comes meanwhile, for good."""
    def put(number):
        entry = {"EventBusName": bus, "Source": "shop", "DetailType": "order",
                 "Detail": json.dumps({"status": "paid", "number": number})}
        assert call("events", "PutEvents", Entries=[entry])["FailedEntryCount"] == 0

    call("events", "DisableRule", Name="paid", EventBusName=bus)
    assert call("events", "ListRules", EventBusName=bus)["Rules"][0]["State"] == "DISABLED"
    put(10)
    call("events", "EnableRule", Name="paid", EventBusName=bus)
    put(11)
    for queue in (url, fifo_url):
        event, = map(json.loads, take(call, queue, 1))
        assert event["detail"]["number"] == 11


def clean_up(call, bus, urls):
    assert refusal(call, "events", "DeleteRule", Name="paid", EventBusName=bus)
    call("events", "RemoveTargets", Rule="paid", EventBusName=bus, Ids=["queue", "fifo"])
    call("events", "DeleteRule", Name="paid", EventBusName=bus)
    call("events", "DeleteEventBus", Name=bus)
    for url in urls:
        call("sqs", "DeleteQueue", QueueUrl=url)
    assert refusal(call, "events", "DescribeEventBus", Name=bus) == "ResourceNotFoundException"
