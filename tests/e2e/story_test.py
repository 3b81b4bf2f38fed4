"""The story of `client_story.py`: Debian's AWS CLI and boto3 (of 2022), and both AWS SDKs for
JavaScript."""
import pytest

from client_story import REGION, client, tell

CLIENTS = pytest.mark.parametrize("name", ["aws", "boto3", "v3", "v2"])


@CLIENTS
def test_with_an_endpoint(dev, tmp_path, name):
    with client(name, dev, tmp_path, through_proxy=False) as call:
        tell(call, f"{name}-endpoint", dev.endpoint)


@CLIENTS
def test_with_no_endpoint_anywhere(dev, tmp_path, name):
    with client(name, dev, tmp_path, through_proxy=True) as call:
        tell(call, f"{name}-proxy", f"https://sqs.{REGION}.amazonaws.com")
