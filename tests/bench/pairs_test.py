"""What scenarios that take turns say of pairs of turns whose truth is known."""
import pathlib
import random
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "bench" / "load"))

from pairs import compared, ratios  # noqa: E402

ROUNDS = 40


def rounds(factor, seed):
    """Times of two cases in a weather that changes fourfold, of which the second has `factor`."""
    chance = random.Random(seed)
    first, other = [], []
    for _ in range(ROUNDS):
        weather = chance.lognormvariate(0, 0.7)
        first.append(weather * chance.lognormvariate(0, 0.1))
        other.append(weather * chance.lognormvariate(0, 0.1) * factor)
    return first, other


def test_ratios_are_of_the_same_round_and_above_one_is_worse():
    assert ratios([1, 2], [2, 3]) == [2, 1.5]
    assert ratios([100, 300], [50, 400], more_is_better=True) == [2, 0.75]


def test_a_case_that_costs_nothing_is_not_told_apart():
    covered = 0
    for seed in range(20):
        low, high = compared(*rounds(1.0, seed))["between"]
        covered += low <= 0 <= high
    assert covered >= 17, covered


def test_a_case_a_fifth_worse_is_found_in_a_changing_weather():
    for seed in range(20):
        found = compared(*rounds(1.2, seed))
        low, high = found["between"]
        assert 0 < low <= found["worse_by"] <= high, (seed, found)
        assert 0.12 < found["worse_by"] < 0.28 and found["worse_in"] > 3 * ROUNDS / 4, (seed, found)


def test_the_same_rounds_say_the_same():
    assert compared(*rounds(1.1, 3)) == compared(*rounds(1.1, 3))
