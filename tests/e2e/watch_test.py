"""`angarium tail` and `angarium trace`: what happens to events, for operators and accounts."""
import json
import subprocess
import threading

import pytest

from angarium_process import binary, die_with_parent
from client import REGION
from operator_commands import angarium, rule_to_queue
from queue_reader import receive_messages

LINE_SECONDS_MAX = 30


class Tail:
    """A running `angarium tail` whose lines can be waited for."""

    def __init__(self, *arguments):
        self.lines, self._logged = [], threading.Condition()
        self._process = subprocess.Popen(
            [str(binary()), "tail", *map(str, arguments)], stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, text=True, preexec_fn=die_with_parent)
        self._reader = threading.Thread(target=self._read)
        self._reader.start()

    def _read(self):
        for line in self._process.stdout:
            with self._logged:
                self.lines.append(line.rstrip("\n"))
                self._logged.notify_all()

    def first_event(self, account):
        """The first event that it shows: it begins when the server is asked, some time after it
        was started."""
        for _ in range(100):
            event_id = put(account)
            with self._logged:
                if self._logged.wait_for(lambda: event_id in "".join(self.lines), 0.3):
                    return event_id
        raise AssertionError(self.lines)

    def wait_for(self, *parts):
        def found():
            return next((line for line in self.lines if all(part in line for part in parts)), None)
        with self._logged:
            assert self._logged.wait_for(found, LINE_SECONDS_MAX), (parts, self.lines)
            return found()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._process.terminate()
        self._process.wait()
        self._reader.join()
        self._process.stdout.close()


def put(account, bus="default", source="shop", detail='{"status":"paid"}'):
    answer = account.client("events").put_events(Entries=[
        {"Source": source, "DetailType": "order", "Detail": detail, "EventBusName": bus}])
    return answer["Entries"][0]["EventId"]


def seen(server, *arguments):
    """What the history has, as objects; `--past` needs no waiting."""
    done = angarium("tail", "--endpoint", server.endpoint, "--past", "--json", *arguments)
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_events_come_live_with_what_they_match_and_what_comes_of_it(dev):
    account = dev.account("111122220011")
    rule_to_queue(account, "paid", {"detail": {"status": ["paid"]}})
    with Tail("--endpoint", dev.endpoint, "--account", account.id) as tail:
        first = tail.first_event(account)
        tail.wait_for("paid -> sqs:paid: delivered with the event")
        other = put(account, detail='{"status":"open"}')
        tail.wait_for(other, "default", "shop", "order")
        tail.wait_for("no rule matched")
        assert first != other


def test_why_a_rule_did_not_match(dev):
    account = dev.account("111122220012")
    rule_to_queue(account, "paid", {"source": ["shop"], "detail": {"status": ["paid"]}})
    event_id = put(account, detail='{"status":"Paid"}')
    done = angarium("tail", "--endpoint", dev.endpoint, "--account", account.id, "default",
                    "--past", "--count", "1", "--why", "paid")
    assert done.returncode == 0, done.stderr
    assert event_id in done.stdout and "detail.status" in done.stdout
    event, = seen(dev, "--account", account.id, "default", "--count", "1", "--why", "paid")
    assert event["why"]["matches"] is False
    leaves = event["why"]["explanation"]["alternatives"][0]["leaves"]
    assert leaves[0]["path"] == "detail.status" and not leaves[0]["held"]
    done = angarium("tail", "--endpoint", dev.endpoint, "--account", account.id, "default",
                    "--why", "payd")
    assert done.returncode == 1 and "did you mean `paid`?" in done.stderr


def test_only_events_that_match_a_pattern(dev, tmp_path):
    account = dev.account("111122220013")
    put(account, source="shop")
    wanted = put(account, source="store", detail='{"n": 1e400}')
    pattern = tmp_path / "pattern.json"
    pattern.write_text('{"source":["store"]}')
    for given in ('{"source":["store"]}', pattern):
        done = angarium("tail", "--endpoint", dev.endpoint, "--account", account.id, "--past",
                        "--json", "--count", "1", "--pattern", given)
        assert json.loads(done.stdout)["event_id"] == wanted
        assert '"detail":{"n": 1e400}' in done.stdout
    done = angarium("tail", "--endpoint", dev.endpoint, "--account", account.id, "--pattern", "{")
    assert done.returncode == 1 and "the pattern" in done.stderr


def forward(sender, receiver):
    """A rule of the sender whose target is the receiver's bus `inbox`, and a rule there."""
    receiver.client("events").create_event_bus(Name="inbox")
    receiver.client("events").put_permission(
        EventBusName="inbox", Action="events:PutEvents", Principal=sender.id, StatementId="in")
    arn = f"arn:aws:events:{REGION}:{receiver.id}:event-bus/inbox"
    events = sender.client("events")
    events.put_rule(Name="partner", EventPattern='{"source":["shop"]}')
    events.put_targets(Rule="partner", Targets=[{"Id": "bus", "Arn": arn}])
    return rule_to_queue(receiver, "orders", {"source": ["shop"]}, bus="inbox")


def trace(server, event_id, *arguments):
    done = angarium("trace", "--endpoint", server.endpoint, event_id, "--json", *arguments)
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_an_event_is_traced_over_the_border(dev):
    sender, receiver = dev.account("111122220014"), dev.account("444455550014")
    url = forward(sender, receiver)
    event_id = put(sender)
    receive_messages(receiver.client("sqs"), url, 1)
    here, there = trace(dev, event_id)
    assert (here["account"], here["bus"]) == (sender.id, "default")
    assert (there["account"], there["bus"]) == (receiver.id, "inbox")
    assert there["from"] == {"account": sender.id, "region": REGION, "bus": "default"}
    attempt, = here["deliveries"][0]["attempts"]
    assert here["received"] <= attempt["began"] <= attempt["ended"]
    assert there["deliveries"][0]["in_commit"] and there["deliveries"][0]["rule"] == "orders"
    assert here["event"]["detail"] == {"status": "paid"}
    text = angarium("trace", "--endpoint", dev.endpoint, event_id).stdout
    assert "partner -> event-bus/inbox of 444455550014: attempt 1" in text
    assert f"received from the bus {sender.id}/default" in text


def test_an_account_sees_its_own_buses_and_no_stranger(dev):
    sender, receiver = dev.account("111122220015"), dev.account("444455550015")
    url = forward(sender, receiver)
    event_id = put(sender)
    receive_messages(receiver.client("sqs"), url, 1)
    hop, = trace(dev, event_id, "--as", sender.id)
    assert hop["account"] == sender.id and hop["deliveries"][0]["state"] == "delivered"
    hop, = trace(dev, event_id, "--as", receiver.id)
    assert hop["account"] == receiver.id
    done = angarium("trace", "--endpoint", dev.endpoint, event_id, "--as", "999999999999")
    assert done.returncode == 1 and "the history has no event" in done.stderr
    bus = f"arn:aws:events:{REGION}:{receiver.id}:event-bus/inbox"
    done = angarium("tail", "--endpoint", dev.endpoint, bus, "--everywhere", "--as", sender.id)
    assert done.returncode == 1 and "does not see" in done.stderr
    everywhere = angarium("tail", "--endpoint", dev.endpoint, "--everywhere", "--past", "--json",
                          "--count", "2", "--pattern", '{"account":["%s"]}' % sender.id)
    accounts = {json.loads(line)["account"] for line in everywhere.stdout.splitlines()}
    assert accounts == {sender.id, receiver.id}


def test_what_fails_for_good_says_why(dev):
    account = dev.account("111122220016")
    events = account.client("events")
    events.put_rule(Name="lost", EventPattern='{"source":["shop"]}')
    events.put_targets(Rule="lost", Targets=[
        {"Id": "1", "Arn": f"arn:aws:sqs:{REGION}:{account.id}:nowhere"}])
    with Tail("--endpoint", dev.endpoint, "--account", account.id) as tail:
        event_id = tail.first_event(account)
        line = tail.wait_for("lost -> sqs:nowhere: GIVEN UP (permanent)")
        assert "attempt 1" in line
    hop, = trace(dev, event_id)
    assert hop["deliveries"][0]["state"] == "given-up"
    assert hop["deliveries"][0]["attempts"][0]["error_code"]


def test_no_event_moves_the_cursor_of_a_terminal(dev):
    account = dev.account("111122220017")
    put(account, source="sh\x1b[2Jop")
    done = angarium("tail", "--endpoint", dev.endpoint, "--account", account.id, "--past",
                    "--count", "1")
    assert "\x1b" not in done.stdout and "sh\\x1b[2Jop" in done.stdout


@pytest.mark.parametrize("arguments,word", [
    (["nowhere"], "there is default"),
    (["arn:aws:sqs:us-east-1:111122220018:q"], "not the ARN of an event bus"),
    (["--region", "mars-1"], "this server is not mars-1"),
    (["--pattern", "/no/such/file"], "can't be read"),
    (["--why", "paid"], "name the bus"),
])
def test_what_is_wrong_is_said(dev, arguments, word):
    done = angarium("tail", "--endpoint", dev.endpoint, *arguments,
                    AWS_ACCESS_KEY_ID="111122220018")
    assert done.returncode != 0 and word in done.stderr, done.stderr


def test_a_server_stops_at_once_while_somebody_looks(start_dev):
    server = start_dev()
    account = server.account()
    with Tail("--endpoint", server.endpoint, "--account", account.id) as tail:
        tail.first_event(account)
        server.stop()
        tail.wait_for("angarium: ")


def test_a_history_can_be_turned_off(serve):
    account = serve.create_account("quiet")
    serve.config.write_text(serve.config.read_text() + "[history]\nminutes = 0\n")
    serve.start()
    done = angarium("tail", "--config", serve.config)
    assert done.returncode == 1 and "history.minutes" in done.stderr
    assert put(account)
