"""Each check is fed a small tree that is good, then the same tree with one thing wrong.

Run by ctest ("checks_test"), or by hand: python3 -m pytest tools/checks_test.py
"""
import importlib.machinery
import importlib.util
import pathlib
import subprocess
import sys

import pytest

TOOLS = pathlib.Path(__file__).resolve().parent

GOOD_TREE = {
    "docs/layers.txt": "base:\nstore: base\nstore/memory: base store\n",
    "src/base/CMakeLists.txt": "angarium_room(base)",
    "src/base/README.md": "# base\n",
    "src/base/id.h": "#pragma once\nnamespace angarium::base {}\n",
    "src/store/CMakeLists.txt": "angarium_room(store USES base TEST_USES store/memory)",
    "src/store/README.md": "# store\nSee `src/base/id.h`.\n",
    "src/store/store.h": '#pragma once\n#include "base/id.h"\nnamespace angarium::store {}\n',
    "src/store/store_test.cc": '#include "store/memory/engine.h"\nnamespace angarium::store {}\n',
    "src/store/memory/CMakeLists.txt": "angarium_room(store/memory USES base store)",
    "src/store/memory/README.md": "# memory\n",
    "src/store/memory/engine.h":
        '#pragma once\n#include "store/store.h"\nnamespace angarium::store {}\n',
}


def in_store(code):
    """A source of the room store with this code in it."""
    return {"src/store/log.cc": f"namespace angarium::store {{\n{code}\n}}\n"}


WITHOUT_BASE = {
    "src/store/CMakeLists.txt": "angarium_room(store TEST_USES store/memory)",
    "src/store/memory/CMakeLists.txt": "angarium_room(store/memory USES store)",
    "src/store/store.h": "#pragma once\nnamespace angarium::store {}\n",
}
SERVICES = {
    "src/services/sqs/CMakeLists.txt": "angarium_room(services/sqs)",
    "src/services/sqs/queue.h": "#pragma once\nnamespace angarium::services::sqs {}\n",
    "src/services/sns/CMakeLists.txt": "angarium_room(services/sns)",
    "src/services/sns/topic.h": "#pragma once\nnamespace angarium::services::sns {}\n",
}

# check, what is wrong with the tree, a part of the complaint
BROKEN_TREES = [
    ("layers", {"src/base/id.h": '#pragma once\n#include "store/store.h"\n'
                                 "namespace angarium::base {}\n"}, "may not include `store`"),
    ("layers", {"src/base/CMakeLists.txt": "angarium_room(base USES store)"}, "USES store"),
    ("layers", {"src/store/CMakeLists.txt": "angarium_room(store TEST_USES store/memory)"},
     "without linking it"),
    ("layers", {"docs/layers.txt": "base: store\nstore: base\nstore/memory: base store\n"},
     "cycle base -> store -> base"),
    ("layers", {"docs/layers.txt": "store:\nstore/memory: store\n", **WITHOUT_BASE},
     "not listed"),
    ("layers", {"docs/layers.txt": GOOD_TREE["docs/layers.txt"] + "gone: base\n"}, "no sources"),
    ("layers", {"docs/layers.txt": GOOD_TREE["docs/layers.txt"] + "store: base\n"}, "once"),
    ("layers", {"docs/layers.txt": GOOD_TREE["docs/layers.txt"]
                + "services/sqs:\nservices/sns: services/sqs\n", **SERVICES}, "meet in server/"),
    ("layers", {"src/base/id.h": "#pragma once\nnamespace angarium::other {}\n"}, "no namespace"),
    ("layers", {"src/store/log.cc": '#include "store.h"\nnamespace angarium::store {}\n'},
     'write it from src/: "store/store.h"'),
    ("size", {"src/store/log.cc": "\n" * 501}, "501 lines"),
    ("size", {"src/store/log.cc": "//" + "x" * 99 + "\n"}, "over 100 columns"),
    ("size", {"tools/x.py": "def long():\n" + "    pass\n" * 70}, "`long` has 71 lines"),
    ("bans", in_store("std::thread worker;"), "std::thread"),
    ("bans", in_store("auto t = std::chrono::system_clock::now();"), "base::Clock"),
    ("bans", in_store("std::random_device d;"), "base::Random"),
    ("bans", in_store("asio::steady_timer t;"), "sleep_until"),
    ("bans", in_store("std::mutex m;"), "MutexLock"),
    ("bans", {"src/store/log_test.cc": "void f() { std::this_thread::sleep_for(s); }"},
     "wait for"),
    ("bans", {"tests/e2e/x_test.py": "import time\ntime.sleep(1)\n"}, "instead of sleeping"),
    ("bans", {"src/store/log.cc": "#include <boost/asio/post.hpp>\n"}, "Asio"),
    ("bans", {"src/store/log.cc": '#include "simdjson.h"\n'}, "json/"),
    ("bans", {"src/store/log.cc": "#include <rocksdb/db.h>\n"}, "store/store.h"),
    ("bans", in_store("// TODO later"), "open an issue"),
    ("bans", in_store("void f() { try { g(); } catch (...) { /* well */ } }"), "swallows"),
    ("bans", in_store("std::unordered_map<int, std::vector<int>> rows_;\n\n"
                      "void f() { for (const auto& [key, row] : rows_) g(row); }"), "no order"),
    ("bans", in_store("class LogManager {};"), "says nothing"),
    ("bans", {"src/store/log_utils.cc": "\n"}, "says nothing"),
    ("bans", {"src/store/log.h": "class Log;\n"}, "#pragma once"),
    ("bans", {"docs/a.md": "see /home/" + "someone/x\n"}, "one machine"),
    ("docs", {"src/store/README.md": "x\n" * 31}, "31 lines"),
    ("docs", {"src/store/README.md": None}, "missing"),
    ("docs", {"src/store/README.md": "See `src/store/gone.h`.\n"}, "not there"),
    ("docs", {"docs/a.md": "[b](b.md)\n"}, "not there"),
    ("docs", {"docs/security.md": "shown by `Store.Gone`\n"}, "names the test"),
    ("docs", {"docs/security.md": "shown by `test_gone`\n"}, "names the test"),
    ("docs", {"tests/conformance/policy/rows.md": "| 1 | `Store.Gone` |\n"}, "names the test"),
]

# What must not be taken for a fault.
HARMLESS = [
    ("size", {"src/store/log.cc": "// Over 500 lines: one table of the whole model\n" * 501}),
    ("size", {"src/store/log.cc": "\n" * 499 + "//" + "x" * 98}),
    ("bans", in_store("// std::thread\nconst char* s = \"std::thread\";")),
    ("bans", in_store("int n = 100'000; std::thread::id id; int m = 1'000;")),
    ("bans", in_store("void f() { try { g(); } catch (...) { log(); } }")),
    ("bans", in_store("std::unordered_set<int> ids;\n// order: only summed up\n"
                      "void f() { for (int id : ids) sum += id; }")),
    ("bans", {"src/base/clock.cc": "auto t = std::chrono::system_clock::now();"}),
    ("bans", {"src/store/rocksdb/engine.cc": "#include <rocksdb/db.h>\n"}),
]


def load(check):
    loader = importlib.machinery.SourceFileLoader(f"check_{check}", str(TOOLS / f"check_{check}"))
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader(loader.name, loader))
    loader.exec_module(module)
    return module


@pytest.fixture
def run_check(tmp_path, monkeypatch, capsys):
    """Runs a check on a tree; returns (exit code, what it printed)."""
    monkeypatch.syspath_prepend(TOOLS)

    def run(check, tree):
        for name, text in tree.items():
            if text is not None:
                (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
                (tmp_path / name).write_text(text)
        flags = ["--strict"] if check == "layers" else []
        monkeypatch.setattr(sys, "argv", [f"check_{check}", "--root", str(tmp_path), *flags])
        with pytest.raises(SystemExit) as exit_info:
            load(check).main()
        return exit_info.value.code, capsys.readouterr().out
    return run


@pytest.mark.parametrize("check", ["layers", "size", "bans", "docs"])
def test_a_good_tree_passes(check, run_check):
    assert run_check(check, GOOD_TREE) == (0, "")


@pytest.mark.parametrize("check,fault,complaint", BROKEN_TREES)
def test_a_fault_is_found(check, fault, complaint, run_check):
    code, printed = run_check(check, GOOD_TREE | fault)
    assert code == 1 and complaint in printed, printed
    assert len(printed.splitlines()) == 2, "one fault, one complaint: " + printed


@pytest.mark.parametrize("check,tree", HARMLESS)
def test_a_harmless_thing_passes(check, tree, run_check):
    code, printed = run_check(check, GOOD_TREE | tree)
    assert code == 0, printed


def test_setup_names_what_is_missing(tmp_path):
    packages = tmp_path / "packages.txt"
    packages.write_text("[build]\nbash\nno-such-package-1\nno-such-package-2 | bash\n")
    run = subprocess.run([TOOLS / "setup", "--check", "build"], text=True, stderr=subprocess.PIPE,
                         env={"PATH": "/usr/bin:/bin", "ANGARIUM_PACKAGES": str(packages)})
    assert (run.returncode, run.stderr) == (1, "setup: missing: no-such-package-1\n")


def run_tool(name, *arguments):
    run = subprocess.run([TOOLS / name, *map(str, arguments)], text=True,
                         stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    return run.returncode, run.stdout


def test_the_compile_budget_is_kept(tmp_path):
    log = tmp_path / "compile_times.log"
    cache_hit = "0.0 0.1 src/a/CMakeFiles/a.dir/x.cc.o\n"
    log.write_text("14.5 0.4 src/a/CMakeFiles/a.dir/x.cc.o\n" + cache_hit)
    assert run_tool("check_compile_times", tmp_path)[0] == 0
    log.write_text("14.5 0.6 src/a/CMakeFiles/a.dir/x.cc.o\n" + cache_hit)
    code, printed = run_tool("check_compile_times", tmp_path)
    assert code == 1 and "over 15 s: src/a/x.cc" in printed, printed


@pytest.mark.parametrize("entries,ending,code", [
    ("add_test(a /bin/true)", "1 passed, 0 failed\n", 0),
    ("add_test(a /bin/true)\nadd_test(b /bin/false)", "failed: b\n1 passed, 1 failed\n", 1),
    ("", "no tests found: is the preset built?\n0 passed, 0 failed\n", 1),
])
def test_test_runs_are_counted(entries, ending, code, tmp_path):
    (tmp_path / "CTestTestfile.cmake").write_text(entries)
    exit_code, printed = run_tool("run_tests", tmp_path)
    assert (exit_code, printed.endswith(ending)) == (code, True), printed
