"""Starts `angarium dev --enforce` with a data directory of its own; injects events, traces them."""
import json
import pathlib
import re
import subprocess

import boto3
from botocore.config import Config

ACCOUNT, REGION = "111122223333", "us-east-1"
STOP_SECONDS_MAX = 20
LISTENING = re.compile(r"listening on (\S+)")
ROOT_KEY = re.compile(ACCOUNT + r": export AWS_ACCESS_KEY_ID=(\S+) AWS_SECRET_ACCESS_KEY=(\S+)")


class DevServer:
    """A running server with one account, whose root user makes what the automations need."""

    def __init__(self, binary, directory):
        self.binary, self.directory = str(binary), pathlib.Path(directory)
        self.endpoint = self._root_key = self._process = None

    def __enter__(self):
        log_path = self.directory / "server.log"
        with open(log_path, "w") as log:
            self._process = subprocess.Popen(
                [self.binary, "dev", "--enforce", "--port", "0", "--account", ACCOUNT,
                 "--region", REGION, "--data", self.directory / "data"],
                stdout=subprocess.PIPE, stderr=log, text=True,
            )
        for line in self._process.stdout:
            listening, key = LISTENING.search(line), ROOT_KEY.search(line)
            if listening:
                self.endpoint = listening.group(1)
            if key:
                self._root_key = key.groups()
                return self
        raise RuntimeError("the server did not start; its log says:\n" + log_path.read_text())

    def __exit__(self, *_):
        self._process.terminate()
        self._process.wait(timeout=STOP_SECONDS_MAX)
        self._process.stdout.close()

    def client(self, service):
        return boto3.session.Session().client(
            service, endpoint_url=self.endpoint, region_name=REGION,
            aws_access_key_id=self._root_key[0], aws_secret_access_key=self._root_key[1],
            config=Config(retries={"max_attempts": 1}),
        )

    def inject(self, service, call, by, **parts):
        """The call's event, as CloudTrail would put it; `parts` are more options. Its id."""
        options = []
        for name, value in parts.items():
            text = value if isinstance(value, str) else json.dumps(value)
            options += ["--" + name.replace("_", "-"), text]
        return self._ask("inject", "--account", ACCOUNT, "--region", REGION, "--service", service,
                         "--api-call", call, "--by", by, *options, "--json")["event_id"]

    def trace(self, event_id):
        """What the server's history has of the event."""
        return self._ask("trace", event_id, "--json")

    def _ask(self, command, *arguments):
        done = subprocess.run(
            [self.binary, command, "--endpoint", self.endpoint, *arguments],
            check=True, stdout=subprocess.PIPE, text=True,
        )
        return json.loads(done.stdout)
