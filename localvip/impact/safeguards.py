"""Safeguards compared: what the program and the act ask for, and what an ordinance adds to it or leaves thin."""

from __future__ import annotations

from collections.abc import Iterator
from typing import get_args

import pandas as pd

from localvip.ordinance.compare import measure_at_least
from localvip.ordinance.law import Law, Ordinance
from localvip.ordinance.model import Safeguard
from localvip.ordinance.provision import SafeguardKind
from localvip.ordinance.rulebook import Rulebook

COLUMNS = ["ordinance", "kind", "above", "asked_above", "ordinance_asks", "status", "thin", "unit"]
# Kinds that say nothing until they have a number.
NUMBERED = ("floor_area", "inspection", "support")


def safeguards_table(rulebook: Rulebook) -> pd.DataFrame:
    """Return, for each ordinance and kind of safeguard, what is asked above it, what it asks, and a status.

    ``thin``: no law sets the kind, none puts a number on a kind that needs one, or the ordinance asks for less.
    A safeguard above binds whether or not an ordinance repeats it: *rests on the law above*.
    """
    rows = [row for law in rulebook.ordinances for row in _rows(rulebook, law)]
    return pd.DataFrame(rows, columns=COLUMNS)


def _rows(rulebook: Rulebook, law: Ordinance) -> Iterator[dict[str, object]]:
    above = [(one, safe) for one in rulebook.higher(law) for safe in one.safeguards]
    own = [safe for safe in law.provisions if isinstance(safe, Safeguard)]
    for kind in get_args(SafeguardKind):
        higher = [(one, safe) for one, safe in above if safe.kind == kind]
        here = [safe for safe in own if safe.kind == kind]
        status, thin = _status(kind, [safe for _, safe in higher], here)
        numbers = [safe.at_least for safe in (*here, *(safe for _, safe in higher)) if safe.at_least]
        yield {
            "ordinance": law.title,
            "kind": kind.replace("_", " "),
            "above": "; ".join(_cited(one, safe) for one, safe in higher),
            "asked_above": "; ".join(_asked(safe) for _, safe in higher),
            "ordinance_asks": "; ".join(_asked(safe) for safe in here),
            "status": status,
            "thin": thin,
            "unit": numbers[0].text.split(" ", 1)[1] if numbers else "",
        }


def _status(kind: str, above: list[Safeguard], here: list[Safeguard]) -> tuple[str, bool]:
    """Return a status in words, and whether the safeguard is thin."""
    bare = kind in NUMBERED and not any(safe.at_least for safe in (*above, *here))
    if not above and not here:
        return "not set by any law", True
    if any(_below(one, floor) for one in here for floor in above):
        return "below the law above", True
    if bare:
        return "set without a number", True
    if not here:
        return "rests on the law above", False
    return ("repeats or adds to the law above" if above else "the ordinance's own"), False


def _below(one: Safeguard, floor: Safeguard) -> bool:
    if one.at_least is None or floor.at_least is None:
        return False
    return measure_at_least(one.at_least, floor.at_least) == "broken"


def _asked(safe: Safeguard) -> str:
    return f"at least {safe.at_least.text}" if safe.at_least else "no number"


def _cited(law: Law, safe: Safeguard) -> str:
    return f"{law.title} {safe.section}".rstrip()
