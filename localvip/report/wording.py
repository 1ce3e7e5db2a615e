"""The sentences of a capacity report: the answer, the numbers at its head, how they were reached."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from localvip.capacity.measure import Capacity
from localvip.ordinance.model import Law, Provision
from localvip.region.model import SPONSORS
from localvip.report.model import Headline
from localvip.report.numerals import count, decimal
from localvip.report.rows import people

NOT_ASSESSED = "not assessed"


def number_of(capacity: Capacity) -> str:
    """Return the capacity as shown: one number where it is exact, else a range."""
    low, high = capacity.maximum.visas, max(capacity.maximum.at_most, capacity.at_most.at_most)
    return count(low) if low == high else f"{count(low)} to {count(high)}"


def answer(capacity: Capacity, day: date) -> str:
    """Return the finding in one sentence: how many visas, where, on which day, and what binds."""
    laws = [ground for ground in capacity.case.grounds if ground.law.noun == "ordinance"]
    if not laws:
        return f"No ordinance is in force on {day:%-d %B %Y}: no local limit binds."
    where = " and ".join(dict.fromkeys(ground.called(capacity.case.region) for ground in laws))
    number = number_of(capacity)
    visas = "visa" if number == "1" else "visas"
    text = f"On {day:%-d %B %Y}, {where} may have {number} {visas} in force at once under the rules"
    return f"{text}; {_what_binds(capacity)}."


def _what_binds(capacity: Capacity) -> str:
    most = max(capacity.held_back.values(), default=0)
    if most > 0:
        bound = next(b for b, held in capacity.held_back.items() if held == most)
        provision = capacity.limits.bounds[bound].provision
        without = count(capacity.maximum.visas + most)
        return f"without the rule that holds back most, {called(provision)}, it would be {without}"
    always = {capacity.limits.rows[n].bound for n, effect in capacity.effects.items() if effect.always}
    if not always:
        return "no cap binds: every eligible sponsor may host"
    names = [called(capacity.limits.bounds[bound].provision) for bound in sorted(always)]
    return f"{' and '.join(names)} bind{'s' if len(names) == 1 else ''}, none alone"


def called(provision: Provision) -> str:
    """Return how a provision is named in a sentence: ``section 3.2 (City-wide ceiling)``."""
    title = provision.title or provision.id
    return f"section {provision.section} ({title})" if provision.section else title


def headlines(capacity: Capacity) -> tuple[Headline, ...]:
    """Return the numbers at the head: capacity, sponsors, rate, pace; all of the governed land."""
    table = capacity.case.cells.table[capacity.governed]
    residents, sponsors = people(int(table["residents"].sum())), int(table[SPONSORS].sum())
    eligible = int(capacity.bounds[capacity.governed].sum())
    share = f"{decimal(_per(capacity.maximum.visas * 1000, residents))} for each 1,000 residents"
    tiles = [
        Headline("Visas in force at once", number_of(capacity), f"legal maximum; {share}"),
        Headline(
            "By sponsors alone",
            count(eligible),
            f"visas that {count(sponsors)} sponsors could have without caps",
        ),
        Headline("Residents", count(residents), "people on the land that an ordinance binds"),
    ]
    if capacity.issues is not None:
        tiles.append(
            Headline(
                "First issued in the year", count(capacity.issues.visas), "at most, by the limits on pace"
            )
        )
    return tuple(tiles)


def _per(number: int, of: int) -> Fraction | None:
    return Fraction(number, of) if of else None


def three_lines(capacity: Capacity) -> tuple[Headline, ...]:
    """Return legal maximum, realistic and expected: this report reckons the first, and says so of the others."""
    return (
        Headline("Legal maximum", number_of(capacity), "visas that all limits together allow"),
        Headline("Realistic", NOT_ASSESSED, "how many residents would sponsor is a forecast, not law"),
        Headline("Expected by year", NOT_ASSESSED, "needs the realistic number and the limits on pace"),
    )


def law_pairs(law: Law) -> tuple[tuple[str, str], ...]:
    """Return what identifies a law: its title, number, authority, status and dates."""
    last = f"to {law.sunset:%-d %B %Y}, its last day" if law.sunset else "with no end"
    pairs = (
        (law.noun.capitalize(), law.title),
        ("Number", law.number),
        ("Authority", law.authority),
        ("Status", law.status),
        ("In force", f"from {law.effective:%-d %B %Y} {last}"),
    )
    return tuple((label, text) for label, text in pairs if text)


def method(capacity: Capacity) -> tuple[str, ...]:
    """Return how the numbers were reached, step by step."""
    proof = "proven" if capacity.maximum.proven else "bounded from both sides, not proven exact"
    return (
        "Areas are divided by the jurisdictions of each level, the districts and the borders of zones and reach. "
        "Counts are shared among the pieces by land, in millionths of a person, so that they close to the last unit; "
        "rates and incomes are carried unchanged.",
        "Every provision in force becomes limits on groups of pieces. A limit is reckoned exactly from the text of "
        "the law and rounded once for each group. All limits hold at once; only `notwithstanding` removes one.",
        f"Capacity is the most visas that satisfies every limit at once ({capacity.maximum.method}, {proof}).",
        "The maximum can be reached in many ways. The split shown gives the next visa to the place with the fewest "
        "for its sponsors, (x + 1/2) / sponsors, wherever the maximum can still be reached; ties go to the first id. "
        "It is no forecast and no entitlement.",
        "Held back: capacity without a provision, less capacity. Parts don't add up: two provisions may each hold "
        "back nothing alone, because the other binds as well.",
        "Visas already in force are not in the data of this region and count as none.",
    )
