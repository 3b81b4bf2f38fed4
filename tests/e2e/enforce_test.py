"""`angarium dev --enforce`: accounts with root keys, checked signatures, policies that decide."""
import pytest
from botocore.exceptions import ClientError

from client import Account

BUS = "arn:aws:events:us-east-1:444455556666:event-bus/inbox"


def refused(call, **arguments):
    with pytest.raises(ClientError) as error:
        call(**arguments)
    return error.value.response["Error"]["Code"]


def test_the_printed_keys_are_the_accounts_roots(start_dev):
    server = start_dev("--enforce")
    for account in ("111122223333", "444455556666"):
        identity = server.root(account).client("sts").get_caller_identity()
        assert identity["Arn"] == f"arn:aws:iam::{account}:root"


def test_nobody_comes_in_without_a_key(start_dev):
    server = start_dev("--enforce")
    number = server.account("111122223333").client("events")
    assert refused(number.list_event_buses) == "UnrecognizedClientException"
    root = server.root()
    wrong = Account(server, root.id, root.access_key_id, "wrong").client("events")
    assert refused(wrong.list_event_buses) == "InvalidSignatureException"


def test_policies_decide_between_accounts(start_dev):
    server = start_dev("--enforce")
    owner, stranger = server.root("444455556666"), server.root("111122223333")
    owner.client("events").create_event_bus(Name="inbox")
    assert refused(stranger.client("events").describe_event_bus, Name=BUS) == (
        "AccessDeniedException")
    assert owner.aws("events", "describe-event-bus", "--name", "inbox")["Arn"] == BUS


def test_accounts_can_be_chosen_and_keep_their_keys_where_data_is_kept(start_dev, tmp_path):
    flags = ("--enforce", "--account", "777788889999", "--data", tmp_path / "data")
    server = start_dev(*flags)
    before = server.root("777788889999")
    before.client("sqs").create_queue(QueueName="q")
    server.stop()
    server.log.clear()
    server.start()
    after = server.root("777788889999")
    assert after.secret_access_key == before.secret_access_key
    assert len(after.client("sqs").list_queues()["QueueUrls"]) == 1
