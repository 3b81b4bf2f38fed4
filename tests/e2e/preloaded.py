"""Libraries that stand before the C library in a server under test."""
import os
import subprocess


def compiled(directory, source):
    """The library of that C source, in `directory`; made once."""
    library = directory / f"{source.stem}.so"
    if not library.exists():
        subprocess.run(["cc", "-O2", "-shared", "-fPIC", "-o", library, source, "-ldl"], check=True)
    return library


def environment(library):
    """What a server is to be started with."""
    # The sanitizers' runtimes insist on being the first library.
    return {"LD_PRELOAD": str(library),
            "ASAN_OPTIONS": os.environ.get("ASAN_OPTIONS", "") + ":verify_asan_link_order=0"}
