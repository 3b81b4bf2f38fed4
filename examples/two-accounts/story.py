"""The whole story, step by step; every step checks what it claims."""
import json
import tempfile
import time

from botocore.exceptions import ClientError

from accounts import (
    ASKER_BUS, KEEPER_BUS, set_up_asker, set_up_gatekeeper, set_up_keeper,
    set_up_permissions, set_up_stranger,
)
from asker import Asker, NoAnswer
from keeper import Keeper
from policies import bus_arn
from server import Server


def say(text):
    print(text, flush=True)


def put_directly(somebody, bus):
    """What the bus of another account answers to a direct PutEvents: an error code, or none."""
    entry = {
        "EventBusName": bus,
        "Source": "stranger",
        "DetailType": "query.execute",
        "Detail": json.dumps({"query_id": "direct", "user": "mallory", "query": "select secrets"}),
    }
    try:
        answer = somebody.client("events").put_events(Entries=[entry])
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


def refused_abroad(somebody, bus, text):
    code = put_directly(somebody, bus)
    assert code == "AccessDeniedException", code
    say(f"{text}: {code}")


def remove_permission(server, gatekeeper, asker):
    gatekeeper.client("events").remove_permission(
        EventBusName=KEEPER_BUS, RemoveAllPermissions=True
    )
    say("the keeper removes its permission")
    try:
        asker.ask("ada", "select something new", 1)
    except NoAnswer:
        pass
    metric = wait_for_metric(
        server, "angarium_failed_invocations_total", [f'bus="{ASKER_BUS}"', "permanent"]
    )
    assert "questions-out" in server.log(), server.log()
    say(f"and the asker's rule's delivery fails for good, as log and metrics show: {metric}")


def put_away(root):
    """Its key sets things up; once that is done nobody can use it any more."""
    root.client("iam").update_access_key(AccessKeyId=root.key_id, Status="Inactive")
    try:
        root.client("iam").list_users()
    except ClientError as error:
        assert error.response["Error"]["Code"] == "InvalidClientTokenId", error
    else:
        raise AssertionError("a key that was put away still opens doors")


def tell(binary, look=lambda server: None):
    """Runs the story against a server of its own, which `look` sees while all are at work."""
    with tempfile.TemporaryDirectory(prefix="angarium-two-accounts-") as directory:
        server = Server(binary, directory)
        for name in ("asker", "keeper", "stranger"):
            server.create_account(name)
        with server:
            asker_root, keeper_root, stranger_root = server.accounts()
            asker_worker, answers = set_up_asker(asker_root, keeper_root.id)
            keeper_worker, questions = set_up_keeper(keeper_root, asker_root.id)
            set_up_permissions(asker_root, keeper_root)
            stranger = set_up_stranger(stranger_root, keeper_root.id)
            gatekeeper = set_up_gatekeeper(keeper_root)
            for root in server.accounts():
                put_away(root)
            say(f"two accounts, {asker_root.id} and {keeper_root.id}, each with a bus")
            say("their root keys, with which all that was made, are put away")
            keeper_bus = bus_arn(keeper_root.id, KEEPER_BUS)
            refused_abroad(stranger, keeper_bus, "a third account puts an event on it")
            refused_abroad(
                asker_worker, keeper_bus, "so does the asker's worker: only the rule's role may"
            )
            with Keeper(
                keeper_worker.client("events"), keeper_worker.client("sqs"), questions
            ) as keeper, Asker(
                asker_worker.client("events"), asker_worker.client("sqs"), answers
            ) as asker:
                ask_and_cache(asker)
                invalidate(asker, keeper)
                time_out(asker)
                look(server)
                remove_permission(server, gatekeeper, asker)
            assert keeper.answered == 3, keeper.answered
