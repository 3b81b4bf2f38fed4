"""Calls of any operation that the binary has: signed with any credentials, badly, or not at all."""
import datetime
import http.client
import json
import urllib.parse

from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

from api_caller import Answer, api, model, query_form
from client import REGION


class ShiftedAuth(SigV4Auth):
    """Signs as if it were `seconds` from now."""
    seconds = 0

    def _modify_request_before_signing(self, request):
        then = datetime.datetime.utcnow() + datetime.timedelta(seconds=self.seconds)
        request.context["timestamp"] = then.strftime("%Y%m%dT%H%M%SZ")
        super()._modify_request_before_signing(request)


class SignedCaller:
    """One connection. `credentials`: (access key id, secret, session token), or None: unsigned."""

    def __init__(self, server, credentials, clock_seconds=0):
        self.address = urllib.parse.urlsplit(server.endpoint)
        self.connection = http.client.HTTPConnection(
            self.address.hostname, self.address.port, timeout=60)
        self.credentials, self.clock_seconds = credentials, clock_seconds
        self.spoils_signature = False

    def call(self, service, protocol, operation, request):
        headers = {"Host": self.address.netloc}
        if protocol == "json":
            headers["X-Amz-Target"] = f"{api()[service]['target_prefix']}.{operation}"
            headers["Content-Type"] = "application/x-amz-json-1.1"
            body = json.dumps(request).encode()
        else:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
            body = query_form.encode(model(service), operation, request)
        self.connection.request("POST", "/", body, self._signed(service, headers, body))
        return Answer(self.connection.getresponse(), protocol)

    def _signed(self, service, headers, body):
        if self.credentials is None:
            return headers
        request = AWSRequest("POST", f"http://{self.address.netloc}/", data=body, headers=headers)
        auth = ShiftedAuth(Credentials(*self.credentials), service, REGION)
        auth.seconds = self.clock_seconds
        auth.add_auth(request)
        signed = dict(request.headers)
        if self.spoils_signature:
            signature = signed["Authorization"]
            signed["Authorization"] = signature[:-1] + ("0" if signature[-1] != "0" else "1")
        return signed
