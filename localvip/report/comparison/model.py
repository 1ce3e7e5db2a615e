"""What a comparison report shows: plain values, counted and worded before any template sees them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction

import geopandas as gpd

from localvip.report.model import Headline, LedgerRow, Outline, SourceRow


@dataclass(frozen=True)
class ChangeRow:
    """One revision of the law: its sentence, what it does by itself, and whether it does nothing anywhere.

    ``fate``: "new", "gone" or "changed". ``alone``: visas that it adds by itself; ``None``: not reckoned.
    """

    section: str
    title: str
    law: str
    kind: str
    fate: str
    sentence: str
    effect: str
    alone: int | None
    idle: bool


@dataclass(frozen=True)
class PlaceShift:
    """One area or jurisdiction: visas ``before`` and ``after`` (``None``: no ordinance binds it), what binds each.

    ``withheld``: its counts are small, or would tell a small one; they are ``None`` then.

    ``change``: after less before, a place without an ordinance taken as none.
    """

    id: str
    name: str
    jurisdiction: str
    residents: int
    before: int | None
    after: int | None
    binds_before: str
    binds_after: str
    withheld: bool = False

    @property
    def change(self) -> int:
        """Return after less before."""
        return (self.after or 0) - (self.before or 0)

    def kept_back(self) -> PlaceShift:
        """Return the place with its counts withheld."""
        return replace(self, before=None, after=None, withheld=True)

    @property
    def told_change(self) -> int | None:
        """Return the change; ``None`` where it is withheld."""
        return None if self.withheld else self.change

    @property
    def rate(self) -> Fraction | None:
        """Return the change for each 1,000 residents; ``None`` where nobody lives."""
        return Fraction(1000 * self.change, self.residents) if self.residents else None


@dataclass(frozen=True)
class ProvisionShift:
    """One provision before and after: full groups of all its groups, and visas held back (``None``: not there).

    ``withheld``: before, after: whether what it holds back would tell a small count.
    """

    name: str
    law: str
    groups_before: int | None
    full_before: int | None
    held_before: int | None
    groups_after: int | None
    full_after: int | None
    held_after: int | None
    withheld: tuple[bool, bool] = (False, False)


@dataclass(frozen=True)
class ComparisonReport:
    """Everything a comparison report shows. ``areas``: the largest change first; ``frame``: in their order.

    Of an area that is governed in part on both sides ``frame`` has the part, ``rest`` the other parts.
    ``sides``: how the two are called. ``warnings``: what changes nothing anywhere.
    """

    title: str
    region: str
    language: str
    status: str
    on: str
    sides: tuple[str, str]
    answer: str
    headlines: tuple[Headline, ...]
    changes: tuple[ChangeRow, ...]
    warnings: tuple[str, ...]
    frame: gpd.GeoDataFrame
    rest: gpd.GeoSeries
    outlines: tuple[Outline, ...]
    areas: tuple[PlaceShift, ...]
    jurisdictions: tuple[PlaceShift, ...]
    provisions: tuple[ProvisionShift, ...]
    ledger: tuple[LedgerRow, ...]
    notices: tuple[str, ...]
    method: tuple[str, ...]
    sources: tuple[SourceRow, ...]
    receipt: tuple[tuple[str, str], ...]
    crs: str
