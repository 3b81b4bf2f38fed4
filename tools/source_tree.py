"""The project's files as the checks see them, and how a check reports what it found.

Every check is run as `tools/check_X [--root DIR]`, prints one line per problem, "file:line: what is
wrong; how to mend it", and ends with 1 when there was any.
"""
import argparse
import dataclasses
import functools
import os
import pathlib
import re
import sys

NOT_OURS = {".git", ".ccache", "build", "node_modules", "__pycache__", ".pytest_cache", "corpus"}
CPP_SUFFIXES = {".cc", ".h"}

# A comment, a raw string, a string or a character: what a search for code must not look into.
# A digit separator (100'000) is no character.
NOT_CODE = re.compile(
    r'//[^\n]*|/\*.*?\*/|R"(?P<tag>[^()\s]*)\(.*?\)(?P=tag)"|"(?:\\.|[^"\\\n])*"'
    r"|(?<![0-9a-fA-F])'(?:\\.|[^'\\\n])*'", re.DOTALL)


@dataclasses.dataclass(frozen=True)
class SourceFile:
    root: pathlib.Path
    name: str  # relative to the root, with slashes

    @property
    def path(self):
        return pathlib.PurePosixPath(self.name)

    @property
    def folder(self):
        return str(self.path.parent)

    @functools.cached_property
    def text(self):
        return (self.root / self.name).read_text(errors="replace")

    @functools.cached_property
    def lines(self):
        return self.text.splitlines()

    @functools.cached_property
    def code(self):
        """The text with comments and the insides of strings blanked; lines stay where they are.

        The paths of #include lines stay too.
        """
        def blank(match):
            found = match.group()
            line_start = self.text.rfind("\n", 0, match.start()) + 1
            if found[0] == '"' and self.text[line_start:match.start()].lstrip().startswith("#"):
                return found
            return re.sub(r"[^\n]", " ", found)
        return NOT_CODE.sub(blank, self.text)

    @property
    def is_cpp(self):
        return self.path.suffix in CPP_SUFFIXES

    @property
    def is_test(self):
        """Programs of the unit's own: they may use more than the library does."""
        return bool(re.search(r"_(test|fuzz|bench)\.(cc|h)$", self.name))

    def line_of(self, offset):
        return self.text.count("\n", 0, offset) + 1


def files(root, *folders):
    """All files of ours below root (or below these folders of it), sorted by name."""
    found = []
    for start in folders or [""]:
        for folder, subfolders, names in os.walk(root / start):
            subfolders[:] = sorted(s for s in subfolders if s not in NOT_OURS)
            relative = pathlib.Path(folder).relative_to(root)
            found += [SourceFile(root, (relative / name).as_posix()) for name in names
                      if not name.endswith(".pyc") and (root / relative / name).is_file()]
    return sorted((f for f in found if f.name not in NOT_OURS), key=lambda file: file.name)


class Problems:
    def __init__(self):
        self.lines = []
        self.warnings = []

    def add(self, file, line, message):
        name = getattr(file, "name", file)
        self.lines.append(f"{name}:{line}: {message}")

    def warn(self, message):
        self.warnings.append(message)

    def finish(self, check_name):
        for warning in self.warnings:
            print(f"{check_name}: note: {warning}")
        for line in self.lines:
            print(line)
        if self.lines:
            print(f"{check_name}: {len(self.lines)} to mend")
        sys.exit(1 if self.lines else 0)


def arguments(description, **flags):
    """The command line every check has: --root, and its own flags (name=help)."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--root", type=pathlib.Path,
                        default=pathlib.Path(__file__).resolve().parent.parent)
    for name, text in flags.items():
        parser.add_argument(f"--{name}", action="store_true", help=text)
    return parser.parse_args()
