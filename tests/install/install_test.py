"""The pattern engine installed, and used by a project that knows nothing of this one."""
import os
import pathlib
import re
import subprocess

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
BUILD = pathlib.Path(os.environ["ANGARIUM_BUILD"])
EXAMPLE = ROOT / "examples" / "pattern-library"


def run(*command, **options):
    done = subprocess.run([str(part) for part in command], text=True, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, **options)
    assert done.returncode == 0, done.stdout
    return done.stdout


def cached(name):
    """A variable of this build: the outside project is built with the same compiler."""
    found = re.search(rf"^{name}:\w+=(.*)$", (BUILD / "CMakeCache.txt").read_text(), re.MULTILINE)
    return found.group(1) if found else ""


@pytest.fixture(scope="module")
def prefix(tmp_path_factory):
    path = tmp_path_factory.mktemp("prefix")
    run("cmake", "--install", BUILD, "--prefix", path)
    return path


@pytest.fixture(scope="module")
def configured(prefix, tmp_path_factory):
    """A copy of the example, so that nothing beside it can help, configured to be built."""
    source = tmp_path_factory.mktemp("outside")
    for file in EXAMPLE.iterdir():
        (source / file.name).write_bytes(file.read_bytes())
    headers = sorted((prefix / "include" / "angarium" / "pattern").iterdir())
    alone = [source / f"{header.stem}_alone.cc" for header in headers]
    for header, file in zip(headers, alone):
        file.write_text(f'#include "pattern/{header.name}"\n')
    with open(source / "CMakeLists.txt", "a", encoding="ascii") as file:
        file.write(f"add_library(alone OBJECT {' '.join(path.name for path in alone)})\n"
                   "target_link_libraries(alone PRIVATE angarium::pattern)\n")
    sanitizers = cached("ANGARIUM_SANITIZE")
    run("cmake", "-S", source, "-B", source / "build", "-G", "Ninja",
        f"-DCMAKE_PREFIX_PATH={prefix}", f"-DCMAKE_CXX_COMPILER={cached('CMAKE_CXX_COMPILER')}",
        f"-DCMAKE_CXX_FLAGS={f'-fsanitize={sanitizers}' if sanitizers else ''}")
    return source / "build"


def test_nothing_but_the_library_is_installed(prefix):
    folders = {path.relative_to(prefix).parts[0] for path in prefix.rglob("*") if path.is_file()}
    assert folders == {"include", "lib"}
    headers = {path.parent.name for path in (prefix / "include").rglob("*.h")}
    assert headers == {"pattern", "base"}


def test_the_package_names_nothing_of_this_tree(prefix):
    for path in prefix.rglob("*.cmake"):
        assert str(ROOT) not in path.read_text(), path


def test_an_outside_project_matches_events(configured):
    run("cmake", "--build", configured, "--target", "route")
    events = ['{"source": "shop", "detail": {"total": 120.5}}',
              '{"detail": {"total": 120, "items": [{"sku": "LAMP-1", "count": 2}]}}',
              '{"source": "bakery", "detail": {"total": 120}}',
              '{"source": "shop"']
    lines = run(configured / "route", input="\n".join(events)).splitlines()
    assert [line.strip() for line in lines[:3]] == ["rule 1", "rule 2", "no rule"]
    assert lines[3].startswith("error: ")


def test_every_header_stands_alone(configured):
    run("cmake", "--build", configured, "--target", "alone")
