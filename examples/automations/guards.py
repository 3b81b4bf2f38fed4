"""What the account sets up: the API destination, the queue of dead letters, and the two rules.

A rule's pattern, input transformer and retry policy are in the JSON file of its name.
"""
import json
import pathlib

from dev_server import ACCOUNT, REGION
from remediation import API_KEY_HEADER

GUARDS = ("bucket-guard", "instance-guard")
DEAD_LETTERS = "dead-letters"
EVENT_BRIDGE = {"Service": "events.amazonaws.com"}
FOLDER = pathlib.Path(__file__).resolve().parent


def document(statement):
    return json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", **statement}]})


def for_the_guards(statement):
    """What EventBridge may do for these two rules, and for no others."""
    sources = [f"arn:aws:events:{REGION}:{ACCOUNT}:rule/{name}" for name in GUARDS]
    condition = {"ArnEquals": {"aws:SourceArn": sources}}
    return document({"Principal": EVENT_BRIDGE, "Condition": condition, **statement})


def make_destination(events, url, api_key):
    """The API destination that calls the endpoint. Returns its ARN."""
    key = {"ApiKeyName": API_KEY_HEADER, "ApiKeyValue": api_key}
    connection = events.create_connection(
        Name="remediation", AuthorizationType="API_KEY",
        AuthParameters={"ApiKeyAuthParameters": key},
    )
    return events.create_api_destination(
        Name="remediation", ConnectionArn=connection["ConnectionArn"],
        InvocationEndpoint=url, HttpMethod="POST",
    )["ApiDestinationArn"]


def make_role(iam, destination):
    """The role that the rules call the endpoint as, and that may do nothing else."""
    role = iam.create_role(
        RoleName="remediation-caller",
        AssumeRolePolicyDocument=for_the_guards({"Action": "sts:AssumeRole"}),
    )["Role"]
    permission = {"Action": "events:InvokeApiDestination", "Resource": destination}
    iam.put_role_policy(
        RoleName=role["RoleName"], PolicyName="call", PolicyDocument=document(permission)
    )
    return role["Arn"]


def make_dead_letters(sqs):
    """The queue that says what failed and why. Returns its URL and ARN."""
    arn = f"arn:aws:sqs:{REGION}:{ACCOUNT}:{DEAD_LETTERS}"
    policy = for_the_guards({"Action": "sqs:SendMessage", "Resource": arn})
    queue = sqs.create_queue(QueueName=DEAD_LETTERS, Attributes={"Policy": policy})
    return queue["QueueUrl"], arn


def make_rule(events, name, destination, role, dead_letters):
    guard = json.loads((FOLDER / f"{name}.json").read_text())
    events.put_rule(Name=name, EventPattern=json.dumps(guard.pop("EventPattern")))
    target = {"Id": "remediation", "Arn": destination, "RoleArn": role,
              "DeadLetterConfig": {"Arn": dead_letters}, **guard}
    answer = events.put_targets(Rule=name, Targets=[target])
    assert answer["FailedEntryCount"] == 0, answer


def set_up(server, url, api_key):
    """Everything. Returns the URL of the queue of dead letters."""
    events = server.client("events")
    destination = make_destination(events, url, api_key)
    role = make_role(server.client("iam"), destination)
    queue_url, dead_letters = make_dead_letters(server.client("sqs"))
    for name in GUARDS:
        make_rule(events, name, destination, role, dead_letters)
    return queue_url
