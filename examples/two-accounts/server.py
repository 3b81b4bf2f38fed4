"""Starts `angarium serve` with enforcement on, in a directory of its own, and makes accounts."""
import json
import pathlib
import subprocess
import urllib.request

import boto3
from botocore.config import Config

from policies import REGION

CONFIG = """
[listen]
port = 0
[health]
port = 0
[data]
directory = "{directory}/data"
reserve_mb = 0
[server]
regions = ["{region}"]
"""


class Account:
    """An account's id, and clients that sign with one of its keys: at first its root's."""

    def __init__(self, endpoint, account_id, key_id, secret, session_token=None):
        self.endpoint, self.id, self.key_id = endpoint, account_id, key_id
        self._arguments = {
            "endpoint_url": endpoint,
            "region_name": REGION,
            "aws_access_key_id": key_id,
            "aws_secret_access_key": secret,
            "aws_session_token": session_token,
            "config": Config(retries={"max_attempts": 1}),
        }

    def with_key(self, key_id, secret, session_token=None):
        return Account(self.endpoint, self.id, key_id, secret, session_token)

    def client(self, service):
        # A session of its own: making clients from the shared one is not thread safe.
        return boto3.session.Session().client(service, **self._arguments)


class Server:
    """A running server. Accounts are made before it starts, as an operator would."""

    def __init__(self, binary, directory):
        self.binary, self.directory = str(binary), pathlib.Path(directory)
        self.config = self.directory / "angarium.toml"
        self.config.write_text(CONFIG.format(directory=directory, region=REGION))
        self.log_path = self.directory / "server.log"
        self.endpoint = self.health = self._process = None
        self._made = []

    def create_account(self, name):
        arguments = ["accounts", "create", "--config", self.config, "--name", name, "--json"]
        done = subprocess.run(
            [self.binary, *arguments], check=True, stdout=subprocess.PIPE, text=True
        )
        self._made.append(json.loads(done.stdout))

    def accounts(self):
        """With their root keys, in the order in which they were made."""
        return [
            Account(self.endpoint, one["account"], one["access_key_id"], one["secret_access_key"])
            for one in self._made
        ]

    def __enter__(self):
        with open(self.log_path, "w") as log:
            self._process = subprocess.Popen(
                [self.binary, "serve", "--config", self.config],
                stdout=subprocess.PIPE, stderr=log, text=True,
            )
        self.health = self._line_after("health on ")
        self.endpoint = self._line_after("listening on ")
        return self

    def __exit__(self, *_):
        self._process.terminate()
        self._process.wait(timeout=20)

    def metrics(self):
        with urllib.request.urlopen(self.health + "/metrics") as answer:
            return answer.read().decode()

    def log(self):
        return self.log_path.read_text()

    def _line_after(self, prefix):
        for line in self._process.stdout:
            if prefix in line:
                return line.split(prefix, 1)[1].split()[0]
        raise RuntimeError("the server did not start; its log says:\n" + self.log())
