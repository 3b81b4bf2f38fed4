"""Rules with a schedule: made, shown, refused. When they fire is tested on a clock that moves."""
import pytest
from botocore.exceptions import ClientError

from client import CliError


@pytest.fixture
def account(dev):
    return dev.account("100000000088")


@pytest.fixture
def events(account):
    return account.client("events")


def error_of(call, **arguments):
    with pytest.raises(ClientError) as caught:
        call(**arguments)
    return caught.value.response["Error"]


@pytest.mark.parametrize("expression", [
    "rate(1 minute)", "rate(5 minutes)", "rate(1 hour)", "rate(7 days)",
    "cron(0 2 ? * SAT#3 *)", "cron(15 10 ? * 6L 2002-2005)", "cron(0/5 8-17 ? * MON-FRI *)"])
def test_a_rule_with_a_schedule_is_made_and_shown(events, expression):
    arn = events.put_rule(Name="scheduled", ScheduleExpression=expression)["RuleArn"]
    shown, = events.list_rules(NamePrefix="scheduled")["Rules"]
    assert shown == {"Name": "scheduled", "Arn": arn, "State": "ENABLED",
                     "ScheduleExpression": expression, "EventBusName": "default"}
    assert events.describe_rule(Name="scheduled")["ScheduleExpression"] == expression
    events.delete_rule(Name="scheduled")


def test_a_rule_may_have_a_schedule_and_a_pattern(events):
    events.put_rule(Name="both", ScheduleExpression="rate(1 day)",
                    EventPattern='{"source":["shop"]}', State="DISABLED")
    shown = events.describe_rule(Name="both")
    assert (shown["ScheduleExpression"], shown["EventPattern"], shown["State"]) == \
        ("rate(1 day)", '{"source":["shop"]}', "DISABLED")
    events.put_rule(Name="both", EventPattern='{"source":["shop"]}')
    assert "ScheduleExpression" not in events.describe_rule(Name="both")
    events.delete_rule(Name="both")


@pytest.mark.parametrize("expression", [
    "rate(1 minutes)", "rate(10 minute)", "rate(0 minutes)", "rate( 10 minutes )", "rate(10 years)",
    "cron(0 1 * * * *)", "cron(7 20 * * NOT *)", "cron(71 8 1 * ? *)", "at(2030-01-01T00:00:00)"])
def test_expressions_that_aws_refuses(events, expression):
    assert error_of(events.put_rule, Name="wrong", ScheduleExpression=expression) == \
        {"Code": "ValidationException", "Message": "Parameter ScheduleExpression is not valid."}


def test_only_the_default_bus_has_schedules(events):
    events.create_event_bus(Name="scheduled")
    assert error_of(events.put_rule, Name="r", EventBusName="scheduled",
                    ScheduleExpression="rate(1 minute)") == \
        {"Code": "ValidationException",
         "Message": "ScheduleExpression is supported only on the default event bus."}
    events.delete_event_bus(Name="scheduled")


def test_the_cli_makes_them_too(account):
    account.aws("events", "put-rule", "--name", "by-cli", "--schedule-expression", "rate(2 hours)")
    shown = account.aws("events", "describe-rule", "--name", "by-cli")
    assert shown["ScheduleExpression"] == "rate(2 hours)"
    with pytest.raises(CliError) as error:
        account.aws("events", "put-rule", "--name", "by-cli", "--schedule-expression", "hourly")
    assert error.value.code == "ValidationException"
