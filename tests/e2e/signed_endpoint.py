"""A stand-in for AWS services: checks each signature by computing it anew with botocore's signer,
and remembers each request (aws_model.py holds it against AWS's model)."""
import http.server
import json
import re
import threading
import urllib.parse

from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

AUTHORIZATION = re.compile(r"AWS4-HMAC-SHA256 Credential=([^/]+)/(\d{8})/([^/]+)/([^/]+)/"
                           r"aws4_request, SignedHeaders=([^,]+), Signature=([0-9a-f]{64})")


class Call:
    """One request, as it came: `service` and `region` are those of its signature."""

    def __init__(self, handler, body):
        self.method, self.path = handler.command, handler.path
        self.headers, self.body = handler.headers, body
        self.problem = None
        match = AUTHORIZATION.fullmatch(self.headers.get("Authorization", ""))
        if not match:
            self.problem = "not signed"
            return
        self.access_key, _, self.region, self.service, names, self.signature = match.groups()
        self.signed_names = names.split(";")

    @property
    def target(self):
        return self.headers.get("X-Amz-Target")

    def json(self):
        return json.loads(self.body)

    def form(self):
        return dict(urllib.parse.parse_qsl(self.body.decode()))

    def expected_signature(self, credentials, host):
        headers = {name: self.headers[name] for name in self.signed_names}
        request = AWSRequest(self.method, f"http://{host}{self.path}", data=self.body,
                             headers=headers)
        request.context["timestamp"] = self.headers["X-Amz-Date"]
        signer = SigV4Auth(credentials, self.service, self.region)
        text = signer.string_to_sign(request, signer.canonical_request(request))
        return signer.signature(text, request)


class SignedEndpoint:
    """Listens on a free port of this machine. `answers` maps X-Amz-Target (or the path) to a list
    of (status, headers, body) to be given in turn; whatever has none gets 200 and `{}`."""

    def __init__(self, access_key="AKIAIOSFODNN7EXAMPLE", secret="a secret/with+signs",
                 token=None):
        self.credentials = Credentials(access_key, secret, token)
        self.calls, self.answers = [], {}
        self._changed = threading.Condition()
        endpoint = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def handle_any(self):
                endpoint.handle(self)

            do_POST = do_PUT = do_GET = handle_any

            def log_message(self, *arguments):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.host = f"127.0.0.1:{self.server.server_port}"
        self.url = f"http://{self.host}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self):
        self.server.shutdown()
        self.server.server_close()

    def handle(self, handler):
        body = handler.rfile.read(int(handler.headers.get("Content-Length", 0)))
        call = Call(handler, body)
        status, headers, answer = self.answer_to(call)
        with self._changed:
            self.calls.append(call)
            self._changed.notify_all()
        handler.send_response(status)
        for name, value in headers.items():
            handler.send_header(name, value)
        handler.send_header("Content-Length", str(len(answer)))
        handler.end_headers()
        handler.wfile.write(answer)

    def answer_to(self, call):
        if call.problem is None:
            if call.access_key != self.credentials.access_key:
                call.problem = "another key"
            elif call.expected_signature(self.credentials, self.host) != call.signature:
                call.problem = "signature"
            elif self.credentials.token != call.headers.get("X-Amz-Security-Token"):
                call.problem = "token"
        if call.problem:
            return 403, {}, b'{"__type":"InvalidSignatureException","message":"no"}'
        planned = self.answers.get(call.target or call.path)
        if planned:
            return planned.pop(0)
        return 200, {"Content-Type": "application/json"}, b"{}"

    def wait_for(self, wanted, seconds=20):
        """The first call for which wanted(call) holds; fails without one."""
        def found():
            return next((call for call in self.calls if wanted(call)), None)
        with self._changed:
            assert self._changed.wait_for(found, seconds), [
                (call.path, call.target, call.problem) for call in self.calls]
            return found()
