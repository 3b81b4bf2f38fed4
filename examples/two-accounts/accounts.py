"""What each of the two accounts sets up: its bus, its rules, its queue, and whom it permits."""
import json

ASKER_BUS = "asker"
KEEPER_BUS = "keeper"
REGION = "eu-west-1"


def bus_arn(account, bus):
    return f"arn:aws:events:{REGION}:{account}:event-bus/{bus}"


def rule_arn(account, bus, rule):
    return f"arn:aws:events:{REGION}:{account}:rule/{bus}/{rule}"


def make_queue(sqs, account, name, source_rule):
    """A queue that one rule, and nobody else, may fill. Returns its URL and ARN."""
    arn = f"arn:aws:sqs:{REGION}:{account}:{name}"
    statement = {
        "Effect": "Allow",
        "Principal": {"Service": "events.amazonaws.com"},
        "Action": "sqs:SendMessage",
        "Resource": arn,
        "Condition": {"ArnEquals": {"aws:SourceArn": source_rule}},
    }
    policy = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    url = sqs.create_queue(QueueName=name, Attributes={"Policy": policy})["QueueUrl"]
    return url, arn


def route(events, bus, rule, detail_types, target_arn):
    """Sends the events of these detail-types from the bus to the target."""
    pattern = json.dumps({"detail-type": detail_types})
    events.put_rule(Name=rule, EventBusName=bus, EventPattern=pattern)
    answer = events.put_targets(
        Rule=rule, EventBusName=bus, Targets=[{"Id": "target", "Arn": target_arn}]
    )
    assert answer["FailedEntryCount"] == 0, answer


def permit(events, bus, account):
    """Lets one other account, and nobody else, put events on the bus."""
    events.put_permission(
        EventBusName=bus,
        Action="events:PutEvents",
        Principal=account,
        StatementId=f"from-{account}",
    )


def set_up_asker(events, sqs, account, keeper_account):
    """Questions leave for the keeper's bus; answers and invalidations arrive in a queue."""
    events.create_event_bus(Name=ASKER_BUS)
    permit(events, ASKER_BUS, keeper_account)
    url, arn = make_queue(sqs, account, "answers", rule_arn(account, ASKER_BUS, "answers-in"))
    keeper_bus = bus_arn(keeper_account, KEEPER_BUS)
    route(events, ASKER_BUS, "questions-out", ["query.execute"], keeper_bus)
    route(events, ASKER_BUS, "answers-in", ["query.response", "query.invalidate"], arn)
    return url


def set_up_keeper(events, sqs, account, asker_account):
    """Questions arrive in a queue; answers and invalidations leave for the asker's bus."""
    events.create_event_bus(Name=KEEPER_BUS)
    permit(events, KEEPER_BUS, asker_account)
    url, arn = make_queue(sqs, account, "questions", rule_arn(account, KEEPER_BUS, "questions-in"))
    route(events, KEEPER_BUS, "questions-in", ["query.execute"], arn)
    outgoing = ["query.response", "query.invalidate"]
    route(events, KEEPER_BUS, "answers-out", outgoing, bus_arn(asker_account, ASKER_BUS))
    return url
