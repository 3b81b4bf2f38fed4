"""What turns say of two cases that took them side by side: by how much one is worse than the other,
and how sure that is.

What else the machine does (its disk above all) changes from one turn to the next by more than the
cases differ, and meets both cases of a round alike. So figures are compared within a round, and the
rounds' ratios are summed up: their median, the interval in which it lies when the rounds are drawn
anew with repetition (a bootstrap; 19 times in 20), and in how many rounds the case was worse.
"""
import random
import statistics

DRAWS = 4000
OUTSIDE = 0.05  # of the draws: half of them on each side of the interval
SEED = 1  # the same rounds have the same interval


def ratios(first, other, more_is_better=False):
    """For each round, what the other has in units of the first's; above 1 is worse."""
    assert len(first) == len(other)
    return [b / a if more_is_better else a / b for b, a in zip(first, other)]


def interval(values, statistic=statistics.median):
    """Where the statistic of so many rounds lies."""
    chance = random.Random(SEED)
    drawn = sorted(statistic(chance.choices(values, k=len(values))) for _ in range(DRAWS))
    outside = int(DRAWS * OUTSIDE / 2)
    return drawn[outside], drawn[-1 - outside]


def compared(first, other, more_is_better=False):
    """`worse_by` 0.1 is 10% worse; `between` holds its interval, `worse_in` counts rounds."""
    found = ratios(first, other, more_is_better)
    return {"worse_by": round(statistics.median(found) - 1, 3),
            "between": [round(bound - 1, 3) for bound in interval(found)],
            "worse_in": sum(ratio > 1 for ratio in found)}
