"""What rules can't do without leave: queues that they may send to, roles that they may take, and
connections for the endpoints that they call."""
import json

EVENTS = {"Service": "events.amazonaws.com"}


def document(**statement):
    return json.dumps({"Version": "2012-10-17", "Statement": {"Effect": "Allow", **statement}})


def queue_for_rules(sqs, account_id, name, **attributes):
    """A queue that every rule may send to; its URL and its ARN."""
    arn = f"arn:aws:sqs:{sqs.meta.region_name}:{account_id}:{name}"
    policy = document(Principal=EVENTS, Action="sqs:SendMessage", Resource=arn)
    made = sqs.create_queue(QueueName=name, Attributes={"Policy": policy, **attributes})
    return made["QueueUrl"], arn


def role_for_rules(iam, name, action, resource="*"):
    """A role that rules may take, and that may do `action`; its ARN."""
    trust = document(Principal=EVENTS, Action="sts:AssumeRole")
    arn = iam.create_role(RoleName=name, AssumeRolePolicyDocument=trust)["Role"]["Arn"]
    iam.put_role_policy(RoleName=name, PolicyName="rules",
                        PolicyDocument=document(Action=action, Resource=resource))
    return arn


def key_connection(events, name):
    """The ARN of a connection that sends some API key."""
    return events.create_connection(Name=name, AuthorizationType="API_KEY", AuthParameters={
        "ApiKeyAuthParameters": {"ApiKeyName": "X-Api-Key", "ApiKeyValue": "any"}},
    )["ConnectionArn"]
