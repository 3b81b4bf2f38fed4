"""What a target receives in place of the event: Input, InputPath, InputTransformer, by boto3."""
import json

import pytest
from botocore.exceptions import ClientError

from client import REGION
from queue_reader import expect_empty, receive_messages

PATTERN = json.dumps({"source": ["shop"]})
DETAIL = {"order": {"id": "A-1", "total": 12.5, "tags": ["new", "big"]}, "who": "Ann"}


@pytest.fixture
def account(dev):
    return dev.account("100000000077")


class Rule:
    """A rule whose only target is a queue of its own."""

    def __init__(self, account, name):
        self.events, self.sqs, self.name = account.client("events"), account.client("sqs"), name
        self.url = self.sqs.create_queue(QueueName=name)["QueueUrl"]
        self.queue = f"arn:aws:sqs:{REGION}:{account.id}:{name}"
        self.arn = self.events.put_rule(Name=name, EventPattern=PATTERN)["RuleArn"]

    def put_target(self, **more):
        return self.events.put_targets(Rule=self.name,
                                       Targets=[{"Id": "t", "Arn": self.queue} | more])

    def put_event(self, detail):
        answer = self.events.put_events(Entries=[
            {"Source": "shop", "DetailType": "order placed", "Detail": json.dumps(detail)}])
        assert answer["FailedEntryCount"] == 0

    def received(self, detail):
        self.put_event(detail)
        message, = receive_messages(self.sqs, self.url, 1)
        return message["Body"]

    def remove(self):
        self.events.remove_targets(Rule=self.name, Ids=["t"])
        self.events.delete_rule(Name=self.name)


@pytest.fixture
def rule(account, request):
    made = Rule(account, request.node.name.replace("[", "-").replace("]", "")[:60])
    yield made
    made.remove()


def transformer(template, **paths):
    return {"InputTransformer": {"InputPathsMap": paths, "InputTemplate": template}}


def test_a_constant_is_delivered_as_it_is(rule):
    rule.put_target(Input='{"a": [1,  2]}')
    assert rule.received(DETAIL) == '{"a": [1,  2]}'


def test_a_path_gives_the_value_as_json(rule):
    rule.put_target(InputPath="$.detail.order")
    assert rule.received(DETAIL) == '{"id":"A-1","total":12.5,"tags":["new","big"]}'
    rule.put_target(InputPath="$.detail.who")
    assert rule.received(DETAIL) == '"Ann"'


def test_a_json_template(rule):
    rule.put_target(**transformer(
        '{"id": <id>, "note": "<who> pays <total>", "tags": <tags>, "none": <none>,'
        ' "rule": <aws.events.rule-arn>, "event": <aws.events.event>}',
        id="$.detail.order.id", who="$.detail.who", total="$.detail.order.total",
        tags="$.detail.order.tags", none="$.detail.none"))
    body = rule.received(DETAIL)
    assert " :" not in body and ": " not in body, "minified"
    result = json.loads(body)
    event = result.pop("event")
    assert result == {"id": "A-1", "note": "Ann pays 12.5", "tags": ["new", "big"], "none": "",
                      "rule": rule.arn}
    assert event["detailType"] == "order placed" and "detail" not in event
    shown, = rule.events.list_targets_by_rule(Rule=rule.name)["Targets"]
    assert shown["InputTransformer"]["InputPathsMap"]["id"] == "$.detail.order.id"


def test_the_whole_event_inside_a_template(rule):
    rule.put_target(**transformer('{"event": <aws.events.event.json>}'))
    event = json.loads(rule.received(DETAIL))["event"]
    assert (event["detail"], event["detail-type"]) == (DETAIL, "order placed")


def test_lines_of_text(rule):
    rule.put_target(**transformer('"Order <id>"\n"<order> for <who>"', id="$.detail.order.id",
                                  order="$.detail.order", who="$.detail.who"))
    assert rule.received(DETAIL) == '"Order A-1"\n"{id:A-1,total:12.5,tags:[new,big]} for Ann"'


def test_what_an_event_spoils_is_not_delivered(rule):
    rule.put_target(**transformer('{"who": "<who>"}', who="$.detail.who"))
    rule.put_event({"who": 'A "n" n'})
    expect_empty(rule.sqs, rule.url)
    assert rule.received({"who": "Ann"}) == '{"who":"Ann"}'


@pytest.mark.parametrize("target, message", [
    ({"Input": "{}", "InputPath": "$"},
     "Only one of Input, InputPath, or InputTransformer must be provided for target t."),
    ({"InputPath": "detail"}, "InputPath for target t is invalid."),
    (transformer('"<b>"', a="$.detail"),
     "InputTemplate for target t contains invalid placeholder b."),
    (transformer('"<aws.events.event.json>"'),
     "InputTemplate for target t contains placeholder aws.events.event.json valid only for JSON"
     " template."),
], ids=["two", "path", "placeholder", "event"])
def test_refusals_in_aws_words(rule, target, message):
    with pytest.raises(ClientError) as error:
        rule.put_target(**target)
    assert error.value.response["Error"] == {"Code": "ValidationException", "Message": message}
