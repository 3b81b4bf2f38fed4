"""One machine, from an earlier version to a purge; run by tools/check_package, in this order.

PACKAGE_ROOT is a minimal Debian in which the package was installed under a lower version. Nothing
here has a network but a loopback of its own.
"""
import json
import os
import pathlib
import re
import select
import stat
import subprocess
import sys
import tarfile

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests" / "e2e"))

from angarium_process import AngariumProcess  # noqa: E402
from client import ISOLATED, REGION, Account  # noqa: E402

os.environ.update(ISOLATED)
MACHINE = pathlib.Path(os.environ["PACKAGE_ROOT"])
CONFIG = "/etc/angarium/angarium.toml"
DATA = "/var/lib/angarium"
UNIT = "/lib/systemd/system/angarium.service"
EARLIER = ROOT / "tests" / "package" / "data_of_0.1.0.tar.gz"
EXPOSURE_MAX = 15  # tenths of what systemd-analyze says, of 100
started = []  # servers, to be ended whatever happens
MINE = "\n# a line of the administrator's\n"


def there(path):
    return MACHINE / path.lstrip("/")


def inside(*command, user="root"):
    done = subprocess.run(
        ["chroot", f"--userspec={user}:{user}", MACHINE, "env", "-i",
         "PATH=/usr/sbin:/usr/bin:/sbin:/bin", "DEBIAN_FRONTEND=noninteractive", *command],
        text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    assert done.returncode == 0, done.stdout
    return done.stdout


def unit_values(key):
    """What the unit says of it, in order; a key may stand there more than once."""
    lines = there(UNIT).read_text(encoding="utf-8").splitlines()
    return [line.partition("=")[2] for line in lines if line.startswith(key + "=")]


def service(*before):
    """The server as the unit would start it."""
    user, command = unit_values("User")[0], unit_values("ExecStart")[0].split()
    words = [*before, "chroot", f"--userspec={user}:{user}", MACHINE, *command]
    return process(*words)


def process(program, *arguments):
    started.append(AngariumProcess(*arguments, program=program))
    return started[-1]


@pytest.fixture(autouse=True)
def ends_what_a_failing_test_left():
    yield
    while started:
        server = started.pop()
        if server.is_running():
            server.kill()


def system_calls(group):
    """The names in one of systemd's groups, those of the groups inside it included."""
    printed = subprocess.run(["systemd-analyze", "syscall-filter", group], check=True, text=True,
                             stdout=subprocess.PIPE).stdout
    names = [line.strip() for line in printed.splitlines()[1:]]
    found = {name for name in names if name and name[0] not in "@#"}
    return found.union(*(system_calls(name) for name in names if name.startswith("@")))


def allowed_calls():
    """What the unit's SystemCallFilter leaves."""
    allowed = set()
    for line in unit_values("SystemCallFilter"):
        groups = set().union(*(system_calls(group) for group in line.lstrip("~").split()))
        allowed = allowed - groups if line.startswith("~") else allowed | groups
    return allowed


def earlier_account(server):
    with tarfile.open(EARLIER) as tar:
        keys = json.load(tar.extractfile("account.json"))
    return Account(server, keys["id"], keys["access_key_id"], keys["secret_access_key"])


def an_event_arrives(account, source, bus, queue):
    events, sqs = account.client("events"), account.client("sqs")
    entry = {"Source": source, "DetailType": "order", "Detail": "{}", "EventBusName": bus}
    assert events.put_events(Entries=[entry])["FailedEntryCount"] == 0
    url = sqs.get_queue_url(QueueName=queue)["QueueUrl"]
    message = sqs.receive_message(QueueUrl=url, WaitTimeSeconds=10)["Messages"][0]
    assert json.loads(message["Body"])["source"] == source
    sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])


def test_what_was_installed_is_safe():
    name, _, user_id, *_, home, shell = inside("getent", "passwd", "angarium").strip().split(":")
    assert (name, home, shell) == ("angarium", DATA, "/usr/sbin/nologin")
    folder = there(DATA).stat()
    assert (stat.S_IMODE(folder.st_mode), folder.st_uid) == (0o700, int(user_id))
    assert not list(there(DATA).iterdir()), "nothing has run yet"
    for path in (CONFIG, UNIT, "/usr/share/man/man1/angarium.1.gz",
                 "/usr/share/doc/angarium/copyright",
                 "/usr/share/doc/angarium/third-party/libboost1.81-dev"):
        assert there(path).exists(), path


def test_the_unit_exposes_little():
    done = subprocess.run(
        ["systemd-analyze", "security", "--offline=yes", f"--threshold={EXPOSURE_MAX}",
         there(UNIT)], text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    assert done.returncode == 0, done.stdout[-300:]


def test_an_upgrade_keeps_data_of_an_earlier_version_and_the_configuration():
    with tarfile.open(EARLIER) as tar:
        members = [entry for entry in tar.getmembers() if entry.name.startswith("data/")]
        for entry in members:
            entry.name = entry.name.removeprefix("data/")
            tar.extract(entry, there(DATA))
    inside("chown", "-R", "angarium:angarium", DATA)
    with open(there(CONFIG), "a", encoding="utf-8") as file:
        file.write(MINE)
    inside("dpkg", "-i", "/angarium.deb")
    assert there(CONFIG).read_text().endswith(MINE)
    server = service().start()
    an_event_arrives(earlier_account(server), "before", "kept-bus", "kept-queue")
    server.stop()


def test_an_account_is_made_while_it_runs():
    server = service().start()
    made = json.loads(inside("angarium", "accounts", "create", "--config", CONFIG, "--json",
                             "--name", "new", user="angarium"))
    account = Account(server, made["account"], made["access_key_id"], made["secret_access_key"])
    assert account.client("sts").get_caller_identity()["Account"] == made["account"]
    server.stop()


def test_the_unit_allows_every_system_call_that_the_server_makes(tmp_path):
    trace = tmp_path / "trace"
    server = service("strace", "-D", "-f", "-c", "-o", trace).start()
    an_event_arrives(earlier_account(server), "before", "kept-bus", "kept-queue")
    inside("angarium", "accounts", "list", "--config", CONFIG, user="angarium")
    status = pathlib.Path(f"/proc/{server.pid}/status").read_text(encoding="ascii")
    tracer = os.pidfd_open(int(re.search(r"TracerPid:\s+(\d+)", status)[1]))
    server.stop()
    assert select.select([tracer], [], [], 30)[0], "strace writes when it ends"
    # A table between two rules, as wide as its longest name, and a sum.
    names = [line.split()[-1] for line in trace.read_text().splitlines()[2:]]
    made = {name for name in names if name.strip("-")} - {"total"}
    of_chroot = {"chroot", "setgid", "setgroups", "setuid"}
    assert "futex" in made
    assert not made - of_chroot - allowed_calls()


def test_nobody_else_reads_the_data():
    assert stat.S_IMODE(there(DATA).stat().st_mode) == 0o700
    assert stat.S_IMODE(there(DATA + "/sealing.keys").stat().st_mode) == 0o600


def test_removing_keeps_data_and_configuration():
    inside("dpkg", "--remove", "angarium")
    assert not there("/usr/bin/angarium").exists() and not there(UNIT).exists()
    assert there(DATA + "/store").exists() and there(CONFIG).exists()
    inside("dpkg", "-i", "/angarium.deb")
    server = service().start()
    an_event_arrives(earlier_account(server), "before", "kept-bus", "kept-queue")
    server.stop()


def test_purging_leaves_nothing():
    inside("dpkg", "--purge", "angarium")
    assert not there(DATA).exists() and not there("/etc/angarium").exists()
    left = [path for path in there("/usr").rglob("*angarium*")]
    assert not left, left


def test_the_tarball_runs_anywhere_with_nothing_installed():
    inside("apt-get", "autoremove", "--purge", "-y", "-q")
    assert not list(there("/usr/lib").rglob("librocksdb*"))
    folder = "/opt/some where/else"
    there(folder).mkdir(parents=True)
    with tarfile.open(there("/angarium.tar.gz")) as tar:
        tar.extractall(there(folder))
    program = next(there(folder).glob("*/bin/angarium"))
    server = process("chroot", "--userspec=angarium:angarium", MACHINE,
                     "/" + str(program.relative_to(MACHINE)), "dev", "--port", "0").start()
    account = server.account()
    sqs, events = account.client("sqs"), account.client("events")
    sqs.create_queue(QueueName="queue")
    events.put_rule(Name="rule", EventPattern='{"source":["shop"]}')
    queue_arn = f"arn:aws:sqs:{REGION}:{account.id}:queue"
    events.put_targets(Rule="rule", Targets=[{"Id": "1", "Arn": queue_arn}])
    an_event_arrives(account, "shop", "default", "queue")
    server.stop()
