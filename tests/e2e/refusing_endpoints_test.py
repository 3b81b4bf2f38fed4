"""Endpoints that refuse connections for an hour leave the server's memory flat, and get what they
are owed once they are back. The server's clock runs faster, so that the hour is over in seconds.

ANGARIUM_REFUSING_ENDPOINTS says how many (100); with 10,000 give it ANGARIUM_CLOCK_FACTOR=20."""
import os
import pathlib
import socket
import threading
import time
import urllib.request

from angarium_process import SERVE_CONFIG, ServeProcess
from permitted import key_connection, role_for_rules
from shifted_clock import shifted
from storm_targets import Sink

ENDPOINTS = int(os.environ.get("ANGARIUM_REFUSING_ENDPOINTS", "100"))
FACTOR = int(os.environ.get("ANGARIUM_CLOCK_FACTOR", "600"))
RULE_TARGETS = 100
# Of each endpoint, by docs/delivery.md: after 9 the waits are as long as they get, 8 minutes on
# average; 8 more are an hour.
RETRIES_BEFORE, RETRIES_OF_AN_HOUR = 9, 8
SECONDS_MAX = 1500
# RocksDB's write buffers fill meanwhile, up to their bound; so does malloc.
GROWTH_MB_MAX = 48

CONFIG = SERVE_CONFIG + """
clock_skew_ms = 86400000
log_level = "error"
[destinations]
allow_networks = ["127.0.0.1"]
allow_http = true
[quotas]
api_destinations = 100000
rules_per_event_bus = 1000
targets_per_rule = 100
targets_per_request = 100
"""


def metric(server, name):
    text = urllib.request.urlopen(f"{server.health}/metrics").read().decode()
    return sum(float(line.split()[-1]) for line in text.splitlines()
               if line.startswith((name + "{", name + " ")))


def wait_until(condition):
    due = time.monotonic() + SECONDS_MAX
    while not condition():
        assert time.monotonic() < due
        threading.Event().wait(0.2)


def memory_mb(server):
    for line in pathlib.Path(f"/proc/{server.pid}/status").read_text().splitlines():
        if line.startswith("RssAnon"):
            return int(line.split()[1]) / 1024


def lead_to_all(account, port):
    """Rules that lead every event to all endpoints."""
    events = account.client("events")
    role = role_for_rules(account.client("iam"), "caller", "events:InvokeApiDestination")
    connection = key_connection(events, "open")
    for rule in range(0, ENDPOINTS, RULE_TARGETS):
        events.put_rule(Name=f"rule-{rule}", EventPattern='{"source": ["shop"]}')
        targets = []
        for i in range(rule, min(rule + RULE_TARGETS, ENDPOINTS)):
            made = events.create_api_destination(
                Name=f"endpoint-{i}", ConnectionArn=connection, HttpMethod="POST",
                InvocationEndpoint=f"http://127.0.0.1:{port}/endpoint-{i}/event")
            targets.append({"Id": str(i), "Arn": made["ApiDestinationArn"], "RoleArn": role})
        answer = events.put_targets(Rule=f"rule-{rule}", Targets=targets)
        assert answer["FailedEntryCount"] == 0, answer


def refuse_for_an_hour(server):
    """(memory when the waits have become long, memory an hour later), in MB"""
    retries, memory = "angarium_retry_invocation_attempts_total", []
    for each in (RETRIES_BEFORE, RETRIES_BEFORE + RETRIES_OF_AN_HOUR):
        wait_until(lambda: metric(server, retries) >= each * ENDPOINTS)
        assert metric(server, "angarium_deliveries_retrying") == ENDPOINTS
        memory.append(memory_mb(server))
    return memory


def test_memory_stays_flat_and_nothing_is_forgotten(tmp_path, capsys, monkeypatch):
    # The address sanitizer keeps what was freed, but then no more than this.
    monkeypatch.setenv("ASAN_OPTIONS", os.environ.get("ASAN_OPTIONS", "") + ":quarantine_size_mb=8")
    sink = Sink()
    server = ServeProcess(tmp_path, CONFIG)
    account = server.create_account("owner")
    # Bound and not listening: nobody else gets the port, and whoever connects is refused.
    with socket.socket() as closed, shifted(tmp_path, 0, FACTOR):
        closed.bind(("127.0.0.1", 0))
        sink.port = closed.getsockname()[1]
        server.start()
        lead_to_all(account, sink.port)
        account.client("events").put_events(Entries=[
            {"Source": "shop", "DetailType": "order", "Detail": "{}"}])
        before, after = refuse_for_an_hour(server)
    sink.begin()
    try:
        wait_until(lambda: len(sink.arrived) == ENDPOINTS)
        with capsys.disabled():
            print(f"\n{ENDPOINTS} endpoints: {before:.0f} MB, an hour later {after:.0f} MB")
        assert after - before < GROWTH_MB_MAX
    finally:
        server.stop()
        sink.end()
