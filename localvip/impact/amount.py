"""Amounts of money: exact, each with its currency and its period, never added to anything else."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction

from localvip.problem import Bug

MONTHS = 12


@dataclass(frozen=True)
class Amount:
    """An exact ``value`` of ``currency`` for each ``period`` (``month``, ``year``; "" for a sum paid once)."""

    value: Fraction
    currency: str
    period: str

    def __add__(self, other: Amount) -> Amount:
        """Return the sum; raises ``Bug`` unless currency and period are the same."""
        return replace(self, value=self.value + self._like(other))

    def __sub__(self, other: Amount) -> Amount:
        """Return the difference; raises ``Bug`` unless currency and period are the same."""
        return replace(self, value=self.value - self._like(other))

    def times(self, number: Fraction | int) -> Amount:
        """Return ``number`` times the amount: a count or a share, never another amount."""
        return replace(self, value=self.value * number)

    def per_month(self) -> Amount:
        """Return a twelfth of an amount a year; an amount a month as it is."""
        return (
            self
            if self.period == "month"
            else replace(self.at("year"), value=self.value / MONTHS, period="month")
        )

    def per_year(self) -> Amount:
        """Return twelve times an amount a month; an amount a year as it is."""
        return (
            self
            if self.period == "year"
            else replace(self.at("month"), value=self.value * MONTHS, period="year")
        )

    def at(self, period: str) -> Amount:
        """Return the amount itself; raises ``Bug`` where it is for another period."""
        if self.period != period:
            raise Bug(f"An amount per {self.period or 'event'} stands where one per {period} is meant.")
        return self

    @property
    def unit(self) -> str:
        """Return the unit in words: ``USD per year``."""
        return f"{self.currency} per {self.period}" if self.period else self.currency

    def _like(self, other: Amount) -> Fraction:
        if (self.currency, self.period) != (other.currency, other.period):
            raise Bug(f"{self.unit} and {other.unit} can't be added.")
        return other.value
