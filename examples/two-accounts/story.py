"""The whole story, step by step; every step checks what it claims."""
import json
import tempfile
import time

from botocore.exceptions import ClientError

from accounts import ASKER_BUS, KEEPER_BUS, bus_arn, set_up_asker, set_up_keeper
from asker import Asker, NoAnswer
from keeper import Keeper
from server import Account, Server


def say(text):
    print(text, flush=True)


def put_directly(account, bus):
    """What the bus of another account answers to a direct PutEvents: an error code, or none."""
    entry = {
        "EventBusName": bus,
        "Source": "stranger",
        "DetailType": "query.execute",
        "Detail": json.dumps({"query_id": "direct", "user": "mallory", "query": "select secrets"}),
    }
    try:
        answer = account.client("events").put_events(Entries=[entry])
    except ClientError as error:
        return error.response["Error"]["Code"]
    return answer["Entries"][0].get("ErrorCode")


def ask_and_cache(asker):
    assert asker.ask("ada", "select balance", 10) == [{"balance": 120}]
    say("ada asks over two buses and gets her balance: 120")
    assert asker.ask("ada", "select balance", 10) == [{"balance": 120}]
    assert asker.round_trips == 1
    say("ada asks again: answered from the cache, without a round trip")
    assert asker.ask("bob", "select balance", 10) == [{"balance": 7}]
    assert asker.round_trips == 2
    say("bob asks the same: his own answer, over the buses")


def invalidate(asker, keeper):
    keeper.update("ada", "select balance", [{"balance": 80}])
    assert asker.wait_until_forgotten("ada", "select balance", 10)
    assert asker.ask("ada", "select balance", 10) == [{"balance": 80}]
    assert asker.round_trips == 3
    assert asker.ask("bob", "select balance", 10) == [{"balance": 7}]
    assert asker.round_trips == 3
    say("the keeper invalidates ada's answer: she gets the new one, bob's stays cached")


def time_out(asker):
    try:
        asker.ask("ada", "select what nobody knows", 1)
    except NoAnswer as error:
        say(f"a question that nobody can answer ends in an error: {error}")
    else:
        raise AssertionError("a question without an answer was answered")


def wait_for_metric(server, name, labels):
    """Polls the metrics until a counter with these labels is above zero; gives up after 10 s."""
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        for line in server.metrics().splitlines():
            if line.startswith(name) and all(label in line for label in labels):
                if float(line.rsplit(" ", 1)[1]) > 0:
                    return line
    raise AssertionError(f"no {name} with {labels}:\n{server.metrics()}")


def remove_permission(server, asker_account, keeper_account, asker):
    assert put_directly(asker_account, bus_arn(keeper_account.id, KEEPER_BUS)) is None
    keeper_account.client("events").remove_permission(
        EventBusName=KEEPER_BUS, StatementId=f"from-{asker_account.id}"
    )
    code = put_directly(asker_account, bus_arn(keeper_account.id, KEEPER_BUS))
    assert code in ("AccessDeniedException", "NotAuthorizedException"), code
    say(f"the keeper removes its permission: the asker's direct PutEvents gets {code}")
    try:
        asker.ask("ada", "select something new", 1)
    except NoAnswer:
        pass
    metric = wait_for_metric(
        server, "angarium_deliveries_failed_total", [f'bus="{ASKER_BUS}"', "permanent"]
    )
    assert "questions-out" in server.log(), server.log()
    say(f"and its rule's delivery fails for good, which log and metrics show: {metric}")


def tell(binary):
    """Runs the story against a server of its own."""
    with tempfile.TemporaryDirectory(prefix="angarium-two-accounts-") as directory:
        server = Server(binary, directory)
        made = [server.create_account(name) for name in ("asker", "keeper", "stranger")]
        with server:
            asker_account, keeper_account, stranger = (Account(server.endpoint, m) for m in made)
            answers = set_up_asker(
                asker_account.client("events"), asker_account.client("sqs"),
                asker_account.id, keeper_account.id,
            )
            questions = set_up_keeper(
                keeper_account.client("events"), keeper_account.client("sqs"),
                keeper_account.id, asker_account.id,
            )
            say(f"two accounts, {asker_account.id} and {keeper_account.id}, each with a bus")
            code = put_directly(stranger, bus_arn(keeper_account.id, KEEPER_BUS))
            assert code in ("AccessDeniedException", "NotAuthorizedException"), code
            say(f"a third account puts an event on the keeper's bus: {code}")
            with Keeper(
                keeper_account.client("events"), keeper_account.client("sqs"), questions
            ) as keeper, Asker(
                asker_account.client("events"), asker_account.client("sqs"), answers
            ) as asker:
                ask_and_cache(asker)
                invalidate(asker, keeper)
                time_out(asker)
                remove_permission(server, asker_account, keeper_account, asker)
            assert keeper.answered == 3, keeper.answered
