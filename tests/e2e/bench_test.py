"""`angarium bench`: loads a running server, prints what it did, and leaves nothing behind."""
import json
import signal
import subprocess

import pytest

from angarium_process import binary, die_with_parent
from operator_commands import angarium, rule_to_queue

KEYS = {"AWS_ACCESS_KEY_ID": "111122220021", "AWS_SECRET_ACCESS_KEY": "any"}


def left_behind(account):
    buses = account.client("events").list_event_buses()["EventBuses"]
    queues = account.client("sqs").list_queues().get("QueueUrls", [])
    return [bus["Name"] for bus in buses if bus["Name"] != "default"], queues


def test_events_and_messages_are_counted_and_nothing_is_left(dev):
    account = dev.account(KEYS["AWS_ACCESS_KEY_ID"])
    done = angarium("bench", "--endpoint", dev.endpoint, "--connections", 2, "--consumers", 2,
                    "--rules", 5, "--matching", 2, "--rate", 200, "--duration", 1.5,
                    "--bytes", 100, **KEYS)
    assert done.returncode == 0, done.stderr
    assert "events acknowledged" in done.stdout and "events/s" in done.stderr
    report = json.loads(done.stdout.splitlines()[-1])
    assert report["put"] == 300 and report["received"] == 600
    assert 0 < report["delivery_ms_p50"] <= report["delivery_ms_p99"] <= report["delivery_ms_max"]
    assert left_behind(account) == ([], [])


def test_on_a_bus_that_is_there(dev):
    account = dev.account("111122220022")
    url = rule_to_queue(account, "orders", {"detail": {"status": ["paid"]}})
    done = angarium("bench", "--endpoint", dev.endpoint, "--bus", "default", "--queue-url", url,
                    "--duration", 0.5, "--rate", 100, "--entries", 1, "--json",
                    AWS_ACCESS_KEY_ID=account.id, AWS_SECRET_ACCESS_KEY="any")
    assert done.returncode == 0, done.stderr
    line, = done.stdout.splitlines()
    assert json.loads(line)["received"] == json.loads(line)["put"] == 50


def test_an_interrupt_ends_it_and_takes_everything_away(dev):
    account = dev.account("111122220023")
    process = subprocess.Popen(
        [str(binary()), "bench", "--endpoint", dev.endpoint, "--duration", "600", "--rate", "100",
         "--rules", "2"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        preexec_fn=die_with_parent,
        env={"AWS_ACCESS_KEY_ID": account.id, "AWS_SECRET_ACCESS_KEY": "any"})
    assert "events/s" in process.stderr.readline()
    process.send_signal(signal.SIGINT)
    stdout, _ = process.communicate(timeout=60)
    assert process.returncode == 0 and json.loads(stdout.splitlines()[-1])["put"] > 0
    assert left_behind(account) == ([], [])


def test_a_refusal_ends_it_and_is_said(start_dev):
    server = start_dev("--enforce")
    done = angarium("bench", "--endpoint", server.endpoint, "--duration", 1, **KEYS)
    assert done.returncode == 1 and "answered 40" in done.stderr and not done.stdout


@pytest.mark.parametrize("arguments,word", [
    (["--endpoint", "nowhere"], "is not a server's address"),
    (["--endpoint", "http://127.0.0.1:1"], "no server answers"),
    (["--matching", "200"], "--matching"),
    (["--entries", "11"], "--entries"),
])
def test_what_is_wrong_is_said(arguments, word):
    done = angarium("bench", *arguments)
    assert done.returncode != 0 and word in done.stderr, done.stderr
