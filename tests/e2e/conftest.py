"""Fixtures: servers that live as long as their test or test file, and are shown when it fails."""
import os

import pytest

import angarium_process
from client import ISOLATED

LOG_LINES_SHOWN = 200
running = []  # what a failing test shows the log of


@pytest.fixture(scope="session", autouse=True)
def isolated_environment():
    for name in [name for name in os.environ if name.lower().endswith("_proxy")]:
        del os.environ[name]
    os.environ.update(ISOLATED)


def started(process):
    running.append(process)
    return process.start()


def end(process):
    running.remove(process)
    if process.is_running():
        process.stop()


@pytest.fixture(scope="module")
def dev():
    """`angarium dev`, one for a whole file: each test uses accounts or names of its own."""
    process = started(angarium_process.AngariumProcess("dev", "--port", "0"))
    yield process
    end(process)


@pytest.fixture
def start_dev():
    """start_dev(*flags) starts an `angarium dev` for this test alone."""
    mine = []

    def start(*flags):
        mine.append(angarium_process.AngariumProcess("dev", "--port", "0", *flags))
        return started(mine[-1])
    yield start
    for process in mine:
        end(process)


@pytest.fixture
def serve(tmp_path):
    """A prepared `angarium serve`: make its accounts, then serve.start()."""
    process = angarium_process.ServeProcess(tmp_path)
    running.append(process)
    yield process
    end(process)


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport():
    outcome = yield
    report = outcome.get_result()
    if report.failed:
        for process in running:
            lines = process.log[-LOG_LINES_SHOWN:]
            report.sections.append((f"log of {' '.join(process.command)}", "\n".join(lines)))
