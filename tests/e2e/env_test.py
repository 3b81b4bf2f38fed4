"""`angarium env`: what it prints sets a shell up, for the clients of today and of yesterday."""
import configparser
import json
import socket
import subprocess

import pytest

from angarium_process import binary
from client import AWS

SECONDS_MAX = 180  # three starts of the AWS CLI on a busy machine
NOTHING = "/nonexistent"


@pytest.fixture
def home(tmp_path):
    (tmp_path / "home").mkdir()
    return tmp_path / "home"


def run(script, home, shell="sh", **variables):
    """Runs a script in a shell that knows hardly more than where `angarium` is."""
    environment = {"PATH": f"{binary().parent}:/usr/bin:/bin", "HOME": str(home),
                   "LC_ALL": "C.UTF-8", "AWS_EC2_METADATA_DISABLED": "true", "AWS_PAGER": "",
                   "AWS_MAX_ATTEMPTS": "1"} | variables
    return subprocess.run([shell, "-c", script], env=environment, cwd=home, text=True,
                          capture_output=True, timeout=SECONDS_MAX)


def output(script, home, **more):
    done = run(script, home, **more)
    assert done.returncode == 0, done.stderr
    return done.stdout


def asked(home, *arguments, **variables):
    """`angarium env ARGUMENTS`, which must fail; what it said."""
    done = run(" ".join(["angarium env", *arguments]), home, **variables)
    assert done.returncode != 0
    assert done.stdout == ""
    return done.stderr


def env(server, *arguments):
    return f'eval "$(angarium env --endpoint {server.endpoint} {" ".join(arguments)})"\n'


@pytest.mark.parametrize("shell", ["sh", "bash"])
def test_credentials_and_region_are_set(dev, home, shell):
    script = env(dev, "--account 222233334444", "--region eu-west-1") + """
        python3 -c 'import boto3
        sts = boto3.client("sts", endpoint_url=__import__("os").environ["AWS_ENDPOINT_URL"])
        print(sts.get_caller_identity()["Account"], sts.meta.region_name)'
        """.replace("\n        ", "\n")
    assert output(script, home, shell=shell) == "222233334444 eu-west-1\n"


def test_a_client_without_an_endpoint_comes_by_the_proxy(dev, home):
    script = env(dev, "--proxy", "--account 222233334444") + \
        f"{AWS} sts get-caller-identity --output json"
    assert json.loads(output(script, home))["Account"] == "222233334444"
    files = {path.name for path in (home / ".cache" / "angarium").iterdir()}
    name = dev.endpoint.removeprefix("http://").replace(":", "-")
    assert files == {f"{name}.pem", f"{name}-and-all.pem"}


def test_profiles_are_accounts(dev, home):
    script = env(dev, "--proxy --no-endpoint --account prod=222233334444 "
                      "--account test=333344445555 --profile-file conf/aws") + f"""
        for profile in prod test; do
          {AWS} --profile $profile sts get-caller-identity --query Account --output text
        done
        {AWS} sts get-caller-identity --query Account --output text"""
    (home / "conf").mkdir()
    (home / ".aws").mkdir()
    (home / ".aws" / "credentials").write_text(
        "[prod]\naws_access_key_id = AKIAREAL\naws_secret_access_key = real\n")
    assert output(script, home, AWS_ACCESS_KEY_ID="999999999999",
                  AWS_SECRET_ACCESS_KEY="x").split() == \
        ["222233334444", "333344445555", "222233334444"]
    config = configparser.ConfigParser()
    config.read(home / "conf" / "aws")
    assert config.sections() == ["default", "profile prod", "profile test"]


def test_unset_brings_everything_back(dev, home):
    script = 'env | sort > before\n' + env(dev, "--proxy") + env(dev) + env(dev, "--proxy") + \
        'eval "$(angarium env --unset)"\nenv | sort > after\ndiff before after'
    output(script, home, AWS_REGION="eu-north-1", NO_PROXY="*", SSL_CERT_FILE=NOTHING,
           AWS_PROFILE="it's \"mine\" $HOME")


def test_unquoted_substitution_works_as_well(dev, home):
    script = f"eval $(angarium env --endpoint {dev.endpoint})\necho $AWS_ACCESS_KEY_ID"
    assert output(script, home) == "000000000000\n"


def test_github_gets_plain_lines(dev, home):
    text = output(f"angarium env --endpoint {dev.endpoint} --shell github", home,
                  AWS_PROFILE="prod")
    lines = dict(line.split("=", 1) for line in text.splitlines())
    assert lines == {"AWS_ENDPOINT_URL": dev.endpoint, "AWS_ACCESS_KEY_ID": "000000000000",
                     "AWS_SECRET_ACCESS_KEY": "any", "AWS_REGION": "us-east-1",
                     "AWS_DEFAULT_REGION": "us-east-1", "AWS_PROFILE": ""}


def test_errors_say_what_to_do(dev, start_dev, home):
    assert "`angarium dev`" in asked(home, "--endpoint http://127.0.0.1:1")
    assert "http://127.0.0.1:4566" in asked(home, "--endpoint localhost:4566")
    at = f"--endpoint {dev.endpoint}"
    assert "--endpoint" in asked(home, f"--endpoint {dev.health}")
    assert "us-east-1, us-east-2" in asked(home, at, "--region mars-east-1")
    assert "prod=111122223333" in asked(home, at, "--account prod")
    assert "--profile-file" in asked(home, at, "--account 111122223333 --account 222233334444")
    assert "--proxy" in asked(home, at, "--no-endpoint")
    assert "--ca-files" in asked(home, at, "--proxy", HOME="")
    assert "sh,bash" in asked(home, at, "--shell tcsh").replace(", ", ",")
    (home / "mine").write_text("[default]\n")
    assert "stays as it is" in asked(home, at, "--profile-file mine")
    without = start_dev("--no-proxy")
    assert "--no-proxy" in asked(home, f"--endpoint {without.endpoint}", "--proxy")


def test_it_waits_for_a_server_that_starts(home):
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    script = f"""
        angarium env --endpoint http://127.0.0.1:{port} --wait 60 > lines & asking=$!
        angarium dev --port {port} > /dev/null 2>&1 & server=$!
        wait $asking; code=$?; kill $server; wait $server; cat lines; exit $code"""
    assert f"AWS_ENDPOINT_URL='http://127.0.0.1:{port}'" in output(script, home)


def test_a_server_that_checks_signatures_wants_keys(serve, home):
    shop = serve.create_account("shop")
    serve.start()
    done = run(f"angarium env --endpoint {serve.endpoint}", home)
    assert "AWS_ACCESS_KEY_ID" not in done.stdout
    assert "`angarium accounts create`" in done.stderr
    assert "`angarium accounts create`" in asked(home, f"--endpoint {serve.endpoint}",
                                                 "--account 111122223333")
    script = env(serve) + """
        python3 -c 'import boto3, os
        sts = boto3.client("sts", endpoint_url=os.environ["AWS_ENDPOINT_URL"])
        print(sts.get_caller_identity()["Account"])'""".replace("\n        ", "\n")
    assert output(script, home, AWS_ACCESS_KEY_ID=shop.access_key_id,
                  AWS_SECRET_ACCESS_KEY=shop.secret_access_key).strip() == shop.id


def test_the_help_has_an_example_for_each_shell(home):
    text = output("angarium env --help", home)
    for example in ('eval "$(angarium env)"', "--shell fish | source", "Invoke-Expression",
                    '>> "$GITHUB_ENV"', "--unset"):
        assert example in text, example
