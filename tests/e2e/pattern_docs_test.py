"""The examples of docs/patterns.md are true: patterns are asked, commands are run."""
import json
import os
import re
import subprocess

import pytest

from angarium_process import ROOT, binary

PAGE = (ROOT / "docs" / "patterns.md").read_text()
SECONDS_MAX = 60
REFUSED = "Event pattern is not valid. Reason: "


def blocks(language):
    """The fenced blocks of a language, each with the number of its first line."""
    for match in re.finditer(rf"^```{language}\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL):
        yield PAGE[:match.start()].count("\n") + 2, match.group(1)


def examples():
    """(line number, pattern, verb, text) of each line that says what becomes of a pattern."""
    for first, block in blocks("pattern"):
        pattern = None
        for number, line in enumerate(block.splitlines(), first):
            if not line:
                continue
            verb, _, text = line.partition(":")
            assert verb in ("pattern", "matches", "misses", "refused"), f"line {number}: {line}"
            if verb == "pattern":
                pattern = text.strip()
            else:
                yield number, pattern, verb, text.strip()


def test_patterns_do_what_the_page_says():
    said = list(examples())
    questions = [{"pattern": pattern, "event": "{}" if verb == "refused" else text}
                 for _, pattern, verb, text in said]
    done = subprocess.run([binary(), "pattern", "check"], text=True, capture_output=True,
                          input="\n".join(map(json.dumps, questions)), timeout=SECONDS_MAX)
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(answers) == len(said) > 80
    for (number, pattern, verb, text), answer in zip(said, answers):
        expected = {"matches": {"match": True}, "misses": {"match": False},
                    "refused": {"error": "InvalidEventPatternException",
                                "message": REFUSED + text}}[verb]
        assert answer == expected, f"docs/patterns.md:{number}: {pattern}"


def commands():
    """(line number, command, what the page shows of its output)."""
    for first, block in blocks("console"):
        for part in re.finditer(r"^\$ (.*(?:\n> .*)*)\n((?:(?!\$ ).*\n)*)", block, re.MULTILINE):
            yield (first + block[:part.start()].count("\n"),
                   part.group(1).replace("\n> ", "\n"), part.group(2))


def test_commands_print_what_the_page_shows(tmp_path):
    environment = os.environ | {"PATH": f"{binary().parent}:{os.environ['PATH']}"}
    said = list(commands())
    assert len(said) > 5
    for number, command, output in said:
        done = subprocess.run(["/bin/bash", "-c", command], cwd=tmp_path, env=environment,
                              text=True, capture_output=True, timeout=SECONDS_MAX)
        assert (done.stdout, done.stderr) == (output, ""), f"docs/patterns.md:{number}: {command}"


@pytest.mark.parametrize("language", sorted(set(re.findall(r"^```(\w+)$", PAGE, re.MULTILINE))))
def test_every_block_is_of_a_kind_that_is_run(language):
    assert language in ("pattern", "console")
