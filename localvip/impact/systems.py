"""Systems compared: the same place under each way of admitting migrants that the chapter weighs.

Outside the program, a migrant's gain is the chapter's 11,000 USD a year, divided as the assumptions of ``systems``
say; the program's own division is reckoned. Every number but the program's is a ratio to the place's residents.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from localvip.impact.draws import Floats
from localvip.impact.economy import Drawn
from localvip.impact.labour import similar_wage_bill, similar_workers
from localvip.impact.ranges import ranges, table_of
from localvip.impact.surplus import Surplus

RIGHTS = (
    "minimum wage",
    "labour and safety law",
    "leave for another sponsor or employer",
    "go home at any time",
    "health insurance",
    "visits in private",
    "a way to stay for good",
    "own papers and access to courts",
)
ALL_BUT_VISITS = frozenset(RIGHTS) - {"visits in private"}
RECEIVERS = ("migrants", "sponsors", "all residents", "employers", "similar workers")


@dataclass(frozen=True)
class System:
    """A way of admitting migrants. ``number`` and ``kept``: keys of assumptions, ``kept`` going to ``keeper``.

    ``rights``: those of ``RIGHTS`` that migrants keep. ``says``: the chapter's judgement, in our words.
    """

    name: str
    title: str
    section: str
    decides: str
    rights: frozenset[str]
    says: str
    number: str = ""
    kept: str = ""
    keeper: str = "employers"

    @property
    def missing(self) -> str:
        """Return the rights that are missing, joined."""
        return "; ".join(right for right in RIGHTS if right not in self.rights)


EXPANDED = "Why Not Just Expand Existing Migration?"
AUCTION = "Auctioning Visas?"
SYSTEMS = (
    System(
        "vip",
        "Visas between individuals",
        "Democratizing Visas",
        "every resident, within what communities allow",
        frozenset(RIGHTS) - {"minimum wage"},
        "Sponsors, often working class, share the gain; regulates itself; resembles indenture unless exit is real.",
    ),
    System(
        "becker-auction",
        "Auction of visas",
        AUCTION,
        "the highest bid",
        ALL_BUT_VISITS,
        "Shares the gain among all, but ignores fit, crime, welcome and contact.",
        "systems.auction_number",
        "chapter.bid",
        "all residents",
    ),
    System(
        "employer",
        "Employer sponsorship (H-1B)",
        EXPANDED,
        "firms, under a quota",
        frozenset(
            {"minimum wage", "labour and safety law", "go home at any time", "health insurance"}
            | {"own papers and access to courts", "a way to stay for good"}
        ),
        "The gain goes to firms and migrants; most residents see none.",
        "systems.employer_number",
        "systems.employer_kept",
    ),
    System(
        "family",
        "Family sponsorship",
        EXPANDED,
        "relatives, by category",
        ALL_BUT_VISITS,
        "The gain goes to migrants and their families.",
        "systems.family_number",
        "systems.family_kept",
        "sponsors",
    ),
    System(
        "points",
        "Points system",
        EXPANDED,
        "officials, by points",
        ALL_BUT_VISITS,
        "Officials choose without knowing the work; tends to fail.",
        "systems.points_number",
        "systems.points_kept",
    ),
    System(
        "au-pair",
        "Au pair (J-1)",
        "Could VIP Work?",
        "families, through agencies",
        frozenset(RIGHTS) - {"minimum wage", "a way to stay for good"},
        "Shows that households can sponsor, with training, visits and low pay.",
        "systems.au_pair_number",
        "systems.au_pair_kept",
        "sponsors",
    ),
    System(
        "gulf",
        "Gulf sponsorship (kafala)",
        "An Internationalism of People",
        "citizens, firms and the state",
        frozenset(),
        "Natives broadly gain and numbers are large; few civil rights, papers taken: a warning, not a model.",
        "systems.gulf_number",
        "systems.gulf_kept",
        "all residents",
    ),
    System(
        "singapore",
        "Levies on employers (Singapore)",
        "An Internationalism of People",
        "employers, at the state's levy",
        frozenset({"labour and safety law", "go home at any time", "health insurance"})
        | {"own papers and access to courts"},
        "Near the Gulf's scale, with rights better kept.",
        "systems.singapore_number",
        "systems.singapore_levy",
        "all residents",
    ),
    System(
        "open-borders",
        "Open borders",
        "The Migration Imperative",
        "the migrant",
        ALL_BUT_VISITS,
        "Largest gain; natives who do similar work may lose, and majorities oppose it.",
        "systems.open_number",
        "systems.open_kept",
    ),
    System(
        "illegal",
        "Work without a status",
        "Could VIP Work?",
        "nobody",
        frozenset({"go home at any time"}),
        "Employers gain; migrants have no rights that they can use.",
        "systems.illegal_number",
        "systems.illegal_kept",
    ),
    System("closed", "Closed borders", EXPANDED, "nobody may", frozenset(), "Nobody moves, nobody gains."),
)  # fmt: skip


@dataclass(frozen=True)
class Outcome:
    """What a system brings: ``number`` of migrants and, a year, the gain of each of ``RECEIVERS``, all (draws,).

    ``whole``: the sum of the gains but that of similar workers, whose loss is what employers gain more.
    """

    number: Floats
    gains: Mapping[str, Floats]
    wages: Floats

    @property
    def whole(self) -> Floats:
        """Return the gain of all together, (draws,)."""
        return np.asarray(sum(self.gains.values(), np.zeros_like(self.number)))


@dataclass(frozen=True)
class Place:
    """The place that the systems are run on: people, by labour market where wages are set. (markets,)."""

    residents: Floats
    adults: Floats


def outcome(system: System, drawn: Drawn, place: Place) -> Outcome:
    """Return what ``system`` brings to ``place`` in each draw; the program's own comes from ``program_outcome``."""
    draws = len(drawn["chapter.gain"])
    ratio = drawn[system.number] if system.number else np.zeros(draws)
    market = ratio[:, None] * place.residents
    number, each = market.sum(axis=1), drawn["chapter.gain"]
    kept = _kept(system, drawn)
    gains = {name: np.zeros(draws) for name in RECEIVERS}
    gains["migrants"] = number * (each - kept)
    gains[system.keeper] = gains[system.keeper] + number * kept
    bill = similar_wage_bill(drawn, market, place.adults)
    gains["similar workers"] = bill
    gains["employers"] = gains["employers"] - bill
    return Outcome(number, gains, _wages(drawn, bill, place))


def program_outcome(found: Surplus, visas: Floats, drawn: Drawn, place: Place) -> Outcome:
    """Return the program's outcome from its surplus: money sent home counts with the migrants."""
    parts = found.parts
    gains = {
        "migrants": parts["migrants"] + parts["home countries"],
        "sponsors": parts["sponsors"],
        "all residents": parts["municipality and program"],
        "employers": parts["employers and customers"],
        "similar workers": parts["similar workers"],
    }
    return Outcome(visas, gains, _wages(drawn, parts["similar workers"], place))


def _kept(system: System, drawn: Drawn) -> Floats:
    """Return what of one migrant's gain goes to the keeper, a year: a sum (the bid), or a share of the gain."""
    if not system.kept:
        return np.zeros_like(drawn["chapter.gain"])
    kept = drawn[system.kept]
    return (
        np.minimum(kept, drawn["chapter.gain"])
        if system.kept == "chapter.bid"
        else kept * drawn["chapter.gain"]
    )


def _wages(drawn: Drawn, bill: Floats, place: Place) -> Floats:
    total = (similar_workers(drawn, place.adults) * drawn["labour.similar_wage"][:, None]).sum(axis=1)
    return np.asarray(np.divide(bill, total, out=np.zeros_like(bill), where=total > 0))


def systems_table(outcomes: Mapping[str, Outcome], residents: float, currency: str) -> pd.DataFrame:
    """Return, for each system, its number, the gain of each party, the gain a resident, and wages."""
    return table_of(_rows(outcomes, residents, currency), ["system", "measure"])


def _rows(outcomes: Mapping[str, Outcome], residents: float, currency: str) -> Iterator[dict[str, object]]:
    for name, one in outcomes.items():
        money = f"{currency} per year"
        told = [
            ("migrants", one.number, "people"),
            ("migrants for each resident", one.number / max(residents, 1e-9), "ratio"),
            *((f"gain of {receiver}", gain, money) for receiver, gain in one.gains.items()),
            ("gain of all", one.whole, money),
            (
                "residents' revenue a head",
                one.gains["all residents"] / max(residents, 1e-9),
                f"{money} per resident",
            ),
            ("change of similar workers' wages", one.wages, "share"),
        ]
        for measure, values, unit in told:
            yield {"system": name, "measure": measure, "unit": unit, **ranges(values)}


def rights_table() -> pd.DataFrame:
    """Return, for each system, who decides, which rights migrants keep, and what the chapter says of it."""
    rows = [
        {
            "system": one.name,
            "title": one.title,
            "section": one.section,
            "decides": one.decides,
            **{right: right in one.rights for right in RIGHTS},
            "rights_kept": len(one.rights),
            "missing": one.missing,
            "says": one.says,
        }
        for one in SYSTEMS
    ]
    return pd.DataFrame(rows)
