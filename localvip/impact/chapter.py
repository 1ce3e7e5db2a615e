"""The chapter's figures, worked out again from its inputs: each with the chapter's own number and the difference."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

import pandas as pd

from localvip.impact.assumption import Assumption, Assumptions

FAMILY = 4
TOP = Fraction(1, 100)


@dataclass(frozen=True)
class Figure:
    """A figure: the ``section`` it stands in, what the chapter says (from ``low`` to ``high``), and ``ours``."""

    name: str
    section: str
    said: str
    low: Fraction
    high: Fraction
    ours: Fraction
    unit: str
    remark: str = ""

    @property
    def agrees(self) -> bool:
        """Return whether ours lies within what the chapter's words allow."""
        return self.low <= self.ours <= self.high


def figures(assumptions: Assumptions) -> tuple[Figure, ...]:
    """Return every figure of the chapter that this package reckons, exact."""
    given = assumptions.topic("chapter")
    return (*_world(given), *_auction(given), *_top(given), *_vip(given), _inequality(given))


def figures_table(assumptions: Assumptions) -> pd.DataFrame:
    """Return the figures as a frame: name, section, what the chapter says, ours, unit, agrees, remark."""
    rows = [
        (f.name, f.section, f.said, float(f.low), float(f.high), float(f.ours), f.unit, f.agrees, f.remark)
        for f in figures(assumptions)
    ]
    names = ["figure", "section", "chapter", "low", "high", "ours", "unit", "agrees", "remark"]
    return pd.DataFrame(rows, columns=names)


def _world(given: Mapping[str, Assumption]) -> tuple[Figure, ...]:
    """Work out what is gained when the OECD doubles: share moving x gain, over all people on earth."""
    section = "The Migration Imperative"
    gain, moving, income = (given[name].value for name in ("gain", "moving_share", "world_income"))
    each = moving * gain
    return (
        Figure(
            "Gain for each person on earth", section, "about 2,200", *_near(2200, 100), each, "USD per year"
        ),
        Figure(
            "The same as a share of world income",
            section,
            "about 20 %",
            *_near(20, 1),
            each / income * 100,
            "%",
        ),
    )


def _auction(given: Mapping[str, Assumption]) -> tuple[Figure, ...]:
    """Work out Becker's auction: bids of a third more people, shared by all natives."""
    section = "Auctioning Visas?"
    bid, third, gain = (given[name].value for name in ("bid", "third", "gain"))
    native = (bid * third).limit_denominator(1000)
    people = given["oecd_people"].value / given["moving_share"].value
    world = given["oecd_people"].value * third * gain / (people * given["world_income"].value)
    income, family = given["income_a_head"].value, given["family_income"].value
    four = native * FAMILY
    remark = "the family of four is set against the median household's income, as the chapter does"
    moved = "a third of 1.3 bn people gain 11,000 each; world people are 1.3 bn / 20 %"
    return (
        Figure("Revenue for each native", section, "2,000", *_near(2000, 1), native, "USD per year"),
        Figure(
            "The same of national income",
            section,
            "almost 6 %",
            *_near("5.8", "0.2"),
            native / income * 100,
            "%",
        ),
        Figure(
            "Revenue for a family of four", section, "about 8,000", *_near(8000, 10), four, "USD per year"
        ),
        Figure(
            "The same of its income",
            section,
            "about 15 %",
            *_near(15, "1.5"),
            four / family * 100,
            "%",
            remark,
        ),
        Figure("What a migrant keeps", section, "5,000", *_near(5000, 1), gain - bid, "USD per year"),
        Figure("Natives' part of the gain", section, "about half", *_near(50, 5), bid / gain * 100, "%"),
        Figure(
            "Gain of world income", section, "6 to 7 %", Fraction(6), Fraction(7), world * 100, "%", moved
        ),
    )


def _top(given: Mapping[str, Assumption]) -> tuple[Figure, ...]:
    """Work out the top 1 % when the auction's revenue is shared equally: they get 1 % of it."""
    section = "Auctioning Visas?"
    more = given["bid"].value * given["third"].value / given["income_a_head"].value
    before, then = given["top_share"].value, given["top_share_then"].value
    after = (before + TOP * more) / (1 + more)
    fall = before - after
    remark = "ours takes account of the top's own 1 % of the revenue; without it the share falls by 5.4 % of itself"
    start = "today's share and that of mid-century are ours"
    return (
        Figure(
            "Fall of the top share, of itself",
            section,
            "about 6 %",
            *_near(6, 1),
            fall / before * 100,
            "%",
            remark,
        ),
        Figure(
            "Fall of the top share", section, "about 1 point", *_near(1, "0.1"), fall * 100, "points", start
        ),
        Figure(
            "Part of the way to mid-century",
            section,
            "an eighth",
            *_near("0.125", "0.01"),
            fall / (before - then),
            "share",
            start,
        ),
    )


def _vip(given: Mapping[str, Assumption]) -> tuple[Figure, ...]:
    """Work out the program in the United States: today's non-citizens, tomorrow's, and for each adult."""
    section = "Could VIP Work?"
    today = given["legal_noncitizens"].value + given["illegal"].value
    ratio = given["sponsors"].value / given["adults"].value
    gulf = given["strictest_gulf"].value
    remark = "for each adult, so more than for each native of any age; Saudi Arabia has one for two natives"
    return (
        Figure(
            "Migrant workers today", section, "24 million", *_near(24, 0), today / 10**6, "million people"
        ),
        Figure(
            "Migrant workers under VIP",
            section,
            "100 million",
            *_near(100, 0),
            given["sponsors"].value / 10**6,
            "million people",
        ),
        Figure("Share of adults who sponsor", section, "100 of 250 million", *_near(40, 0), ratio * 100, "%"),
        Figure(
            "Migrants for each adult",
            section,
            "below the strictest Gulf state",
            Fraction(0),
            gulf,
            ratio,
            "ratio",
            remark,
        ),
    )


def _inequality(given: Mapping[str, Assumption]) -> Figure:
    """Work out the mean of the two changes when two incomes become equal."""
    rich, poor = given["rich"].value, given["poor"].value
    even = (rich + poor) / 2
    mean = ((even - rich) / rich + (even - poor) / poor) / 2 * 100
    section = "The Migration Imperative"
    said = "just under 25,000 %"
    return Figure(
        "Inequality index of two incomes", section, said, Fraction(24_900), Fraction(25_000), mean, "%"
    )


def _near(middle: int | str, width: int | str) -> tuple[Fraction, Fraction]:
    """Return what the chapter's rounded words allow around ``middle``."""
    return Fraction(middle) - Fraction(width), Fraction(middle) + Fraction(width)
