"""What a capacity report shows: plain values, counted and worded before any template sees them.

``tables`` fills these from a result; ``map``, ``page`` and ``write`` only lay them out. Counts are whole
visas or people; ``None`` means unknown, never 0. Every text may come from a stranger's file: it is escaped
where it is shown.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import geopandas as gpd

from localvip.report.prospect_model import Admission, FacilityRow, Sensitivity, SwingRow, TownRow, YearRow


@dataclass(frozen=True)
class Headline:
    """One number at the head of a report: ``label``, the ``value`` as shown, and what it is measured against."""

    label: str
    value: str
    note: str


@dataclass(frozen=True)
class LimitUse:
    """One limit as it stands for one place: computed ``value``, ``used`` visas, what is left of it.

    ``binding``: no visa is left under it in the split shown. ``working``: the arithmetic in words
    ("5% of 4,810 residents = 240.5, rounded down"). ``group``: the land it counts ("City of Akron"). ``apart``: what
    tells the rule from others of its name, where there are any (see ``rule_names``).
    """

    provision: str
    law: str
    section: str
    title: str
    group: str
    working: str
    value: int | None
    used: int
    binding: bool
    apart: str = ""

    @property
    def slack(self) -> int | None:
        """Return the visas left under the limit; ``None`` where the limit is unknown or unlimited."""
        return None if self.value is None else self.value - self.used


@dataclass(frozen=True)
class AreaRow:
    """One area: its people, its ceiling alone, its part of the joint capacity, and every limit that counts it.

    Where an ordinance governs only a part of it, everything said is of that part, and ``part`` tells how much of
    its land that is ("12% of its land"); "" for a whole area. ``binding``: what binds first, the map's category.
    ``ceiling``: the most this area could hold if no other place used any visa. ``capacity``: its part in the
    split shown (the parts add up to the whole). ``governed``: whether an ordinance in force binds it.
    ``limits``: binding ones first. ``withheld``: its counts are small, or would tell a small one: not published.
    """

    id: str
    name: str
    jurisdiction: str
    part: str
    residents: int
    sponsors: int | None
    ceiling: int | None
    capacity: int | None
    governed: bool
    binding: str
    limits: tuple[LimitUse, ...]
    withheld: bool = False


@dataclass(frozen=True)
class JurisdictionRow:
    """One jurisdiction (or the land outside all of them): totals of its cells, whole people and visas.

    ``ordinance``: the titles of those that bind it, else of the law whose default does (``default``). ``outside``:
    it is the land outside all of them, and its name says so.
    """

    name: str
    ordinance: str
    areas: int
    residents: int
    sponsors: int | None
    capacity: int | None
    binding: str
    default: bool = False
    withheld: bool = False
    outside: bool = False


@dataclass(frozen=True)
class ProvisionRow:
    """One provision in force or set out: its words, how many groups it makes and what it does.

    ``always_binding``: groups in which one visa fewer in the limit loses a visa. ``raises``: groups in which
    one more gives one. ``held_back``: capacity without the provision, less capacity (``None``: not evaluated).
    ``by_itself``: what it would hold back of the sponsors' visas were it the only rule.
    ``status``: "in force", "not yet in force", "lapsed", "text only", ... ``quote``: the law's own words, with which
    ``words`` may end; ``language``: theirs, where it isn't the page's. ``withheld``: what it holds back would tell a
    small count.
    """

    id: str
    law: str
    section: str
    title: str
    kind: str
    words: str
    groups: int
    full: int
    always_binding: int
    raises: int
    held_back: int | None
    status: str
    by_itself: int | None = None
    quote: str = ""
    language: str = ""
    withheld: bool = False


@dataclass(frozen=True)
class LawRow:
    """One law that was read: what it is ("Ordinance"), what identifies it, its standing and its days in words.

    ``language``: of its title and authority, where it isn't the page's.
    """

    noun: str
    title: str
    number: str
    authority: str
    status: str
    in_force: str
    language: str = ""


class Clause(NamedTuple):
    """A clause of the law that can't be counted: where it stands, its text, its language if not the page's."""

    label: str
    text: str
    language: str = ""


@dataclass(frozen=True)
class LedgerRow:
    """One line of an account that closes: ``read`` = ``used`` + ``set_aside``, in ``unit``, with the reason."""

    account: str
    entry: str
    unit: str
    amount: str
    note: str


@dataclass(frozen=True)
class SourceRow:
    """One file that was read: its role, name, SHA-256, licence, vintage."""

    role: str
    name: str
    sha256: str
    licence: str
    vintage: str


@dataclass(frozen=True)
class Outline:
    """A layer drawn over the areas as lines or points: ``kind`` is jurisdiction, zone, water or facility."""

    kind: str
    name: str
    shapes: gpd.GeoDataFrame


@dataclass(frozen=True)
class CapacityReport:
    """Everything a capacity report shows.

    ``frame``: the areas' shapes in metres on an equal-area plane, indexed by area id in the order of ``areas``;
    of an area that is governed in part, the part. ``rest``: the other parts.
    ``answer``: the finding as one sentence; ``discreet``: the same without what the rules hold back.
    ``three_lines``: legal maximum, realistic, expected. ``laws``: all that were read, the lowest first.
    ``receipt``: (label, text) pairs with which the report can be made again. ``proven``: the legal maximum is known
    to the last visa.
    """

    title: str
    region: str
    language: str
    status: str
    on: str
    answer: str
    headlines: tuple[Headline, ...]
    three_lines: tuple[Headline, ...]
    laws: tuple[LawRow, ...]
    frame: gpd.GeoDataFrame
    rest: gpd.GeoSeries
    outlines: tuple[Outline, ...]
    areas: tuple[AreaRow, ...]
    jurisdictions: tuple[JurisdictionRow, ...]
    provisions: tuple[ProvisionRow, ...]
    unmodelled: tuple[Clause, ...]
    ledger: tuple[LedgerRow, ...]
    notices: tuple[str, ...]
    method: tuple[str, ...]
    sources: tuple[SourceRow, ...]
    receipt: tuple[tuple[str, str], ...]
    crs: str
    years: tuple[YearRow, ...] = ()
    admission: Admission | None = None
    sensitivity: Sensitivity | None = None
    swings: tuple[SwingRow, ...] = ()
    towns: tuple[TownRow, ...] = ()
    facilities: tuple[FacilityRow, ...] = ()
    proven: bool = True
    discreet: str = ""
