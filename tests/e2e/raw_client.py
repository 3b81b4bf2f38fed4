"""Requests that no SDK would send: signed by botocore, sent byte by byte over a socket."""
import json
import socket
import urllib.parse

from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

from client import REGION

TARGETS = {"events": ("AWSEvents.", "application/x-amz-json-1.1"),
           "sqs": ("AmazonSQS.", "application/x-amz-json-1.0")}
ANSWER_SECONDS_MAX = 60


class Answer:
    def __init__(self, head, body):
        lines = head.decode().split("\r\n")
        self.status = int(lines[0].split(" ")[1])
        self.headers = {name.lower(): value for name, value in
                        (line.split(": ", 1) for line in lines[1:] if line)}
        self.body = body

    @property
    def code(self):
        """The error's name, as the JSON protocols carry it."""
        return json.loads(self.body)["__type"].rpartition("#")[2]


def signed_headers(account, service, operation, body, region=REGION, signs_as=None):
    """The headers of one call in the service's JSON protocol, signed for this body."""
    prefix, content_type = TARGETS[service]
    request = AWSRequest("POST", account.server.endpoint + "/", data=body, headers={
        "Host": urllib.parse.urlsplit(account.server.endpoint).netloc,
        "Content-Type": content_type, "X-Amz-Target": prefix + operation})
    credentials = Credentials(account.access_key_id, account.secret_access_key)
    SigV4Auth(credentials, signs_as or service, region).add_auth(request)
    return dict(request.headers)


def head_of(headers, line="POST / HTTP/1.1"):
    fields = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    return f"{line}\r\n{fields}\r\n".encode()


def connect(server):
    address = urllib.parse.urlsplit(server.endpoint)
    return socket.create_connection((address.hostname, address.port), ANSWER_SECONDS_MAX)


def read_answer(connection):
    """The next answer, or None when the server closed without one."""
    received = b""
    while b"\r\n\r\n" not in received:
        part = connection.recv(65536)
        if not part:
            return None
        received += part
    head, _, body = received.partition(b"\r\n\r\n")
    answer = Answer(head, body)
    while len(answer.body) < int(answer.headers["content-length"]):
        answer.body += connection.recv(65536)
    return answer


def call(account, service, operation, body, headers=None):
    """Sends one signed call, with some headers replaced (None removes one)."""
    merged = signed_headers(account, service, operation, body) | (headers or {})
    merged = {"Content-Length": str(len(body))} | merged
    merged = {name: value for name, value in merged.items() if value is not None}
    with connect(account.server) as connection:
        connection.sendall(head_of(merged) + body)
        return read_answer(connection)
