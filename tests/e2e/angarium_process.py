"""A running angarium: on a free port, waited for by reading what it prints, always ended."""
import ctypes
import json
import os
import pathlib
import re
import signal
import subprocess
import threading

from client import REGION, Account

ROOT = pathlib.Path(__file__).resolve().parents[2]
START_SECONDS_MAX = 60  # a sanitizer's build on a busy machine
STOP_SECONDS_MAX = 30
LINE_SECONDS_MAX = 30
LISTENING = re.compile(r"listening on (https?://\S+)")
HEALTH = re.compile(r"health on (https?://\S+)")
ROOT_KEY = re.compile(r"(\d{12}): export AWS_ACCESS_KEY_ID=(\S+) AWS_SECRET_ACCESS_KEY=(\S+)")
PR_SET_PDEATHSIG = 1

SERVE_CONFIG = """
[listen]
port = 0
[health]
port = 0
[data]
directory = "{directory}/data"
reserve_mb = 0
[server]
regions = ["{region}", "eu-west-1"]
"""


def binary():
    build = pathlib.Path(os.environ.get("ANGARIUM_BUILD", ROOT / "build" / "release")).resolve()
    path = build / "src" / "cli" / "angarium"
    assert path.exists(), f"{path} is not built; run `make build`"
    return path


def die_with_parent():
    """Linux kills the server when the thread that started it goes, however it goes."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


class AngariumProcess:
    """One server process at a time; start() after stop() or kill() is a restart on the same data.

    `log` holds every line of standard output and error, of all its lives.
    """

    def __init__(self, *arguments, program=None):
        self.command = [str(part) for part in (program or binary(), *arguments)]
        self.log = []
        self.environment = {}  # beside this process's own
        self.endpoint = self.health = None
        self._process = self._reader = None
        self._logged = threading.Condition()

    def start(self):
        self._spawn().wait(START_SECONDS_MAX)
        if self.endpoint is None:
            self.kill()
            raise AssertionError("did not start:\n" + "\n".join(self.log))
        return self

    def start_and_kill(self, seconds):
        """Starts it and kills it after that time, or once it is ready."""
        self._spawn().wait(seconds)
        self.kill()

    def _spawn(self):
        """The event that is set when it is ready or has ended."""
        assert self._process is None, "already running"
        ready = threading.Event()
        self.endpoint = self.health = None
        self._process = subprocess.Popen(
            self.command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, text=True, errors="replace", preexec_fn=die_with_parent,
            env=os.environ | self.environment)
        self._reader = threading.Thread(target=self._read, args=(self._process.stdout, ready))
        self._reader.start()
        return ready

    def stop(self):
        """Asks it to end (SIGTERM) and expects that it does so cleanly."""
        self._process.terminate()
        try:
            code = self._process.wait(STOP_SECONDS_MAX)
        except subprocess.TimeoutExpired:
            self.kill()
            raise AssertionError(f"still running {STOP_SECONDS_MAX} s after SIGTERM") from None
        self._ended()
        assert code == 0, f"ended with {code}:\n" + "\n".join(self.log[-50:])

    def kill(self):
        """kill -9: nothing is flushed, nobody is told."""
        self._process.kill()
        self._process.wait()
        self._ended()

    def wait_for_line(self, *parts):
        """The first line of the log, past or to come, with all these parts; fails without one.

        What a call logs may reach this process after the call's answer.
        """
        def found():
            return next((line for line in self.log if all(part in line for part in parts)), None)
        with self._logged:
            assert self._logged.wait_for(found, LINE_SECONDS_MAX), f"no line with {parts}"
            return found()

    def is_running(self):
        return self._process is not None and self._process.poll() is None

    @property
    def pid(self):
        return self._process.pid

    def account(self, account_id="111122223333"):
        """In development mode: the access key is the account."""
        return Account(self, account_id, access_key_id=account_id, secret_access_key="any")

    def root(self, account_id="111122223333"):
        """With --enforce: the root user of an account, by the key that was printed."""
        for line in self.log:
            key = ROOT_KEY.search(line)
            if key and key.group(1) == account_id:
                return Account(self, *key.groups())
        raise AssertionError(f"no root key of {account_id} was printed")

    def _ended(self):
        self._reader.join()
        self._process.stdout.close()
        self._process = None

    def _read(self, stream, ready):
        """Both addresses are printed before it is ready; the one for AWS requests comes last."""
        for line in stream:
            with self._logged:
                self.log.append(line.rstrip("\n"))
                self._logged.notify_all()
            health, listening = HEALTH.search(line), LISTENING.search(line)
            if health:
                self.health = health.group(1)
            if listening:
                self.endpoint = listening.group(1)
                ready.set()
        ready.set()


class ServeProcess(AngariumProcess):
    """`angarium serve` on a configuration of its own in `directory`, with enforcement on."""

    def __init__(self, directory, config=SERVE_CONFIG):
        self.directory = pathlib.Path(directory)
        self.config = self.directory / "angarium.toml"
        self.config.write_text(config.format(directory=self.directory, region=REGION))
        super().__init__("serve", "--config", self.config)

    def create_account(self, name):
        """Makes an account as its operator would; the server must not be running."""
        done = subprocess.run(
            [self.command[0], "accounts", "create", "--config", self.config, "--name", name,
             "--json"], check=True, stdout=subprocess.PIPE, text=True)
        made = json.loads(done.stdout)
        return Account(self, made["account"], made["access_key_id"], made["secret_access_key"])
