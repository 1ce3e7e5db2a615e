"""Measured numbers: arrays with a unit that is checked in every sum, so that money never adds to people."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import numpy.typing as npt

from localvip.impact.assumption import Assumptions
from localvip.impact.draws import Floats
from localvip.problem import Bug

NO_UNIT = ("share", "ratio", "1")
PLURALS = {"people": "person", "persons": "person", "residents": "person", "resident": "person"}
JOINT = re.compile(" (?:per|an?|and) ")
CURRENCY = re.compile("[A-Z]{3}")


@dataclass(frozen=True)
class Unit:
    """A product of powers: ``USD per visa per year`` is USD^1 visa^-1 year^-1. A share has none."""

    powers: tuple[tuple[str, int], ...] = ()

    @classmethod
    def of(cls, text: str) -> Unit:
        """Return the unit that ``text`` names: words joined by ``per``, ``a`` or ``and``, in any number.

        ``share of wage`` is a share.
        """
        head, *below = JOINT.split(text.partition(" of ")[0])
        found: dict[str, int] = {}
        for word, power in ((head, 1), *((word, -1) for word in below)):
            if word not in NO_UNIT:
                found[_one(word)] = found.get(_one(word), 0) + power
        return cls(_sorted(found))

    def times(self, other: Unit, power: int = 1) -> Unit:
        """Return the product with ``other`` (with its reciprocal where ``power`` is -1)."""
        found = dict(self.powers)
        for name, one in other.powers:
            found[name] = found.get(name, 0) + power * one
        return Unit(_sorted(found))

    def __str__(self) -> str:
        """Return the unit in words, ``share`` for none."""
        above = [name for name, power in self.powers for _ in range(power)]
        below = [f" per {name}" for name, power in self.powers for _ in range(-power)]
        return " ".join(above or ["1" if below else "share"]) + "".join(below)


def _one(word: str) -> str:
    if CURRENCY.fullmatch(word):
        return word
    return PLURALS.get(word, word.removesuffix("s"))


def _sorted(found: Mapping[str, int]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted((name, power) for name, power in found.items() if power))


@dataclass(frozen=True, eq=False)
class Measured:
    """``numbers`` in ``unit``; arithmetic keeps the unit, and sums of unlike units raise ``Bug``."""

    numbers: Floats
    unit: Unit

    def __mul__(self, other: Measured) -> Measured:
        """Return the product, in the product of the units."""
        return Measured(self.numbers * other.numbers, self.unit.times(other.unit))

    def __truediv__(self, other: Measured) -> Measured:
        """Return the quotient; NaN where the divisor is 0."""
        shape = np.broadcast_shapes(self.numbers.shape, other.numbers.shape)
        nothing = np.full(shape, np.nan)
        values = np.divide(self.numbers, other.numbers, out=nothing, where=other.numbers != 0)
        return Measured(values, self.unit.times(other.unit, -1))

    def __add__(self, other: Measured) -> Measured:
        """Return the sum; ``Bug`` where the units differ."""
        return Measured(self.numbers + other.at(self.unit).numbers, self.unit)

    def __sub__(self, other: Measured) -> Measured:
        """Return the difference; ``Bug`` where the units differ."""
        return Measured(self.numbers - other.at(self.unit).numbers, self.unit)

    def complement(self) -> Measured:
        """Return what a share leaves of the whole; ``Bug`` where the number isn't a share."""
        return Measured(1 - self.at(Unit()).numbers, Unit())

    def at(self, unit: Unit) -> Measured:
        """Return the number itself; ``Bug`` where it isn't in ``unit``."""
        if self.unit != unit:
            raise Bug(f"A number in {self.unit} stands where {unit} is meant.")
        return self


def measured(values: npt.ArrayLike, unit: str) -> Measured:
    """Return ``values`` in the unit that ``unit`` names."""
    return Measured(np.asarray(values, dtype=float), Unit.of(unit))


def exact(value: Fraction, unit: str) -> Measured:
    """Return one number of a law as an array of shape (1,)."""
    return measured([float(value)], unit)


class Sheet:
    """The assumptions of one run with their draws, read as measured numbers of shape (draws,).

    Sums of money are in ``currency``. ``used``: the keys that were asked for, so that a report can list them.
    """

    def __init__(self, assumptions: Assumptions, drawn: Mapping[str, Floats], currency: str = "USD") -> None:
        self.assumptions = assumptions
        self.drawn = drawn
        self.currency = currency
        self.used: set[str] = set()

    def __getitem__(self, key: str) -> Measured:
        """Return the draws of ``key`` in its unit; ``Refused`` where there is no such assumption."""
        self.used.add(key)
        return Measured(self.drawn[self.assumptions[key].key], Unit.of(self.assumptions[key].unit))

    def __contains__(self, key: str) -> bool:
        """Return whether there is an assumption with ``key``."""
        return key in self.assumptions
