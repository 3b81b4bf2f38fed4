"""What is not there says so: to the caller, in the metrics, and in docs/api/."""
import os
import subprocess
import urllib.request

import pytest

from angarium_process import ROOT
from api_caller import Caller, api, protocols

ACCOUNT = "111122223333"
MISSING = [(service, protocol, api()[service]["unimplemented"][0]) for service in api()
           for protocol in protocols(service) if api()[service]["unimplemented"]]


def counted(server, service, operation):
    """The metric of one operation, 0 where there is none."""
    labels = f'{{operation="{operation}",service="{service}"}}'
    text = urllib.request.urlopen(f"{server.health}/metrics").read().decode()
    found = [line.rpartition(" ")[2] for line in text.splitlines()
             if line.startswith(f"angarium_unimplemented_requests_total{labels}")]
    return float(found[0]) if found else 0


@pytest.mark.parametrize("service, protocol, operation", MISSING)
def test_an_operation_that_is_not_there_is_named_and_counted(dev, service, protocol, operation):
    before = counted(dev, service, operation)
    answer = Caller(dev, ACCOUNT).call(service, protocol, operation, {})
    assert (answer.status, answer.code) == (501, "NotImplementedException")
    for part in (f"`{operation}` of `{service}`", "Angarium ", f"docs/api/{service}.md"):
        assert part in answer.message
    assert (ROOT / "docs" / "api" / f"{service}.md").exists()
    assert counted(dev, service, operation) == before + 1


def test_a_name_that_aws_does_not_know_is_not_counted(dev):
    answer = Caller(dev, ACCOUNT).call("events", "json", "PutEvent", {})
    assert (answer.status, answer.code) == (400, "UnknownOperationException")
    assert counted(dev, "events", "PutEvent") == 0


def test_the_pages_of_docs_api_are_current():
    done = subprocess.run([ROOT / "tools" / "make_api_docs", "--check"], env=dict(os.environ),
                          text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    assert done.returncode == 0, done.stdout
