"""`angarium inject`: events in the name of AWS's services, through the operators' socket."""
import json

import pytest

from operator_commands import angarium, rule_to_queue
from queue_reader import expect_empty, receive_messages

ACCOUNT, OTHER = "111122223333", "444455556666"


def event_in(account, url):
    message, = receive_messages(account.client("sqs"), url, 1)
    return json.loads(message["Body"])


def test_a_call_of_an_api_reaches_a_rule_in_memory(dev):
    account = dev.account("111122220001")
    url = rule_to_queue(account, "buckets", {
        "source": ["aws.s3"], "detail-type": ["AWS API Call via CloudTrail"],
        "detail": {"eventSource": ["s3.amazonaws.com"],
                   "eventName": ["CreateBucket", "DeleteBucketEncryption"]}})
    done = angarium("inject", "--endpoint", dev.endpoint, "--account", account.id, "--service",
                    "s3", "--api-call", "CreateBucket", "--request", '{"bucketName":"logs"}',
                    "--detail", '{"userAgent":"console"}')
    assert done.returncode == 0, done.stderr
    event = event_in(account, url)
    assert event["id"] == done.stdout.strip() and event["account"] == account.id
    assert event["detail"]["requestParameters"] == {"bucketName": "logs"}
    assert event["detail"]["userAgent"] == "console"
    line = dev.wait_for_line("an event was injected", event["id"])
    assert "uid=" in line and "pid=" in line and "aws.s3" in line


def test_the_shell_says_server_account_and_region(dev):
    account = dev.account("111122220002")
    url = rule_to_queue(account, "objects", {"source": ["aws.s3"], "detail": {
        "bucket": {"name": ["logs"]}, "object": {"key": [{"prefix": "2026/"}]}}})
    done = angarium("inject", "--object-created", "logs/2026/a", "--size", "7",
                    AWS_ENDPOINT_URL=dev.endpoint, AWS_ACCESS_KEY_ID=account.id,
                    AWS_DEFAULT_REGION="us-east-1")
    assert done.returncode == 0, done.stderr
    event = event_in(account, url)
    assert event["resources"] == ["arn:aws:s3:::logs"] and event["detail"]["object"]["size"] == 7
    elsewhere = angarium("inject", "--object-created", "logs/2026/a", AWS_REGION="eu-west-1",
                         AWS_ENDPOINT_URL=dev.endpoint, AWS_ACCESS_KEY_ID=account.id)
    assert elsewhere.returncode == 0 and "in eu-west-1" in elsewhere.stderr
    expect_empty(account.client("sqs"), url)


def test_a_preview_puts_nothing(dev, tmp_path):
    account = dev.account("111122220003")
    url = rule_to_queue(account, "instances", {"source": ["aws.ec2"]})
    done = angarium("inject", "--endpoint", dev.endpoint, "--account", account.id,
                    "--instance-state", "i-0123=running", "--preview")
    event = json.loads(done.stdout)
    assert event["detail"] == {"instance-id": "i-0123", "state": "running"}
    expect_empty(account.client("sqs"), url)
    (tmp_path / "detail.json").write_text('{"n": 1e400}')
    done = angarium("inject", "--endpoint", dev.endpoint, "--account", account.id, "--service",
                    "ec2", "--detail-type", "T", "--detail", f"@{tmp_path}/detail.json", "--json")
    assert json.loads(done.stdout)["bus"] == "default"
    message, = receive_messages(account.client("sqs"), url, 1)
    assert '"detail":{"n": 1e400}' in message["Body"]


REFUSED = [
    (["--service", "s3"], "exactly one of --detail-type"),
    (["--source", "shop", "--detail-type", "t"], "put all others with PutEvents"),
    (["--service", "s3", "--detail-type", "t", "--detail", "{"], "no JSON object"),
    (["--object-created", "logs"], "BUCKET/KEY"),
    (["--service", "s3", "--api-call", "X", "--region", "mars-1"], "this server is not mars-1"),
    (["--service", "s3", "--api-call", "X", "--account", "7"], "twelve digits"),
    (["--service", "s3", "--api-call", "X", "--time", "noon"], "is no time"),
    (["--service", "s3", "--api-call", "X", "--bus", "nowhere"], "does not exist"),
    (["--service", "s3", "--api-call", "X", "--detail", "@/no/such/file"], "can't be read"),
]


@pytest.mark.parametrize("arguments,word", REFUSED)
def test_what_is_wrong_is_said(dev, arguments, word):
    done = angarium("inject", "--endpoint", dev.endpoint, *arguments, AWS_ACCESS_KEY_ID=ACCOUNT)
    assert done.returncode != 0 and word in done.stderr, done.stderr


def test_a_call_that_reads_is_warned_of(dev):
    done = angarium("inject", "--endpoint", dev.endpoint, "--account", ACCOUNT, "--service", "s3",
                    "--api-call", "ListBuckets")
    assert done.returncode == 0
    assert "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS" in done.stderr


def test_without_a_server_it_says_how_to_name_one(tmp_path):
    for place in (["--data", tmp_path], ["--endpoint", "http://127.0.0.1:1"]):
        done = angarium("inject", *place, "--service", "s3", "--api-call", "CreateBucket")
        assert done.returncode == 1 and "start it, then ask again" in done.stderr
    assert not list(tmp_path.iterdir())


def test_serve_takes_them_for_the_accounts_that_its_operator_names(serve):
    allowed, refused = serve.create_account("allowed"), serve.create_account("refused")
    config = serve.config.read_text() + f'[inject]\naccounts = ["{allowed.id}"]\n'
    serve.config.write_text(config)
    serve.start()
    call = ["inject", "--config", serve.config, "--service", "s3", "--api-call", "CreateBucket"]
    url = rule_to_queue(allowed, "buckets", {"source": ["aws.s3"]})
    done = angarium(*call, AWS_ACCESS_KEY_ID=allowed.access_key_id)
    assert done.returncode == 0, done.stderr
    assert event_in(allowed, url)["account"] == allowed.id
    done = angarium(*call, "--account", refused.id)
    assert done.returncode == 1 and f'`inject.accounts = ["{refused.id}"]`' in done.stderr
    serve.wait_for_line("an injection was refused", refused.id, "uid=")
    done = angarium(*call)  # two accounts, and the shell names none
    assert done.returncode == 1 and "name the account" in done.stderr
    done = angarium(*call, "--account", OTHER)
    assert done.returncode == 1 and "there is no account" in done.stderr
