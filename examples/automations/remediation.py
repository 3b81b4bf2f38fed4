"""The remediation endpoint: an HTTP server that would mend what it is told of, and can be told to
fail. Here it only writes down what arrived."""
import hmac
import http.server
import json
import queue
import threading

API_KEY_HEADER = "X-Api-Key"
ARRIVAL_SECONDS_MAX = 10


class Remediation:
    """Answers each POST with `status`, or with 401 when the API key is not `api_key`."""

    def __init__(self, api_key):
        self.status = 200
        self._api_key = api_key
        self._arrived = queue.Queue()
        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._thread = threading.Thread(target=self._server.serve_forever, name="remediation")
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}/remediate"

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(self, *_):
        self.go_away()

    def go_away(self):
        """Nothing listens from here on; connections are refused."""
        if self._thread.is_alive():
            self._server.shutdown()
            self._thread.join()
        self._server.server_close()

    def next(self):
        """The body of the request that comes next."""
        try:
            return self._arrived.get(timeout=ARRIVAL_SECONDS_MAX)
        except queue.Empty:
            raise TimeoutError(f"no request came within {ARRIVAL_SECONDS_MAX} s") from None

    def is_idle(self):
        """Whether all that came was asked for."""
        return self._arrived.empty()

    def _handler(self):
        remediation = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                given = self.headers.get(API_KEY_HEADER, "")
                known = hmac.compare_digest(given.encode(), remediation._api_key.encode())
                if known:
                    remediation._arrived.put(json.loads(body))
                self.send_response(remediation.status if known else 401)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_):
                pass  # the story tells what arrives

        return Handler
