"""Policies that name one action and one resource each, and the roles that have them."""
import json

REGION = "eu-west-1"


def bus_arn(account, bus):
    return f"arn:aws:events:{REGION}:{account}:event-bus/{bus}"


def rule_arn(account, bus, rule):
    return f"arn:aws:events:{REGION}:{account}:rule/{bus}/{rule}"


def queue_arn(account, queue):
    return f"arn:aws:sqs:{REGION}:{account}:{queue}"


def role_arn(account, role):
    return f"arn:aws:iam::{account}:role/{role}"


def document(statement):
    return json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", **statement}]})


def permission(action, resource):
    """For a role or user: may do this, with that."""
    return document({"Action": action, "Resource": resource})


def lets_in(principal, action, resource, source=None):
    """For a queue or bus: that principal may, when it acts for `source`."""
    statement = {"Principal": principal, "Action": action, "Resource": resource}
    if source:
        statement["Condition"] = {"ArnEquals": {"aws:SourceArn": source}}
    return document(statement)


def make_role(iam, name, trusted, permissions, source=None):
    """A role that `trusted` may take on; when it is a service, for `source` alone."""
    statement = {"Principal": trusted, "Action": "sts:AssumeRole"}
    if source:
        statement["Condition"] = {"ArnEquals": {"aws:SourceArn": source}}
    arn = iam.create_role(
        RoleName=name, AssumeRolePolicyDocument=document(statement)
    )["Role"]["Arn"]
    for action, resource in permissions:
        iam.put_role_policy(
            RoleName=name,
            PolicyName=action.replace(":", "-"),
            PolicyDocument=permission(action, resource),
        )
    return arn


def make_worker(root, name, permissions):
    """A session of the role NAME: what a program of this account runs as.

    The user behind it is whoever starts programs; all it may do is take on that role.
    """
    iam, starter = root.client("iam"), f"starts-{name}"
    user = iam.create_user(UserName=starter)["User"]["Arn"]
    role = make_role(iam, name, {"AWS": user}, permissions)
    iam.put_user_policy(
        UserName=starter,
        PolicyName="take-on-the-role",
        PolicyDocument=permission("sts:AssumeRole", role),
    )
    key = iam.create_access_key(UserName=starter)["AccessKey"]
    starts = root.with_key(key["AccessKeyId"], key["SecretAccessKey"])
    session = starts.client("sts").assume_role(RoleArn=role, RoleSessionName="example")
    given = session["Credentials"]
    return root.with_key(given["AccessKeyId"], given["SecretAccessKey"], given["SessionToken"])
