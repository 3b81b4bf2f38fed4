"""Fixtures: servers that live as long as their test or test file, and are shown when it fails."""
import functools
import os

import pytest

import angarium_process
import elsewhere
from client import ISOLATED
from signed_endpoint import SignedEndpoint

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


@pytest.fixture(scope="module")
def far():
    """An endpoint that stands in for all of AWS."""
    endpoint = SignedEndpoint(token="a/session+token==")
    yield endpoint
    endpoint.close()


@pytest.fixture(scope="module")
def near(tmp_path_factory, far):
    """An account of a server whose AWS services are all at `far`."""
    directory = tmp_path_factory.mktemp("near")
    keys = far.credentials
    (directory / "credentials").write_text(elsewhere.CREDENTIALS.format(
        access_key=keys.access_key, secret=keys.secret_key, token=keys.token))
    process = angarium_process.ServeProcess(
        directory, angarium_process.SERVE_CONFIG + elsewhere.ENDPOINTS.format(url=far.url))
    account = process.create_account("near")
    started(process)
    account.client = functools.lru_cache(account.client)  # making one takes half a second
    yield account
    end(process)
