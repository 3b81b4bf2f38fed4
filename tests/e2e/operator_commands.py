"""What an operator types beside a running server, and a rule whose events end in a queue."""
import json
import os
import subprocess

from angarium_process import binary
from client import REGION

SECONDS_MAX = 60


def angarium(*arguments, **environment):
    """Runs `angarium ARGUMENTS` in a shell that is set up with nothing else."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "XDG_RUNTIME_DIR")
            if name in os.environ}
    return subprocess.run([str(binary()), *map(str, arguments)], capture_output=True, text=True,
                          timeout=SECONDS_MAX, check=False, env=kept | environment)


def queue_arn(account, name):
    return f"arn:aws:sqs:{REGION}:{account.id}:{name}"


def rule_to_queue(account, name, pattern, bus="default"):
    """A rule on the bus and a queue, both of that name; answers the queue's URL."""
    sqs, events = account.client("sqs"), account.client("events")
    url = sqs.create_queue(QueueName=name)["QueueUrl"]
    rule = events.put_rule(Name=name, EventPattern=json.dumps(pattern), EventBusName=bus)
    arn = queue_arn(account, name)
    policy = {"Version": "2012-10-17", "Statement": [
        {"Effect": "Allow", "Principal": {"Service": "events.amazonaws.com"}, "Resource": arn,
         "Action": "sqs:SendMessage",
         "Condition": {"ArnEquals": {"aws:SourceArn": rule["RuleArn"]}}}]}
    sqs.set_queue_attributes(QueueUrl=url, Attributes={"Policy": json.dumps(policy)})
    events.put_targets(Rule=name, EventBusName=bus, Targets=[{"Id": "queue", "Arn": arn}])
    return url
