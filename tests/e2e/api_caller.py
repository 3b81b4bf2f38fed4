"""What the binary says it implements, and calls of any of it that no SDK would make: one
connection, both protocols, requests of whatever form."""
import functools
import http.client
import json
import subprocess
import sys
import urllib.parse
import xml.etree.ElementTree

from angarium_process import ROOT, binary
from client import REGION

sys.path.insert(0, str(ROOT / "tests" / "botocore"))

import model as aws  # noqa: E402
import query_form  # noqa: E402


@functools.cache
def api():
    """What the binary says it implements: service -> its description."""
    printed = subprocess.run([binary(), "api"], check=True, stdout=subprocess.PIPE, text=True)
    return {service["service"]: service for service in json.loads(printed.stdout)["services"]}


@functools.cache
def model(service):
    return aws.load(service)


def protocols(service):
    description = api()[service]
    return [name for name, key in (("json", "target_prefix"), ("query", "query_namespace"))
            if description[key]]


class Answer:
    def __init__(self, response, protocol):
        self.status, body = response.status, response.read()
        self.code = self.message = self.query_error = None
        self.failed = []  # (code, message) of each entry of a batch that was refused by itself
        self.document = self.parts = None  # of a success: its JSON, or the texts of its XML
        if self.status < 400:
            self.read_failed(body, protocol)
            return
        if protocol == "json":
            error = json.loads(body)
            self.code, self.message = error["__type"].rpartition("#")[2], error["message"]
            self.query_error = response.headers.get("x-amzn-query-error")
        else:
            found = {part.tag.rpartition("}")[2]: part.text
                     for part in xml.etree.ElementTree.fromstring(body).iter()}
            self.code, self.message = found["Code"], found["Message"]

    def read_failed(self, body, protocol):
        if protocol == "json":
            self.document = json.loads(body or b"{}")
            entries = self.document.get("Failed", [])
        else:
            self.parts = {part.tag.rpartition("}")[2]: part.text
                          for part in xml.etree.ElementTree.fromstring(body).iter()}
            entries = [{part.tag.rpartition("}")[2]: part.text for part in entry}
                       for entry in xml.etree.ElementTree.fromstring(body).iter()
                       if entry.tag.rpartition("}")[2] == "BatchResultErrorEntry"]
        self.failed = [(entry["Code"], entry["Message"]) for entry in entries]

    def __repr__(self):
        return f"{self.status} {self.code}: {self.message} {self.failed}"


class Caller:
    """Sends what no SDK would, over one connection."""

    def __init__(self, server, account_id):
        address = urllib.parse.urlsplit(server.endpoint)
        self.connection = http.client.HTTPConnection(address.hostname, address.port, timeout=60)
        self.account_id = account_id

    def call(self, service, protocol, operation, request):
        # In development mode any signature will do that has the form of one; it names the account
        # and the service. Without it the caller would be 000000000000.
        scope = f"{self.account_id}/20260101/{REGION}/{service}/aws4_request"
        headers = {"Authorization": f"AWS4-HMAC-SHA256 Credential={scope}, SignedHeaders=host, "
                                    f"Signature={'0' * 64}",
                   "X-Amz-Date": "20260101T000000Z"}
        if protocol == "json":
            headers["X-Amz-Target"] = f"{api()[service]['target_prefix']}.{operation}"
            headers["Content-Type"] = "application/x-amz-json-1.1"
            body = json.dumps(request).encode()
        else:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
            body = query_form.encode(model(service), operation, request)
        self.connection.request("POST", "/", body, headers)
        return Answer(self.connection.getresponse(), protocol)
