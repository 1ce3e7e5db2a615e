"""Charges: what a rulebook in force makes sponsors and migrants pay, or pays them, exactly as the law says."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np
import numpy.typing as npt

from localvip.capacity.case import Case
from localvip.language.money import Money
from localvip.ordinance.model import Amenity, Fee, Provision, Safeguard
from localvip.ordinance.rulebook import Rulebook
from localvip.problem import Place, Problem, Refused, did_you_mean

Bools = npt.NDArray[np.bool_]
PRIVATE = ("sponsor", "migrant", "employer")
MONTHS = 12
# Events that may never happen to a visa; what is owed for them is told apart, not counted.
MAYBE = ("violation", "transfer")


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
        raise Refused([Problem(Place("zone"), "unknown-zone", f"No law has a zone {zone!r}.", hint)])
    aside = set()
    for reference in held[1].notwithstanding if held else ():
        found = rulebook.find(held[0], reference.id) if held else None
        aside.update({(found[0].file, found[1].id)} if found else set())
    provisions = [(law.file, one) for law in rulebook.laws for one in law.top]
    provisions += [(held[0].file, one) for one in held[1].own] if held else []
    if not rulebook.ordinances:
        provisions += [(law.file, one) for law in rulebook.laws for one in law.defaults.provisions]
    kept = [one for file, one in provisions if (file, one.id) not in aside]
    return tuple(charge for one in kept for charge in _charge(one))


def burdens(case: Case) -> tuple[Burden, ...]:
    """Return every charge of the laws in force in ``case`` with its land, less where zones set it aside."""
    found: list[Burden] = []
    for ground in case.grounds:
        law = ground.law
        parts: list[tuple[tuple[Provision, ...], Bools]] = [(law.top, ground.land)]
        parts.extend((zone.own, ground.zones[zone.id]) for zone in law.zones)
        parts.append((law.defaults.provisions, ground.fallback))
        for provisions, land in parts:
            for provision in provisions:
                asides = case.asides.get((law.file, provision.id), [])
                left = land & ~np.logical_or.reduce([np.zeros_like(land), *(one.land for one in asides)])
                found.extend(Burden(charge, left) for charge in _charge(provision))
    return tuple(found)


def _charge(provision: Provision) -> Iterator[Charge]:
    """Iterate over the charge of one provision, where a private party pays it or is paid."""
    parties = _parties(provision)
    if parties is None:
        return
    payer, receiver, money = parties
    if payer in PRIVATE or receiver in PRIVATE:
        title = provision.title or provision.id.replace("-", " ")
        charge = Charge(title, provision.section, payer, receiver, money.currency)
        yield _reckoned(charge, money, _visits(provision))


def _parties(provision: Provision) -> tuple[str, str, Money] | None:
    if isinstance(provision, Fee):
        return provision.paid_by, provision.paid_to, provision.amount
    if isinstance(provision, Safeguard | Amenity) and provision.cost is not None:
        return provision.paid_by, "provider", provision.cost
    return None


def _visits(provision: Provision) -> Fraction:
    """Return the visits a year of an inspection, by which its cost per visit is multiplied."""
    measure = provision.at_least if isinstance(provision, Safeguard) else None
    if measure is None or not measure.unit.startswith("visit"):
        return Fraction(1)
    return measure.amount * (MONTHS if "month" in measure.per else 1)


def _reckoned(charge: Charge, money: Money, times: Fraction) -> Charge:
    if money.base:
        return replace(charge, rate=money.share, base=money.base)
    yearly, once = Fraction(0), Fraction(0)
    if "year" in money.per:
        yearly = money.amount
    elif "month" in money.per:
        yearly = money.amount * MONTHS
    elif "visit" in money.per:
        yearly = money.amount * times
    else:
        once = money.amount
    event = next(iter(money.per), "visa")
    counted = bool(yearly) or event not in MAYBE
    return replace(charge, yearly=yearly, once=once, counted=counted)
