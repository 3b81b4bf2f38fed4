"""What constraints_test.py's requests name: things that are there, so that a request which should
have been refused would do something, and what an account holds, so that this is seen."""
from client import REGION

THERE = "there"
RULE, BUS, QUEUE = THERE, THERE, THERE
ALLOW = """{"Version": "2012-10-17",
            "Statement": {"Effect": "Allow", "Action": "sqs:*", "Resource": "*"}}"""
TRUST = """{"Version": "2012-10-17",
            "Statement": {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": "*"}}"""
PATTERN = '{"source":["there"]}'
EVENT = ('{"id":"1","detail-type":"x","source":"there","account":"1","region":"x","resources":[],'
         '"time":"2026-01-01T00:00:00Z","detail":{}}')


class Holdings:
    """What one account has; its clients are made once, because making them is slow."""

    def __init__(self, account):
        self.account = account
        self.events, self.sqs = account.client("events"), account.client("sqs")

    def prepare(self):
        """Makes what is needed where it is missing; returns values by member (cases.Requests)."""
        if BUS not in [bus["Name"] for bus in self.events.list_event_buses()["EventBuses"]]:
            self.events.create_event_bus(Name=BUS)
        self.events.put_rule(Name=RULE, EventBusName=BUS, EventPattern=PATTERN)
        connection_arn = self.connected()
        url = self.sqs.create_queue(QueueName=QUEUE)["QueueUrl"]
        queue_arn = f"arn:aws:sqs:{REGION}:{self.account.id}:{QUEUE}"
        rule_arn = f"arn:aws:events:{REGION}:{self.account.id}:rule/{BUS}/{RULE}"
        self.events.put_targets(Rule=RULE, EventBusName=BUS,
                                Targets=[{"Id": "1", "Arn": queue_arn}])
        self.sqs.send_message(QueueUrl=url, MessageBody="there")
        handle = self.sqs.receive_message(QueueUrl=url)["Messages"][0]["ReceiptHandle"]
        return of_events(rule_arn, queue_arn, connection_arn) | of_sqs(url, handle, queue_arn) | \
            of_sts(self.account.id)

    def connected(self):
        """A connection, and an API destination that uses it; the connection's ARN."""
        missing = self.events.exceptions.ResourceNotFoundException
        try:
            arn = self.events.describe_connection(Name=THERE)["ConnectionArn"]
        except missing:
            arn = self.events.create_connection(
                Name=THERE, AuthorizationType="API_KEY", AuthParameters={
                    "ApiKeyAuthParameters": {"ApiKeyName": "k", "ApiKeyValue": "v"}},
            )["ConnectionArn"]
        try:
            self.events.describe_api_destination(Name=THERE)
        except missing:
            self.events.create_api_destination(Name=THERE, ConnectionArn=arn, HttpMethod="POST",
                                               InvocationEndpoint="https://there.example/")
        return arn

    def state(self):
        """All that the services show of it."""
        buses = pages(self.events.list_event_buses, "EventBuses")
        rules = {bus["Name"]: pages(self.events.list_rules, "Rules", EventBusName=bus["Name"])
                 for bus in buses}
        targets = {(bus, rule["Name"]): pages(self.events.list_targets_by_rule, "Targets",
                                              EventBusName=bus, Rule=rule["Name"])
                   for bus in rules for rule in rules[bus]}
        queues = {url: self.sqs.get_queue_attributes(
                      QueueUrl=url, AttributeNames=["All"])["Attributes"]
                  for url in self.sqs.list_queues().get("QueueUrls", [])}
        connections = pages(self.events.list_connections, "Connections")
        destinations = pages(self.events.list_api_destinations, "ApiDestinations")
        return buses, rules, targets, queues, connections, destinations


class IamHoldings:
    """The same of IAM."""

    def __init__(self, account):
        self.account, self.iam = account, account.client("iam")
        self.key = None  # of the user: shown once, when it is made

    def prepare(self):
        missing = self.iam.exceptions.NoSuchEntityException
        arn = f"arn:aws:iam::{self.account.id}:"
        try:
            self.iam.get_user(UserName=THERE)
        except missing:
            self.iam.create_user(UserName=THERE)
            self.key = self.iam.create_access_key(UserName=THERE)["AccessKey"]["AccessKeyId"]
        self.make(self.iam.create_group, GroupName=THERE)
        self.make(self.iam.create_role, RoleName=THERE, AssumeRolePolicyDocument=TRUST)
        self.make(self.iam.create_policy, PolicyName=THERE, PolicyDocument=ALLOW)
        self.make(self.iam.create_open_id_connect_provider, Url=f"https://{THERE}.example",
                  ThumbprintList=["0" * 40])
        if not self.iam.list_access_keys(UserName=THERE)["AccessKeyMetadata"]:
            self.key = self.iam.create_access_key(UserName=THERE)["AccessKey"]["AccessKeyId"]
        return of_iam(arn, self.key)

    def make(self, call, **arguments):
        try:
            call(**arguments)
        except self.iam.exceptions.EntityAlreadyExistsException:
            pass

    def state(self):
        details = self.iam.get_account_authorization_details()
        del details["ResponseMetadata"]
        return (details, self.iam.list_account_aliases()["AccountAliases"],
                self.iam.list_access_keys(UserName=THERE)["AccessKeyMetadata"],
                self.iam.list_open_id_connect_providers()["OpenIDConnectProviderList"])


def of_iam(arn, key):
    return {
        "UserName": THERE, "CreateUser.UserName": "new", "GroupName": THERE,
        "CreateGroup.GroupName": "new", "RoleName": THERE, "CreateRole.RoleName": "new",
        "PolicyName": THERE, "CreatePolicy.PolicyName": "new", "PolicyArn": f"{arn}policy/{THERE}",
        "PermissionsBoundary": f"{arn}policy/{THERE}", "PolicyDocument": ALLOW,
        "UpdateAssumeRolePolicy.PolicyDocument": TRUST, "AssumeRolePolicyDocument": TRUST,
        "AccessKeyId": key, "VersionId": "v1", "Url": "https://new.example",
        "OpenIDConnectProviderArn": f"{arn}oidc-provider/{THERE}.example",
        "AWSServiceName": "events.amazonaws.com",
        "PolicySourceArn": f"{arn}user/{THERE}", "PolicyInputList": [ALLOW],
        "ActionNames": ["sqs:SendMessage"], "ContextEntry.ContextKeyType": "string",
    }


def of_events(rule_arn, target_arn, connection_arn):
    return {
        "ConnectionArn": connection_arn, "CreateConnection.Name": "new",
        "CreateApiDestination.Name": "new",
        "EventBusName": BUS, "CreateEventBus.Name": "new", "DeleteEventBus.Name": BUS,
        "UpdateEventBus.Name": BUS, "DescribeEventBus.Name": BUS, "Name": RULE, "Rule": RULE,
        "PutRule.Name": "new", "PutRule.EventPattern": PATTERN, "EventPattern": PATTERN,
        "PutRuleRequest.State": "ENABLED",  # deviations.py has the value that is refused
        "TargetArn": target_arn, "Target.Arn": target_arn, "Ids": ["1"], "ResourceARN": rule_arn,
        "TestEventPattern.Event": EVENT,
    }


def of_sqs(url, handle, queue_arn):
    return {
        "QueueUrl": url, "CreateQueue.QueueName": "new", "QueueName": QUEUE,
        "ReceiptHandle": handle, "SourceArn": queue_arn, "WaitTimeSeconds": 0,
        "MessageAttributeValue.DataType": "String", "MessageAttributeValue.StringValue": "x",
        "MessageSystemAttributeValue.DataType": "String",
        "MessageSystemAttributeValue.StringValue": "Root=1-5759e988-bd862e3fe1be46a994272793",
    }


def of_sts(account):
    return {
        "AssumeRole.RoleArn": f"arn:aws:iam::{account}:role/there",
        "AssumeRoleWithWebIdentity.RoleArn": f"arn:aws:iam::{account}:role/there",
    }


def pages(call, key, **arguments):
    answer = call(**arguments)
    items = answer.get(key, [])
    while answer.get("NextToken"):
        answer = call(NextToken=answer["NextToken"], **arguments)
        items += answer.get(key, [])
    return items
