"""By which names a server is reached, and what it tells clients that came by each."""
import re
import urllib.parse
import urllib.request

import pytest
from botocore.exceptions import ClientError


def call(server, host, **form):
    """The answer to an unsigned call of SQS's query protocol, sent under the name `host`."""
    url = urllib.parse.urlsplit(server.endpoint)
    request = urllib.request.Request(
        server.endpoint, urllib.parse.urlencode(form).encode(),
        {"Host": f"{host}:{url.port}", "Content-Type": "application/x-www-form-urlencoded"})
    with urllib.request.urlopen(request, timeout=60) as answer:
        return answer.read().decode()


@pytest.mark.parametrize("host", ["sqs.eu-west-1.localhost", "eu-west-1.queue.localhost"])
def test_the_host_says_service_and_region(dev, host):
    name = host.partition(".")[0]
    made = call(dev, host, Action="CreateQueue", QueueName=name)
    url, = re.findall("<QueueUrl>(.*)</QueueUrl>", made)
    port = urllib.parse.urlsplit(dev.endpoint).port
    assert url == f"http://{host}:{port}/000000000000/{name}"
    account = dev.account("000000000000")
    assert name in str(account.client("sqs", region="eu-west-1").list_queues()["QueueUrls"])
    with pytest.raises(ClientError) as caught:
        account.client("sqs").get_queue_url(QueueName=name)
    assert caught.value.response["Error"]["Code"] == "AWS.SimpleQueueService.NonExistentQueue"


def test_aws_own_names_are_not_ours(dev):
    with pytest.raises(urllib.error.HTTPError) as caught:
        call(dev, "sqs.eu-west-1.amazonaws.com", Action="ListQueues")
    assert caught.value.code == 403
