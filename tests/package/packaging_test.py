"""What packaging/ holds, as far as it can be judged before a package is built from it."""
import configparser
import os
import pathlib
import subprocess

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
PACKAGING = ROOT / "packaging"
BUILD = pathlib.Path(os.environ.get("ANGARIUM_BUILD", ROOT / "build" / "release"))
ANGARIUM = BUILD.resolve() / "src" / "cli" / "angarium"


@pytest.mark.parametrize("name", ["angarium.toml", "container.toml"])
def test_each_configuration_is_valid(name):
    done = subprocess.run([ANGARIUM, "serve", "--config", PACKAGING / name, "--check"],
                          text=True, capture_output=True)
    assert done.returncode == 0, done.stderr


def test_the_default_configuration_answers_this_machine_only():
    text = (PACKAGING / "angarium.toml").read_text()
    assert text.count('\naddress = "127.0.0.1"\n') == 2
    assert 'directory = "/var/lib/angarium"' in text


def test_the_unit_runs_a_command_that_is_there_as_its_own_user():
    unit = configparser.RawConfigParser(strict=False)
    unit.optionxform = str
    unit.read(PACKAGING / "angarium.service")
    service = unit["Service"]
    assert service["User"] == service["Group"] == service["StateDirectory"] == "angarium"
    command = service["ExecStart"].split()
    assert command == ["/usr/bin/angarium", "serve", "--config", "/etc/angarium/angarium.toml"]


def completions(*words):
    script = (f"source {PACKAGING / 'completion.bash'}; COMP_WORDS=({' '.join(words)}); "
              f"COMP_CWORD={len(words) - 1}; _angarium; printf '%s\\n' \"${{COMPREPLY[@]}}\"")
    path = f"{ANGARIUM.parent}:{os.environ['PATH']}"
    return subprocess.run(["bash", "-c", script], check=True, text=True, stdout=subprocess.PIPE,
                          env=os.environ | {"PATH": path}).stdout.split()


def test_commands_and_options_are_completed():
    assert completions("angarium", "pa") == ["pattern"]
    assert completions("angarium", "serve", "--con") == ["--config"]
    assert "create" in completions("angarium", "accounts", "''")
