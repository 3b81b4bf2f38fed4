"""What bench/pattern/compare says when the other engine isn't what it should be."""
import os
import pathlib
import subprocess
import sys
import zipfile

COMPARE = pathlib.Path(__file__).resolve().parents[2] / "bench" / "pattern" / "compare"


def refusal(*arguments, path=os.environ["PATH"]):
    done = subprocess.run([sys.executable, "-B", COMPARE, *map(str, arguments)], text=True,
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                          env={**os.environ, "PATH": path})
    assert done.returncode not in (0, -6), done.stdout
    assert done.stdout == "" and "Traceback" not in done.stderr
    return done.stderr


def jar(path, *names):
    with zipfile.ZipFile(path, "w") as file:
        for name in names:
            file.writestr(name, b"")
    return path


def test_one_engine_must_be_named():
    assert "--ruler --quamina" in refusal()
    assert "not allowed with" in refusal("--ruler", "a.jar", "--quamina", "b")


def test_a_missing_jar_and_one_that_is_none(tmp_path):
    (tmp_path / "text.jar").write_text("no jar")
    for name in ("missing.jar", "text.jar"):
        message = refusal("--ruler", tmp_path / name)
        assert f"{name}` is not a jar" in message and "mvn" in message


def test_a_jar_without_the_engine(tmp_path):
    other = jar(tmp_path / "other.jar", "org/example/Machine.class")
    assert "no `software/amazon/event/ruler/Machine.class`" in refusal("--ruler", other)


def test_no_java(tmp_path):
    ruler = jar(tmp_path / "ruler.jar", "software/amazon/event/ruler/Machine.class")
    assert "no `java` on the PATH" in refusal("--ruler", ruler, path=str(tmp_path))


def test_a_folder_without_quamina(tmp_path):
    assert "go.mod`; --quamina takes" in refusal("--quamina", tmp_path)
    (tmp_path / "go.mod").write_text("module example.org/other\n")
    assert "is not quamina's" in refusal("--quamina", tmp_path)


def test_no_go(tmp_path):
    (tmp_path / "go.mod").write_text("module quamina.net/go/quamina/v2\n")
    assert "no `go` on the PATH" in refusal("--quamina", tmp_path, path=str(tmp_path))
