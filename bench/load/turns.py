"""Servers that take turns at one machine, and what is said of their figures (pairs.py).

In every round each case has a turn, in an order that changes; the figures of a case are medians of
its turns, and cases are compared round by round. Rounds in which others took more than
--foreign-max of a processor are left out and counted (the machine's account of its time and those
of the processes differ by a quarter of one).
"""
import contextlib
import json
import os
import pathlib
import signal
import statistics
import sys
import tempfile
import time

from endpoint import ROOT, TICKS, cpu_seconds
from pairs import compared
from angarium_process import SERVE_CONFIG, ServeProcess

LATENCY = ("put_ms_p50", "put_ms_p99")


def add_options(parser, rounds, seconds):
    parser.add_argument("--rounds", type=int, default=rounds)
    parser.add_argument("--seconds", type=float, default=seconds)
    parser.add_argument("--without", help="a case that is left out")
    parser.add_argument("--directory", default=ROOT / "build", help="where the data lie")
    parser.add_argument("--turns", help="a file that keeps all turns, for runs in pieces")
    parser.add_argument("--foreign-max", type=float, default=0.4)


@contextlib.contextmanager
def serving(options, *accounts, config=""):
    """A server that is not running yet, and its accounts."""
    with tempfile.TemporaryDirectory(dir=options.directory) as directory:
        server = ServeProcess(directory, SERVE_CONFIG + config)
        try:
            yield server, *(server.create_account(name) for name in accounts)
        finally:
            if server.is_running():
                server.kill()


@contextlib.contextmanager
def awake(server):
    """Servers whose turn it isn't stand still, as they are: none has to begin anew, and the one
    whose turn it is has the machine for itself."""
    os.kill(server.pid, signal.SIGCONT)
    try:
        yield
    finally:
        os.kill(server.pid, signal.SIGSTOP)


def wanted(options, *cases):
    return tuple(case for case in cases if case != options.without)


def in_order(cases, turn):
    """Each case comes after each other one as often, and as often first."""
    first = turn // 2 % len(cases)
    turned = cases[first:] + cases[:first]
    return turned if turn % 2 == 0 else turned[::-1]


class Foreign:
    """How much of a processor went to others than the measurement since this was made: other
    programs, the kernel's own threads, other guests of the same host."""

    def __init__(self, *pids):
        self._pids = pids
        self._since, self._before = time.monotonic(), self._seconds()

    def share(self):
        return (self._seconds() - self._before) / (time.monotonic() - self._since)

    def _seconds(self):
        _, *ticks = pathlib.Path("/proc/stat").read_text().split("\n", 1)[0].split()
        user, nice, system, _, _, irq, softirq, steal = map(int, ticks[:8])
        busy = (user + nice + system + irq + softirq + steal) / TICKS
        return busy - sum(os.times()[:4]) - sum(map(cpu_seconds, self._pids))


def take(measured, names):
    return {name: measured[name] for name in (*names, "foreign")}


class Rounds:
    """A turn of each case for each round, of this run and of those that `--turns` kept."""

    def __init__(self, scenario, options):
        self._scenario, self._path = scenario, options.turns
        self.foreign_max = options.foreign_max
        self._all = []
        if self._path and os.path.exists(self._path):
            with open(self._path) as lines:
                kept = [json.loads(line) for line in lines]
            self._all = [each["turns"] for each in kept if each["scenario"] == scenario]

    def add(self, turns):
        """Told at once, too: who waits for the line at the end sees how far it is."""
        self._all.append(turns)
        line = json.dumps({"scenario": self._scenario, "turns": turns})
        print(line, file=sys.stderr)
        if self._path:
            with open(self._path, "a") as lines:
                lines.write(line + "\n")

    def left_out(self):
        return len(self._all) - len(self.taken())

    def taken(self):
        """Those in which nothing else took more of the machine than it may, in any of the turns."""
        return [turns for turns in self._all
                if all(turn["foreign"] <= self.foreign_max for turn in turns.values())]


def report(name, cases, rounds):
    """Medians of each case's figures, and how much worse each case but the first of a pair is."""
    taken = rounds.taken()
    counts = {"scenario": name, "rounds": len(taken), "left_out": rounds.left_out()}
    if not taken:
        sys.exit(f"{json.dumps(counts)}: nothing is said, for others took more of the machine "
                 f"than --foreign-max {rounds.foreign_max} of a processor in every round")
    of = {case: {figure: [turns[case][figure] for turns in taken] for figure in taken[0][case]}
          for case in cases}
    medians = {case: {figure: round(statistics.median(values), 3)
                      for figure, values in of[case].items()} for case in cases}
    beside = {}
    for i, first in enumerate(cases):
        for other in cases[:i]:
            beside[f"{other} beside {first}"] = {
                figure: compared(values, of[other][figure], figure.endswith("per_second"))
                for figure, values in of[first].items() if figure != "foreign"}
    print(json.dumps(counts | medians | beside), flush=True)
