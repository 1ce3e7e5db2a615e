"""Charges: what a rulebook in force costs the sponsor and the migrant of one visa in a year, or pays them.

A charge is a due of the law (``dues``) put as sums for one visa: by year, once, and as a share of income.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np
import numpy.typing as npt

from localvip.capacity.limits.case import Case
from localvip.impact.dues import MONTHS, Due, due_of, dues
from localvip.ordinance.rulebook import Rulebook
from localvip.problem import Place, Problem, Refused, did_you_mean

Bools = npt.NDArray[np.bool_]
PRIVATE = ("sponsor", "migrant", "employer")
# A household is asked about without a region: no cells.
NOWHERE: Bools = np.zeros(0, bool)
# Events that may never happen to a visa; what is owed for them is told apart, not counted.
MAYBE = ("violation", "transfer")
LUMP = (("year",), ("month",))


@dataclass(frozen=True)
class Charge:
    """What ``payer`` owes ``receiver`` for one visa: ``yearly`` + ``once`` (at its start) + ``rate`` of ``base``.

    ``yearly`` is a sum of ``currency`` a year, ``rate`` a share of the sponsor's income a year. ``counted`` is
    false where the charge hangs on an event that need not happen.
    """

    title: str
    section: str
    payer: str
    receiver: str
    currency: str
    yearly: Fraction = Fraction(0)
    once: Fraction = Fraction(0)
    rate: Fraction = Fraction(0)
    base: str = ""
    counted: bool = True


@dataclass(frozen=True)
class Burden:
    """A charge and the cells where it is owed."""

    charge: Charge
    land: Bools


def charges_in(rulebook: Rulebook, zone: str = "") -> tuple[Charge, ...]:
    """Return the charges of every law of a rulebook on private parties, outside its zones or inside the one named.

    What the zone sets aside is left out. Defaults count where the rulebook has no ordinance. Raises
    ``Refused`` for a zone that no law has.
    """
    zones = [(law, one) for law in rulebook.laws for one in law.zones]
    held = next(((law, one) for law, one in zones if one.id == zone), None)
    if zone and held is None:
        hint = did_you_mean(zone, [one.id for _, one in zones])
        raise Refused(
            [Problem(Place("zone"), "unknown-zone", f"No law in force on the day has a zone {zone!r}.", hint)]
        )
    aside = set()
    for reference in held[1].notwithstanding if held else ():
        found = rulebook.find(held[0], reference.id) if held else None
        aside.update({(found[0].file, found[1].id)} if found else set())
    provisions = [(law, one) for law in rulebook.laws for one in law.top]
    provisions += [(held[0], one) for one in held[1].own] if held else []
    if not rulebook.ordinances:
        provisions += [(law, one) for law in rulebook.laws for one in law.defaults.provisions]
    owed = (due_of(law, one, NOWHERE) for law, one in provisions if (law.file, one.id) not in aside)
    return tuple(_reckoned(due) for due in owed if due and _is_private(due))


def burdens(case: Case) -> tuple[Burden, ...]:
    """Return every due of the laws in force in ``case`` as a charge for one visa, with its land.

    A sum that a public party owes for a year, however many visas there are, is none: it stands in the fiscal
    account alone.
    """
    by_visa = (due for due in dues(case) if _is_private(due) or due.money.per[:1] not in LUMP)
    return tuple(Burden(_reckoned(due), due.land) for due in by_visa)


def _is_private(due: Due) -> bool:
    return due.payer in PRIVATE or due.receiver in PRIVATE


def _reckoned(due: Due) -> Charge:
    """Return a due as a charge for one visa; a sponsor or household is taken to hold one visa."""
    money = due.money
    charge = Charge(due.title, due.provision.section, due.payer, due.receiver, money.currency)
    if money.base:
        return replace(charge, rate=money.share, base=money.base)
    yearly, once = Fraction(0), Fraction(0)
    if "year" in money.per:
        yearly = money.amount
    elif "month" in money.per:
        yearly = money.amount * MONTHS
    elif "visit" in money.per:
        yearly = money.amount * (due.visits if due.visits is not None else 1)
    else:
        once = money.amount
    event = next(iter(money.per), "visa")
    counted = bool(yearly) or event not in MAYBE
    return replace(charge, yearly=yearly, once=once, counted=counted)
