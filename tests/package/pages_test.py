"""A stranger with nothing but the package, an AWS CLI and the pages: what they say can be pasted.

Run by tools/check_package, before life_test.py, in the machine of PACKAGE_ROOT.
"""
import os
import pathlib
import re
import subprocess

ROOT = pathlib.Path(__file__).resolve().parents[2]
MACHINE = pathlib.Path(os.environ["PACKAGE_ROOT"])
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
SECONDS_MAX = 180
HOME = str(pathlib.PurePosixPath("/root", "stranger"))  # on that machine


def blocks(page, language):
    return [text for name, text in BLOCK.findall((ROOT / page).read_text()) if name == language]


def pasted(name, script):
    """What a shell that reads the script as if it was typed says; its servers end with it."""
    folder = MACHINE / HOME.lstrip("/") / name
    folder.mkdir(parents=True)
    (folder / "node_modules").symlink_to(f"{HOME}/node_modules")
    (folder / "script").write_text(f"cd {HOME}/{name}\nshopt -s expand_aliases\nset -eux\n{script}")
    done = subprocess.run(
        ["unshare", "--pid", "--fork", "--kill-child", "chroot", MACHINE, "env", "-i",
         f"HOME={HOME}", "PATH=/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL=C.UTF-8", "AWS_PAGER=",
         "AWS_EC2_METADATA_DISABLED=true", "timeout", str(SECONDS_MAX),
         "bash", f"{HOME}/{name}/script"],
        text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
    assert done.returncode == 0, done.stdout
    return done.stdout


def write_programs(page, folder):
    for language in ("python", "javascript"):
        for text in blocks(page, language):
            name = re.match(r"(?:#|//) (\S+)\n", text).group(1)
            (MACHINE / HOME.lstrip("/") / folder).mkdir(parents=True, exist_ok=True)
            (MACHINE / HOME.lstrip("/") / folder / name).write_text(text)


def test_the_five_minutes_of_the_readme():
    lines = "".join(text for text in blocks("README.md", "sh") if "angarium serve" not in text)
    start = "angarium dev > log 2>&1 &\nangarium env --wait 10 > /dev/null\n"
    said = pasted("five_minutes", start + lines)
    assert '\\"id\\":7' in said and '\\"id\\":8' in said, said


def test_for_real():
    (block,) = [text for text in blocks("README.md", "sh") if "angarium serve" in text]
    lines = block.splitlines(keepends=True)
    assert lines[-1].startswith("angarium serve ")  # stays in the foreground: here it may not
    asked = "until curl --fail --silent http://127.0.0.1:4567/health; do kill -0 $!; done\n"
    said = pasted("for_real", "".join(lines[:-1]) + lines[-1].rstrip() + " &\n" + asked)
    assert "secret access key" in said and '"status":"ok"' in said, said


def test_coming_from():
    write_programs("docs/coming-from.md", "programs")
    said = pasted("coming_from", f"cp {HOME}/programs/* .\n"
                  + "".join(blocks("docs/coming-from.md", "sh")))
    for expected in ('"Account": "111122223333"', '"Account": "444455556666"', "1 passed",
                     "https://sqs.us-east-1.amazonaws.com/111122223333/orders", '\\"id\\":7',
                     "localhost.localstack.cloud"):
        assert expected in said, said
