"""Class breaks for a choropleth, rounded to numbers that people use."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise

from localvip.report.numerals import plain
from localvip.report.speech import tr

MOST_CLASSES = 5
STEPS = tuple(Fraction(step) for step in ("1", "1.5", "2", "2.5", "3", "4", "5", "6", "8", "10"))


def class_breaks(values: Sequence[Fraction]) -> tuple[Fraction, ...]:
    """Return rising breaks between at most five classes of the positive ``values``.

    A class holds the values above one break up to and with the next, and none is empty. Breaks are fifths of
    the ranked values, rounded; where those fall together (many areas at one legal share), equal steps.
    """
    ranked = sorted(value for value in values if value > 0)
    if not ranked or ranked[0] == ranked[-1]:
        return ()
    fifths = [ranked[len(ranked) * part // MOST_CLASSES] for part in range(1, MOST_CLASSES)]
    by_rank = _without_empty_classes([_human(value) for value in fifths], ranked)
    if len(by_rank) >= MOST_CLASSES - 2:
        return by_rank
    by_step = _without_empty_classes(_equal_steps(ranked[0], ranked[-1]), ranked)
    return max(by_rank, by_step, key=len)


def class_of(value: Fraction, breaks: Sequence[Fraction]) -> int:
    """Return the class of ``value``: the number of breaks below it."""
    return bisect_left(breaks, value)


def class_labels(breaks: Sequence[Fraction]) -> tuple[str, ...]:
    """Return the words of each class: ``up to 5``, ``5–10``, ``over 10``."""
    if not breaks:
        return (tr("above 0"),)
    between = [f"{plain(low)}–{plain(high)}" for low, high in pairwise(breaks)]
    return (tr("up to {n}", n=plain(breaks[0])), *between, tr("over {n}", n=plain(breaks[-1])))


def human_step(least: Fraction) -> Fraction:
    """Return the smallest number of ``STEPS``, times a power of ten, that is at least ``least``."""
    power = _power_below(least)
    return next(step * power for step in STEPS if step * power >= least)


def _human(value: Fraction) -> Fraction:
    power = _power_below(value)
    return min((step * power for step in STEPS), key=lambda candidate: abs(candidate - value))


def _power_below(value: Fraction) -> Fraction:
    power = Fraction(1)
    while power > value:
        power /= 10
    while power * 10 <= value:
        power *= 10
    return power


def _equal_steps(low: Fraction, high: Fraction) -> list[Fraction]:
    step = human_step((high - low) / MOST_CLASSES)
    first = low // step + 1
    return [step * (first + n) for n in range(MOST_CLASSES - 1)]


def _without_empty_classes(breaks: Sequence[Fraction], ranked: Sequence[Fraction]) -> tuple[Fraction, ...]:
    kept: list[Fraction] = []
    for candidate in sorted(set(breaks)):
        floor = kept[-1] if kept else Fraction(0)
        if any(floor < value <= candidate for value in ranked) and ranked[-1] > candidate:
            kept.append(candidate)
    return tuple(kept)
