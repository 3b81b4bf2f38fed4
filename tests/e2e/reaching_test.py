"""By which names a server is reached, as an endpoint and as a proxy, and what it tells who came."""
import http.client
import re
import socket
import stat
import subprocess
import threading
import urllib.error
import urllib.parse
import urllib.request

import pytest
from botocore.exceptions import ClientError

import angarium_process


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


def open_tunnel(server, target):
    """(status line and header, socket) after CONNECT."""
    url = urllib.parse.urlsplit(server.endpoint)
    wire = socket.create_connection((url.hostname, url.port), timeout=60)
    wire.sendall(f"CONNECT {target} HTTP/1.1\r\nHost: {target}\r\n\r\n".encode())
    head = b""
    while b"\r\n\r\n" not in head:
        piece = wire.recv(4096)
        assert piece, head
        head += piece
    return head.decode(), wire


def said_in_tunnel(server, host, ca):
    """What OpenSSL's client hears after a request through the proxy; it checks the chain."""
    url = urllib.parse.urlsplit(server.endpoint)
    return subprocess.run(
        ["openssl", "s_client", "-proxy", url.netloc, "-connect", f"{host}:443",
         "-servername", host, "-CAfile", ca, "-x509_strict", "-verify_return_error",
         "-verify_hostname", host, "-quiet", "-ign_eof"],
        input=f"POST / HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n"
              "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 17\r\n\r\n"
              "Action=ListQueues",
        capture_output=True, text=True, timeout=60)


def test_a_tunnel_to_aws_ends_here_with_a_certificate_that_verifies(start_dev, tmp_path):
    server = start_dev("--data", tmp_path / "data")
    ca = tmp_path / "data" / "proxy-ca.pem"
    for host in ("sqs.eu-west-1.amazonaws.com", "queue.amazonaws.com"):
        heard = said_in_tunnel(server, host, ca)
        assert "<ListQueuesResponse" in heard.stdout, heard


def test_the_authority_outlives_a_restart_and_its_key_is_private(start_dev, tmp_path):
    server = start_dev("--data", tmp_path / "data")
    ca, key = tmp_path / "data" / "proxy-ca.pem", tmp_path / "data" / "proxy-ca.key"
    before = ca.read_text()
    server.stop()
    server.start()
    assert ca.read_text() == before
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    assert "<ListQueuesResponse" in said_in_tunnel(server, "queue.amazonaws.com", ca).stdout


def test_the_proxy_keeps_to_the_host_of_the_tunnel(dev):
    head, wire = open_tunnel(dev, "sqs.us-east-1.amazonaws.com:80")
    assert head.startswith("HTTP/1.1 200 ")
    wire.sendall(b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n")
    assert wire.recv(4096).startswith(b"HTTP/1.1 403 ")


def test_plain_http_for_aws_goes_through_the_proxy(dev):
    def ask(host):
        connection = http.client.HTTPConnection(urllib.parse.urlsplit(dev.endpoint).netloc,
                                                timeout=60)
        connection.request("POST", f"http://{host}/", b"Action=ListQueues",
                           {"Host": host, "Content-Type": "application/x-www-form-urlencoded"})
        return connection.getresponse()

    answer = ask("sqs.eu-west-1.amazonaws.com")
    assert b"<ListQueuesResponse" in answer.read()
    assert ask("sqs.example.com").status == 403


@pytest.mark.parametrize("target", ["github.com:443", "127.0.0.1:22", "sqs.amazonaws.com:22"])
def test_other_hosts_are_refused(dev, target):
    head, _ = open_tunnel(dev, target)
    assert head.startswith("HTTP/1.1 403 ")


def test_an_allowed_name_does_not_lead_into_the_neighbourhood(start_dev):
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        server = start_dev("--proxy-allow", f"localhost:{port}")
        head, wire = open_tunnel(server, f"localhost:{port}")
        assert head.startswith("HTTP/1.1 502 ")
        listener.setblocking(False)
        with pytest.raises(BlockingIOError):
            listener.accept()


def serve_with(tmp_path, proxy):
    config = angarium_process.SERVE_CONFIG + "[proxy]\n" + proxy
    return angarium_process.ServeProcess(tmp_path, config)


def test_an_allowed_host_in_an_allowed_network_is_led_to(tmp_path):
    def echo(listener):
        wire, _ = listener.accept()
        with wire:
            wire.sendall(b"you said " + wire.recv(100))

    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        server = serve_with(tmp_path, f"""
            enabled = true
            allow = ["localhost:{port}"]
            allow_networks = ["127.0.0.0/8"]
            """).start()
        try:
            echoing = threading.Thread(target=echo, args=(listener,))
            echoing.start()
            head, wire = open_tunnel(server, f"localhost:{port}")
            assert head.startswith("HTTP/1.1 200 ")
            wire.sendall(b"hello")
            assert wire.recv(100) == b"you said hello"
            echoing.join()
            wire.close()
        finally:
            server.stop()


def test_in_production_the_proxy_is_off_unless_configured(serve):
    serve.start()
    head, _ = open_tunnel(serve, "sqs.us-east-1.amazonaws.com:443")
    assert head.startswith("HTTP/1.1 405 ")
    assert not (serve.directory / "data" / "proxy-ca.key").exists()
