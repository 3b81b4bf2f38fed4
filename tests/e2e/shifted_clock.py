"""Servers whose calendar is shifted, or whose time runs faster, by shifted_clock.c: what takes
hours happens without waiting."""
import contextlib
import os
import pathlib

import preloaded

SOURCE = pathlib.Path(__file__).with_name("shifted_clock.c")


@contextlib.contextmanager
def shifted(directory, seconds, factor=1):
    """What is started meanwhile runs with its calendar that far ahead, so many times as fast."""
    library = preloaded.compiled(pathlib.Path(directory), SOURCE)
    changed = {"SHIFTED_CLOCK_SECONDS": str(seconds), "SHIFTED_CLOCK_FACTOR": str(factor),
               **preloaded.environment(library)}
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
