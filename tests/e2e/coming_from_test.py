"""docs/coming-from.md is true: its commands and programs are run, in order and as they are written.

Only the ports are exchanged for free ones, and `angarium` is told of them where the page relies on
the usual one: tests run side by side.
"""
import json
import os
import re
import signal
import socket
import subprocess

import pytest

import angarium_process
from angarium_process import ROOT, binary
from queue_reader import expect_empty

PAGE = (ROOT / "docs" / "coming-from.md").read_text()
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
SECONDS_MAX = 180
ANGARIUM = """#!/bin/sh
case "$*" in
  *--endpoint*|*--port*|*--unset*) exec {binary} "$@" ;;
  dev*) exec {binary} "$@" --port {port} ;;
  env*) exec {binary} "$@" --endpoint http://127.0.0.1:{port} ;;
esac
exec {binary} "$@"
"""


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]


@pytest.fixture
def folder(tmp_path):
    """Where the reader sits: the programs in files, `angarium` and `aws` at hand."""
    for language, text in BLOCK.findall(PAGE):
        name = re.match(r"(?:#|//) (\S+)\n", text)
        if language != "sh":
            (tmp_path / name.group(1)).write_text(text)
    (tmp_path / "bin").mkdir()
    wrapper = tmp_path / "bin" / "angarium"
    wrapper.write_text(ANGARIUM.format(binary=binary(), port=free_port()))
    wrapper.chmod(0o755)
    subprocess.run([ROOT / "tools" / "install_javascript"], check=True)
    (tmp_path / "node_modules").symlink_to(ROOT / "build" / "javascript" / "node_modules")
    return tmp_path


def test_the_page_can_be_pasted(folder):
    script = "".join(text for language, text in BLOCK.findall(PAGE) if language == "sh")
    script = script.replace("4577", str(free_port()))
    environment = {"PATH": f"{folder}/bin:/usr/bin:/bin", "HOME": str(folder), "LC_ALL": "C.UTF-8",
                   "AWS_PAGER": "", "AWS_EC2_METADATA_DISABLED": "true"}
    shell = subprocess.Popen(
        ["bash", "-euxo", "pipefail", "-c", script], cwd=folder, env=environment, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True,
        preexec_fn=angarium_process.die_with_parent)
    try:
        said, _ = shell.communicate(timeout=SECONDS_MAX)
    finally:
        try:
            os.killpg(shell.pid, signal.SIGKILL)  # the servers that the page leaves running
        except ProcessLookupError:
            pass
    assert shell.returncode == 0, said
    for expected in ('"Account": "111122223333"', '"Account": "444455556666"', "1 passed",
                     "https://sqs.us-east-1.amazonaws.com/111122223333/orders", '\\"id\\":7',
                     "localhost.localstack.cloud"):
        assert expected in said, said


def test_each_deviation_names_a_test():
    rows = re.findall(r"^\|.*\| `(\w+\.py)::(\w+)` \|$", PAGE, re.MULTILINE)
    table = PAGE.partition("## What deviates")[2]
    assert len(rows) == len(re.findall(r"^\| [A-Z`]", table, re.MULTILINE)) > 8
    for file, test in rows:
        source = (ROOT / "tests" / "e2e" / file).read_text()
        assert f"\ndef {test}(" in source, f"{file} has no {test}"


def test_every_block_is_of_a_kind_that_is_run():
    assert {language for language, _ in BLOCK.findall(PAGE)} == {"sh", "python", "javascript"}


def test_the_default_bus_carries_what_is_put_and_nothing_else(dev):
    account = dev.account("777788889999")
    sqs, events = account.client("sqs"), account.client("events")
    url = sqs.create_queue(QueueName="everything")["QueueUrl"]
    arn = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]
    events.put_rule(Name="everything", EventPattern=json.dumps({"account": [account.id]}))
    events.put_targets(Rule="everything", Targets=[{"Id": "q", "Arn": arn["QueueArn"]}])
    sqs.create_queue(QueueName="another")  # of which AWS would tell the default bus
    expect_empty(sqs, url)
