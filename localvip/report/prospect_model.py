"""What a capacity report shows beside the day's number: years, who gets in, what a rule moves, towns, facilities."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

Rule = tuple[str, str]  # the title of its law, its id


@dataclass(frozen=True)
class YearRow:
    """One year if every slot is taken: visas ``allowed`` on 1 January by itself, ``issued`` in it, ``in_force`` after.

    ``overhang``: visas that stayed above the limits. ``waiting``: held up by the limits on pace alone.
    """

    year: int
    allowed: int
    issued: int
    in_force: int
    overhang: int
    waiting: int


@dataclass(frozen=True)
class AdmissionRow:
    """What the sponsors of a place may expect: visas in the mean of all draws, and the middle 90 % of them.

    ``None``: withheld.
    """

    name: str
    sponsors: int | None
    mean: Fraction | None
    low: int | None
    high: int | None


@dataclass(frozen=True)
class Admission:
    """How slots are given: the ``method`` in words, its rows by jurisdiction and by area, slots lost to ordering.

    ``refused``: why the method can't be reckoned; there are no rows then. ``remark``: what the draws leave out.
    """

    method: str
    draws: int
    by_jurisdiction: tuple[AdmissionRow, ...]
    by_area: tuple[AdmissionRow, ...]
    lost_low: int
    lost_high: int
    capacity: int
    refused: str = ""
    remark: str = ""


@dataclass(frozen=True)
class Sensitivity:
    """Capacity as the limits of one provision move together: ``points`` of (percent of what the law says, visas).

    ``kink``: the least whole percent from which another rule holds all: more in this one gives nothing.
    ``None``: beyond what was tried.
    """

    name: str
    points: tuple[tuple[int, int], ...]
    kink: int | None
    rule: Rule = ("", "")

    @property
    def written(self) -> int:
        """Return the visas that the law as it is written allows."""
        return dict(self.points)[100]


@dataclass(frozen=True)
class SwingRow:
    """One cap moved alone: the capacity where it is a quarter ``tighter``, as ``written``, a quarter ``looser``."""

    name: str
    tighter: int
    written: int
    looser: int
    rule: Rule = ("", "")


@dataclass(frozen=True)
class TownRow:
    """One jurisdiction beside the others: what binds it, and its visas for each 1,000 residents.

    ``standing``: "ordinance", "default" or "none"; ``length``: of its bar, in thousandths of the longest.
    """

    name: str
    law: str
    standing: str
    residents: int
    capacity: int | None
    rate: Fraction | None
    length: int
    binding: str
    withheld: bool = False


@dataclass(frozen=True)
class FacilityRow:
    """The facilities of one provision that serve: their ``places`` in visas (``None``: not known) and full sites.

    ``taken``: places that the split takes (``None``: withheld).
    """

    name: str
    law: str
    kind: str
    sites: int
    places: int | None
    taken: int | None
    full: int
