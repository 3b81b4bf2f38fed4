"""The harness itself, on stand-ins for the server: it must not hide a server that fails."""
import os
import select
import subprocess
import sys

import pytest

from angarium_process import AngariumProcess
from client import AWS, Account, CliError

PRINTS_ITS_ADDRESS = "print('health on http://127.0.0.1:2\\nlistening on http://127.0.0.1:1 (dev)',"
PRINTS_ITS_ADDRESS += " flush=True)\n"


def stand_in(script):
    return AngariumProcess("-c", script, program=sys.executable)


def waits_for_signal(code):
    return ("import signal, sys\n"
            f"signal.signal(signal.SIGTERM, lambda *_: sys.exit({code}))\n"
            + PRINTS_ITS_ADDRESS + "while True: signal.pause()\n")


def test_finds_the_addresses_and_stops():
    process = stand_in(waits_for_signal(0)).start()
    assert (process.endpoint, process.health) == ("http://127.0.0.1:1", "http://127.0.0.1:2")
    process.stop()
    assert not process.is_running()


def test_an_unclean_end_fails():
    process = stand_in(waits_for_signal(3)).start()
    with pytest.raises(AssertionError, match="ended with 3"):
        process.stop()


def test_a_server_that_does_not_start_shows_its_log():
    with pytest.raises(AssertionError, match="port 4566 is taken"):
        stand_in("print('port 4566 is taken')").start()


def test_kill_and_restart_keep_the_log():
    process = stand_in(waits_for_signal(0)).start()
    process.kill()
    process.start()
    process.stop()
    assert len(process.log) == 4


def test_the_server_dies_with_the_test():
    """A test process that is killed itself leaves no server behind."""
    child = ("import sys; from angarium_process import AngariumProcess\n"
             f"p = AngariumProcess('-c', {waits_for_signal(0)!r}, program=sys.executable).start()\n"
             "import os, signal; print(p.pid, flush=True); os.kill(os.getpid(), signal.SIGKILL)\n")
    run = subprocess.run([sys.executable, "-c", child], stdout=subprocess.PIPE, text=True,
                         cwd=__file__.rpartition("/")[0])
    try:
        server = os.pidfd_open(int(run.stdout))
    except ProcessLookupError:
        return  # gone already
    ended, _, _ = select.select([server], [], [], 10)  # readable once the process has ended
    os.close(server)
    assert ended, "still running"


def test_the_command_line_reports_what_went_wrong():
    process = stand_in(waits_for_signal(0)).start()
    account = Account(process, "111122223333", "111122223333", "any")
    with pytest.raises(CliError, match="Could not connect"):
        account.aws("sts", "get-caller-identity")
    process.stop()
    version = subprocess.run([AWS, "--version"], capture_output=True, text=True).stdout
    assert version.startswith("aws-cli/")
