"""The load generator, `angarium bench`, beside the server that it loads."""
import json
import os
import pathlib
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests" / "e2e"))

from angarium_process import binary  # noqa: E402
from client import REGION  # noqa: E402


def load(account, *arguments):
    """Its report, as the account."""
    command = [binary(), "bench", "--json", "--endpoint", account.server.endpoint,
               "--region", REGION, *map(str, arguments)]
    keys = {"AWS_ACCESS_KEY_ID": account.access_key_id,
            "AWS_SECRET_ACCESS_KEY": account.secret_access_key}
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, env=os.environ | keys)
    return json.loads(done.stdout)
