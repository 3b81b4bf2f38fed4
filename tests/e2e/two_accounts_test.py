"""The story of examples/two-accounts, told by the same program that a reader runs."""
import pathlib
import sys

import angarium_process

EXAMPLE = pathlib.Path(__file__).resolve().parents[2] / "examples" / "two-accounts"
sys.path.insert(0, str(EXAMPLE))

from story import tell  # noqa: E402


def test_the_whole_story(capfd):
    tell(angarium_process.binary())
    assert "fails for good" in capfd.readouterr().out.splitlines()[-1]
