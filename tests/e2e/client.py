"""An account of a running server, seen through boto3 and through the AWS CLI."""
import json
import os
import subprocess
import tempfile

import boto3
from botocore.config import Config

REGION = "us-east-1"
AWS = "/usr/bin/aws"  # Debian's; another may come first on the PATH
CLI_SECONDS_MAX = 60

# Neither client may see the user's configuration, credentials, metadata service or proxy.
ISOLATED = {
    "AWS_CONFIG_FILE": os.devnull,
    "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
    "AWS_EC2_METADATA_DISABLED": "true",
    "AWS_PAGER": "",
    "NO_PROXY": "*",
}


class CliError(Exception):
    """The AWS CLI ended with an error; str() is what it printed, code the error's name if any."""

    def __init__(self, printed):
        super().__init__(printed.strip())
        begin, _, rest = printed.partition("An error occurred (")
        self.code = rest.partition(")")[0] if rest else None


class Account:
    """Credentials on one server. Clients are made against the address the server has then."""

    def __init__(self, server, account_id, access_key_id, secret_access_key, session_token=None):
        self.server, self.id = server, account_id
        self.access_key_id, self.secret_access_key = access_key_id, secret_access_key
        self.session_token = session_token

    def client(self, service, region=REGION, **config):
        """A boto3 client that shows every error at once: no retries unless asked for."""
        config = {"retries": {"total_max_attempts": 1}, "connect_timeout": 10,
                  "read_timeout": 60} | config
        # A session of its own: making clients from the shared one is not thread safe.
        return boto3.session.Session().client(
            service, endpoint_url=self.server.endpoint, region_name=region,
            aws_access_key_id=self.access_key_id,
            aws_secret_access_key=self.secret_access_key,
            aws_session_token=self.session_token, config=Config(**config))

    def aws(self, *arguments, region=REGION):
        """Runs `aws ARGUMENTS`; returns its JSON output, None when there is none."""
        with tempfile.TemporaryDirectory() as home:
            environment = ISOLATED | {
                "PATH": "/usr/bin:/bin", "HOME": home, "LC_ALL": "C.UTF-8",
                "AWS_ACCESS_KEY_ID": self.access_key_id,
                "AWS_SECRET_ACCESS_KEY": self.secret_access_key,
                "AWS_DEFAULT_REGION": region, "AWS_MAX_ATTEMPTS": "1"}
            if self.session_token:
                environment["AWS_SESSION_TOKEN"] = self.session_token
            done = subprocess.run(
                [AWS, "--endpoint-url", self.server.endpoint, "--output", "json", *arguments],
                env=environment, text=True, capture_output=True, timeout=CLI_SECONDS_MAX)
        if done.returncode != 0:
            raise CliError(done.stderr)
        return json.loads(done.stdout) if done.stdout.strip() else None
