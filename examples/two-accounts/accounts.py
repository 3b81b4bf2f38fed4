"""What each of the two accounts sets up: its bus, its rules, its queue, and whom it permits.

An account's root user does this once; from then on everything runs as a role.
"""
import json

from policies import (
    bus_arn, lets_in, make_role, make_worker, queue_arn, role_arn, rule_arn,
)

ASKER_BUS = "asker"
KEEPER_BUS = "keeper"
EVENT_BRIDGE = {"Service": "events.amazonaws.com"}


def make_queue(root, name, source_rule):
    """A queue that one rule, and nobody else, may fill. Returns its URL and ARN."""
    arn = queue_arn(root.id, name)
    policy = lets_in(EVENT_BRIDGE, "sqs:SendMessage", arn, source_rule)
    url = root.client("sqs").create_queue(QueueName=name, Attributes={"Policy": policy})
    return url["QueueUrl"], arn


def open_bus(root, bus, sender_account, sender_role):
    """Lets one role of another account, and nobody else there, put events on a bus. The role must
    exist: a policy means the one who is there when it is stored, and no later namesake."""
    principal = {"AWS": role_arn(sender_account, sender_role)}
    policy = lets_in(principal, "events:PutEvents", bus_arn(root.id, bus))
    root.client("events").put_permission(EventBusName=bus, Policy=policy)


def route(root, bus, rule, detail_types, target):
    """Sends the events of these detail-types from the bus to the target."""
    events = root.client("events")
    pattern = json.dumps({"detail-type": detail_types})
    events.put_rule(Name=rule, EventBusName=bus, EventPattern=pattern)
    answer = events.put_targets(
        Rule=rule, EventBusName=bus, Targets=[{"Id": "target", **target}]
    )
    assert answer["FailedEntryCount"] == 0, answer


def forward(root, bus, rule, detail_types, to):
    """Sends them to a bus of another account, as a role that may do that and nothing else."""
    arn = rule_arn(root.id, bus, rule)
    role = make_role(
        root.client("iam"), rule, EVENT_BRIDGE, [("events:PutEvents", to)], source=arn
    )
    route(root, bus, rule, detail_types, {"Arn": to, "RoleArn": role})


def make_side(root, name, bus, queue, queue_rule):
    """The queue, and a worker that may put events on the bus and take messages from the queue."""
    url, arn = make_queue(root, queue, rule_arn(root.id, bus, queue_rule))
    worker = make_worker(
        root,
        name,
        [
            ("events:PutEvents", bus_arn(root.id, bus)),
            ("sqs:ReceiveMessage", arn),
            ("sqs:DeleteMessage", arn),
        ],
    )
    return worker, url, arn


def set_up_asker(root, keeper_account):
    """Questions leave for the keeper's bus; answers and invalidations arrive in a queue."""
    root.client("events").create_event_bus(Name=ASKER_BUS)
    worker, url, arn = make_side(root, "asker", ASKER_BUS, "answers", "answers-in")
    route(root, ASKER_BUS, "answers-in", ["query.response", "query.invalidate"], {"Arn": arn})
    keeper_bus = bus_arn(keeper_account, KEEPER_BUS)
    forward(root, ASKER_BUS, "questions-out", ["query.execute"], keeper_bus)
    return worker, url


def set_up_keeper(root, asker_account):
    """Questions arrive in a queue; answers and invalidations leave for the asker's bus."""
    root.client("events").create_event_bus(Name=KEEPER_BUS)
    worker, url, arn = make_side(root, "keeper", KEEPER_BUS, "questions", "questions-in")
    route(root, KEEPER_BUS, "questions-in", ["query.execute"], {"Arn": arn})
    outgoing = ["query.response", "query.invalidate"]
    forward(root, KEEPER_BUS, "answers-out", outgoing, bus_arn(asker_account, ASKER_BUS))
    return worker, url


def set_up_permissions(asker_root, keeper_root):
    """Each lets the role of the other's rule in, now that both are there."""
    open_bus(asker_root, ASKER_BUS, keeper_root.id, "answers-out")
    open_bus(keeper_root, KEEPER_BUS, asker_root.id, "questions-out")


def set_up_gatekeeper(root):
    """Who may shut the keeper's bus, and do nothing else. The action has no resource but `*`."""
    return make_worker(root, "gatekeeper", [("events:RemovePermission", "*")])


def set_up_stranger(root, keeper_account):
    """Somebody whose own account lets it put events on the keeper's bus: that is not enough."""
    keeper_bus = bus_arn(keeper_account, KEEPER_BUS)
    return make_worker(root, "stranger", [("events:PutEvents", keeper_bus)])
