"""Servers whose calendar is shifted, or whose time runs faster, by shifted_clock.c: what takes
hours happens without waiting."""
import contextlib
import os
import pathlib
import subprocess

SOURCE = pathlib.Path(__file__).with_name("shifted_clock.c")


@contextlib.contextmanager
def shifted(directory, seconds, factor=1):
    """What is started meanwhile runs with its calendar that far ahead, so many times as fast."""
    library = pathlib.Path(directory) / "shifted_clock.so"
    if not library.exists():
        subprocess.run(["cc", "-O2", "-shared", "-fPIC", "-o", library, SOURCE, "-ldl"], check=True)
    changed = {"LD_PRELOAD": str(library), "SHIFTED_CLOCK_SECONDS": str(seconds),
               "SHIFTED_CLOCK_FACTOR": str(factor),
               # The sanitizers' runtimes insist on being the first library.
               "ASAN_OPTIONS": os.environ.get("ASAN_OPTIONS", "") + ":verify_asan_link_order=0"}
    before = {name: os.environ.get(name) for name in changed}
    os.environ.update(changed)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value
