"""Run a seeded sample of the mutants of ``localvip/capacity``: ``python tests/mutation.py [COUNT [SEED]]``.

A mutant is the code with one small change. It is killed if a test fails on it. One that ran out of time isn't counted
as killed: on a busy machine that happens to mutants which change nothing.
"""

import random
import subprocess
import sys
from collections import Counter
from math import sqrt

KILLED = "killed"
GENERATES = "localvip.capacity.limits.once.*"  # mutmut makes all mutants before it runs any: these are few


def statuses():
    """Return the status of each mutant by its name."""
    told = subprocess.run(["mutmut", "results", "--all", "true"], check=True, capture_output=True, text=True)
    lines = (line.strip().rsplit(": ", 1) for line in told.stdout.splitlines())
    return dict(line for line in lines if line[0].startswith("localvip."))


def interval(hits, tries, z=1.96):
    """Return Wilson's 95 % interval of a share."""
    share, spread = hits / tries, z * z / tries
    half = z * sqrt(share * (1 - share) / tries + spread / (4 * tries))
    return tuple((share + spread / 2 + sign * half) / (1 + spread) for sign in (-1, 1))


def main(count=300, seed=11):
    subprocess.run(["mutmut", "run", GENERATES], check=True)
    sample = random.Random(seed).sample(sorted(statuses()), count)  # noqa: S311 (not a secret)
    subprocess.run(["mutmut", "run", *sample], check=True)
    found = statuses()
    number = Counter(found[name] for name in sample)
    killed = number[KILLED]
    low, high = interval(killed, count)
    survivors = "".join(f"{found[name]}: {name}\n" for name in sorted(sample) if found[name] != KILLED)
    score = (
        f"{killed} of {count} killed: {killed / count:.1%} (95 %: {low:.1%} to {high:.1%}) {dict(number)}\n"
    )
    sys.stdout.write(survivors + score)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
