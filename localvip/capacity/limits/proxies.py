"""Columns of a region that stand for a protected ground: no rule may use them, under whatever name."""

from __future__ import annotations

from collections.abc import Iterator

from localvip.ordinance.grounds import ground_of
from localvip.ordinance.parts import names_used
from localvip.ordinance.rulebook import Rulebook
from localvip.problem import Problem
from localvip.region.model import Region


def proxy_problems(rulebook: Rulebook, region: Region) -> Iterator[Problem]:
    """Iterate over the uses of columns that stand for a protected ground, both places cited.

    A column does that is declared a ``proxy for`` one, is read from a column of the file that is named after
    one, or is reckoned from such a column.
    """
    stands = {name: said for name in region.columns if (said := _stands_for(name, region))}
    for law in (*rulebook.laws, *rulebook.amendments) if stands else ():
        for use in names_used(law):
            if use.name in stands:
                message = f"{use.subject}: {use.name!r} {stands[use.name]}, a ground no rule may use."
                yield Problem(use.place, "forbidden-ground", message)


def _stands_for(name: str, region: Region) -> str:
    """Return what a column stands for, with the place that says so; empty where it is harmless."""
    column = region.columns[name]
    if column.proxy_for:
        return f"is declared ({column.place_of('proxy_for')}) a proxy for {column.proxy_for}"
    if column.column and (ground := ground_of(column.column)):
        return f"is read ({column.place_of('column')}) from {column.column!r} and stands for {ground}"
    for source in (column.rate, column.of if column.is_part else None):
        if source in region.columns and (said := _stands_for(str(source), region)):
            return f"is reckoned ({column.place}) from {source!r}, which {said}"
    return ""
