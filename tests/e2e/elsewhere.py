"""A server whose AWS services are all at one endpoint that is not its own, and rules whose targets
lie there. The fixtures: `far` is that endpoint, `near` an account of the server."""
import json

import raw_client

ENDPOINTS = """
[endpoints."*"]
url = "{url}"
credentials_file = "{{directory}}/credentials"
profile = "far"
allow_networks = ["127.0.0.1"]
"""
CREDENTIALS = """
[default]
aws_access_key_id = AKIAWRONGPROFILE0000
aws_secret_access_key = wrong
[far]
aws_access_key_id = {access_key}
aws_secret_access_key={secret}
aws_session_token = {token}
"""
DETAIL = {"status": "paid", "id": "o-7"}


def route(account, name, **target):
    """A rule of that name, for events of that source, with this one target."""
    account.client("events").put_rule(Name=name, EventPattern=json.dumps({"source": [name]}))
    request = {"Rule": name, "Targets": [{"Id": "t", **target}]}
    # Debian's boto3 lacks some targets' parameters.
    answer = raw_client.call(account, "events", "PutTargets", json.dumps(request).encode())
    assert answer.status == 200 and json.loads(answer.body)["FailedEntryCount"] == 0, answer.body


def put(account, source, detail=None):
    answer = account.client("events").put_events(Entries=[{
        "Source": source, "DetailType": "order", "Detail": json.dumps(detail or DETAIL)}])
    assert answer["FailedEntryCount"] == 0, answer
    return answer["Entries"][0]["EventId"]


def arn(account, service, resource, region="us-east-1"):
    return f"arn:aws:{service}:{region}:{account.id}:{resource}"
