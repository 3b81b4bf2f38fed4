"""The story of examples/two-accounts, told by the same program that a reader runs."""
import contextlib
import io
import json
import pathlib
import subprocess
import sys
import types

import pytest

import angarium_process

EXAMPLE = pathlib.Path(__file__).resolve().parents[2] / "examples" / "two-accounts"
sys.path.insert(0, str(EXAMPLE))

import policies  # noqa: E402
from story import tell  # noqa: E402

NO_RESOURCE = {"events:RemovePermission"}  # actions that only `*` covers


def run_lint(*arguments):
    command = [str(angarium_process.binary()), "policy", "lint", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)


@pytest.fixture(scope="module")
def told():
    """The story, told once: what it said, every policy it wrote, what lint said of the server."""
    documents, lints, document = [], [], policies.document

    def record(statement):
        documents.append(document(statement))
        return documents[-1]
    said = io.StringIO()
    with pytest.MonkeyPatch.context() as patch, contextlib.redirect_stdout(said):
        patch.setattr(policies, "document", record)
        tell(angarium_process.binary(),
             lambda server: lints.append(run_lint("--config", server.config)))
    return types.SimpleNamespace(lines=said.getvalue().splitlines(), documents=documents,
                                 lint=lints[0])


def test_the_whole_story(told):
    assert "fails for good" in told.lines[-1]


def test_no_worker_rule_or_queue_uses_a_root_key(told):
    """None can: before the first of them does anything the root keys are put away."""
    assert "put away" in told.lines[1]


def test_every_policy_names_one_action_and_one_resource(told):
    assert len(told.documents) > 20
    for text in told.documents:
        statement, = json.loads(text)["Statement"]
        assert isinstance(statement["Action"], str) and "*" not in statement["Action"], text
        if "Resource" in statement:
            assert isinstance(statement["Resource"], str), text
            assert "*" not in statement["Resource"] or statement["Action"] in NO_RESOURCE, text
        else:  # a trust policy, whose resource is its role
            assert statement["Action"] == "sts:AssumeRole", text


def test_lint_finds_nothing(told, tmp_path):
    """Nor in the running server; lint_test.py shows what it would find."""
    assert (told.lint.returncode, told.lint.stdout) == (0, ""), told.lint
    for i, text in enumerate(told.documents):
        (tmp_path / f"{i}.json").write_text(text)
    done = run_lint(*tmp_path.glob("*.json"))
    assert (done.returncode, done.stdout) == (0, ""), done
