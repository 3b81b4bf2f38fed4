"""`angarium pattern check`, `explain` and `filter`: the program as people and scripts use it."""
import json
import subprocess

import pytest

from angarium_process import binary

SECONDS_MAX = 60
PAID = {"detail": {"state": ["paid"]}}
EVENTS = [{"source": "shop", "detail": {"state": state}} for state in ("new", "paid", "Paid")]


def pattern(*arguments, stdin="", cwd=None):
    """(exit code, standard output, standard error) of `angarium pattern ARGUMENTS`."""
    done = subprocess.run([binary(), "pattern", *arguments], input=stdin, text=True, cwd=cwd,
                          capture_output=True, timeout=SECONDS_MAX)
    return done.returncode, done.stdout, done.stderr


def lines(values):
    return "".join(json.dumps(value) + "\n" for value in values)


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "paid.json").write_text(json.dumps(PAID, indent=2))
    (tmp_path / "shop.json").write_text('{"source": ["shop"]}\n')
    (tmp_path / "event.json").write_text(json.dumps(EVENTS[2], indent=2))
    (tmp_path / "events.jsonl").write_text(lines(EVENTS))
    (tmp_path / "broken.jsonl").write_text(lines(EVENTS) + "nonsense\n")
    return tmp_path


def test_check_answers_each_line(folder):
    questions = [{"pattern": PAID, "event": EVENTS[1]},
                 {"pattern": json.dumps(PAID), "event": json.dumps(EVENTS[2])}]
    assert pattern("check", stdin=lines(questions)) == (
        0, '{"match":true}\n{"match":false}\n', "")
    questions.append({"pattern": {"a": "x"}, "event": {}})
    code, out, _ = pattern("check", stdin=lines(questions) + "nonsense\n" + lines(questions[:1]))
    answers = [json.loads(line) for line in out.splitlines()]
    assert code == 1
    assert [answer.get("error") for answer in answers] == [
        None, None, "InvalidEventPatternException", "InvalidLine", None]
    assert answers[2]["message"] == ('Event pattern is not valid. Reason: "a" must be an object '
                                     'or an array')
    assert pattern("check", "missing.jsonl", cwd=folder)[0] == 2


def test_check_answers_before_it_is_asked_again():
    with subprocess.Popen([binary(), "pattern", "check"], stdin=subprocess.PIPE,
                          stdout=subprocess.PIPE, text=True) as process:
        for event, answer in zip(EVENTS, (False, True, False)):
            process.stdin.write(lines([{"pattern": PAID, "event": event}]))
            process.stdin.flush()
            assert json.loads(process.stdout.readline()) == {"match": answer}
        process.stdin.close()
        assert process.wait(SECONDS_MAX) == 0


def test_explain_names_the_near_miss(folder):
    code, out, err = pattern("explain", "--pattern", "paid.json", "--event", "event.json",
                             cwd=folder)
    assert (code, err) == (1, "")
    assert '"Paid" differs only in case from "paid"' in out
    code, out, _ = pattern("explain", "-p", "paid.json", "-e", "-", "--json", cwd=folder,
                           stdin=json.dumps(EVENTS[1]))
    assert code == 0
    assert json.loads(out)["match"] is True
    code, out, _ = pattern("explain", "-p", "paid.json", "-p", "shop.json", "-e", "event.json",
                           "--json", cwd=folder)
    answer = json.loads(out)
    assert (code, answer["matching"]) == (0, ["shop.json"])
    assert [rule["pattern"] for rule in answer["closest"]] == ["paid.json"]


@pytest.mark.parametrize("arguments", [
    ("-p", "missing.json", "-e", "event.json"), ("-p", "paid.json", "-e", "missing.json"),
    ("-p", '{"a":"x"}', "-e", "event.json"), ("-p", "paid.json", "-e", "broken.jsonl"),
    ("-p", "-", "-e", "-"), ("-p", "paid.json"), ("-e", "event.json")])
def test_explain_refuses_what_is_not_valid(folder, arguments):
    code, out, err = pattern("explain", *arguments, cwd=folder)
    assert (code, out) == (2, "")
    assert err


def test_filter_passes_on_lines_as_they_are(folder):
    assert pattern("filter", "-p", "paid.json", "events.jsonl", cwd=folder) == (
        0, lines(EVENTS[1:2]), "angarium: 1 of 3 lines match\n")
    assert pattern("filter", "--invert", "-q", "-p", "paid.json", cwd=folder,
                   stdin=lines(EVENTS)) == (0, lines([EVENTS[0], EVENTS[2]]), "")
    assert pattern("filter", "-c", "-p", "paid.json", "-p", "shop.json", "events.jsonl", "-",
                   cwd=folder, stdin=lines(EVENTS)) == (0, "6\n", "")
    assert pattern("filter", "-q", "-p", '{"a":[1]}', "events.jsonl", cwd=folder) == (1, "", "")
    assert pattern("filter", "-q", "-p", "-", "events.jsonl", cwd=folder,
                   stdin=json.dumps(PAID)) == (0, lines(EVENTS[1:2]), "")


def test_filter_tells_of_what_is_no_event(folder):
    code, out, err = pattern("filter", "-p", "shop.json", "missing.jsonl", "broken.jsonl",
                             cwd=folder)
    assert (code, out) == (2, lines(EVENTS))
    assert err.splitlines()[0] == ("angarium: cannot open missing.jsonl: "
                                   "No such file or directory")
    assert err.splitlines()[1].startswith("angarium: broken.jsonl:4: ")
    assert err.splitlines()[2] == "angarium: 3 of 4 lines match, 1 is no event"


def test_filter_ends_when_nobody_reads_any_more(folder):
    (folder / "many.jsonl").write_text(lines(EVENTS) * 200_000)
    done = subprocess.run(
        f"{binary()} pattern filter -q -p shop.json many.jsonl | head -n 2", shell=True,
        executable="/bin/bash", cwd=folder, text=True, capture_output=True, timeout=SECONDS_MAX)
    assert (done.stdout, done.stderr) == (lines(EVENTS[:2]), "")


@pytest.mark.parametrize("command", ["check", "explain", "filter"])
def test_help_has_an_example_and_the_exit_codes(command):
    code, out, _ = pattern(command, "--help")
    assert code == 0
    assert f"angarium pattern {command}" in out
    assert "Exit codes: 0" in out
