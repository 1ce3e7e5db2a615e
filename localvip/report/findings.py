"""What each part of a report says, as one sentence counted from its own rows: the titles of the sections."""

from __future__ import annotations

from collections.abc import Sequence

from localvip.report.model import AreaRow, JurisdictionRow, LedgerRow, ProvisionRow
from localvip.report.numerals import count, plural


def where_it_lies(rows: Sequence[AreaRow]) -> str:
    """Return in how few areas half of the capacity lies; areas without an ordinance are not counted."""
    ruled = [row.capacity for row in rows if row.governed]
    known = sorted((visas for visas in ruled if visas is not None), reverse=True)
    if not known:
        return "The capacity of every area is unknown" if ruled else "No ordinance binds any area"
    if not any(known):
        return "No area holds a visa"
    held, areas = 0, 0
    while 2 * held < sum(known):
        held += known[areas]
        areas += 1
    what = "the capacity" if len(known) == len(ruled) else "the known capacity"
    return f"Half of {what} lies in {count(areas)} of {plural(len(ruled), 'area')}"


def what_binds(rows: Sequence[ProvisionRow]) -> str:
    """Return the provision that holds back most, ties named, or that none does."""
    evaluated = [row for row in rows if row.held_back is not None]
    if not evaluated:
        return "What each provision holds back was not evaluated"
    most = max(row.held_back or 0 for row in evaluated)
    if most <= 0:
        return "No single provision holds visas back"
    first = [name_of(row) for row in evaluated if row.held_back == most]
    if len(first) > 1:
        return f"Most is held back by {_joined(first)}: {plural(most, 'visa')} each"
    return f"Most is held back by {first[0]}: {plural(most, 'visa')}"


def by_jurisdiction(rows: Sequence[JurisdictionRow]) -> str:
    """Return which jurisdiction with an ordinance holds most of the capacity, or that one is unknown."""
    ruled = [row for row in rows if row.ordinance]
    unknown = sum(row.capacity is None for row in ruled)
    if unknown:
        return f"The capacity of {plural(unknown, 'jurisdiction')} is unknown"
    total = sum(row.capacity or 0 for row in ruled)
    if not total:
        return "No jurisdiction holds a visa"
    first = max(ruled, key=lambda row: row.capacity or 0)
    if first.capacity == total:
        return f"All {plural(total, 'visa')} lie in {first.name}"
    return f"{first.name} holds {count(first.capacity)} of {plural(total, 'visa')}"


def by_area(rows: Sequence[AreaRow]) -> str:
    """Return the range of the areas' capacities, how many have none, how many are unknown or not ruled."""
    ruled = [row.capacity for row in rows if row.governed]
    known = [visas for visas in ruled if visas is not None]
    if not known:
        return "No area's capacity is known"
    counts = (
        (sum(visas == 0 for visas in known), "with none"),
        (len(ruled) - len(known), "unknown"),
        (len(rows) - len(ruled), "without an ordinance"),
    )
    span = f"{count(min(known))} to {plural(max(known), 'visa')}"
    return "; ".join(
        (f"An area holds {span}", *(f"{count(number)} {word}" for number, word in counts if number))
    )


def accounts(rows: Sequence[LedgerRow]) -> tuple[tuple[str, tuple[LedgerRow, ...]], ...]:
    """Return the lines of the ledger under their accounts, both in the order they were given."""
    names = dict.fromkeys(row.account for row in rows)
    return tuple((name, tuple(row for row in rows if row.account == name)) for name in names)


def name_of(row: ProvisionRow) -> str:
    """Return a provision's section and title."""
    return heading(row.section, row.title or row.id)


def heading(section: str, title: str) -> str:
    """Return ``3.1 City-wide ceiling``; a section that goes by a name keeps apart: ``Chapter two: Fees``."""
    if not section:
        return title
    return f"{section} {title}" if section[-1].isdigit() or len(section) < 6 else f"{section}: {title}"


def _joined(names: Sequence[str]) -> str:
    return f"{', '.join(names[:-1])} and {names[-1]}"
