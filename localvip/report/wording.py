"""The sentences of a capacity report: the answer, the numbers at its head, how they were reached."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from localvip.capacity.limits.limits import Bound
from localvip.capacity.measure import Capacity
from localvip.ordinance.model import Law, Provision
from localvip.ordinance.parts import section_words
from localvip.region.model import SPONSORS
from localvip.report.findings import joined
from localvip.report.model import Headline, LawRow
from localvip.report.numerals import count, decimal, visas_text
from localvip.report.rows import people
from localvip.report.speech import day_text, foreign, tr, trn

FEW = 3


def number_of(capacity: Capacity) -> str:
    """Return the capacity as shown: one number where it is exact, else a range."""
    low, high = capacity.maximum.visas, most_of(capacity)
    return count(low) if low == high else tr("{low} to {high}", low=count(low), high=count(high))


def most_of(capacity: Capacity) -> int:
    """Return the upper end of the capacity: the capacity itself where it is exact."""
    return max(capacity.maximum.at_most, capacity.at_most.at_most)


def land_of(capacity: Capacity) -> str:
    """Return the names of the land that ordinances in force bind; "" where there is none."""
    laws = [ground for ground in capacity.case.grounds if ground.law.noun == "ordinance"]
    if len(laws) > FEW:
        return capacity.case.region.title
    return joined(tuple(dict.fromkeys(ground.called(capacity.case.region) for ground in laws)))


def answer(capacity: Capacity, day: date, discreet: bool = False) -> str:
    """Return the finding in one sentence: how many visas, where, on which day, and what binds.

    ``discreet``: it tells no number but the first.
    """
    where = land_of(capacity)
    if not where:
        return tr("No ordinance is in force on {day}: no local limit binds.", day=day_text(day))
    visas = visas_text(capacity.maximum.visas)
    if most_of(capacity) != capacity.maximum.visas:
        visas = tr("{number} visas", number=number_of(capacity))
    return tr(
        "On {day}, {place} may have {visas} in force at once under the rules; {why}.",
        day=day_text(day),
        place=where,
        visas=visas,
        why=_what_binds(capacity, discreet),
    )


def _what_binds(capacity: Capacity, discreet: bool) -> str:
    most = max(capacity.held_back.values(), default=0)
    if capacity.held_back.keys() != capacity.bounding:
        return tr("what each rule holds back is not known, as not all of it was proven in time")
    if most > 0:
        bound = next(b for b, held in capacity.held_back.items() if held == most)
        rule = _called_apart(capacity.limits.bounds, bound)
        if discreet:
            return tr("{rule} holds back most", rule=rule)
        return tr(
            "without the rule that holds back most, {rule}, it would be {number}",
            rule=rule,
            number=count(capacity.maximum.visas + most),
        )
    always = {capacity.limits.rows[n].bound for n, effect in capacity.effects.items() if effect.always}
    if not always:
        return tr("no cap binds: every eligible sponsor may host")
    names = [_called_apart(capacity.limits.bounds, bound) for bound in sorted(always)]
    return trn("{rules} binds, not alone", "{rules} bind, none alone", len(names), rules=joined(names))


def _called_apart(bounds: Sequence[Bound], number: int) -> str:
    """Return how a rule is named in a sentence, with its law where rules of several ordinances bound visas."""
    rule, law = called(bounds[number].provision), bounds[number].law.title
    return tr("{rule} of {law}", rule=rule, law=law) if several_ordinances(bounds) else rule


def several_ordinances(bounds: Sequence[Bound]) -> bool:
    """Return whether the rules of more than one ordinance bound visas: a section alone doesn't name one then."""
    return len({bound.law.title for bound in bounds if bound.law.noun == "ordinance"}) > 1


def called(provision: Provision) -> str:
    """Return how a provision is named in a sentence: ``section 3.2 (City-wide ceiling)``."""
    title = provision.title or provision.id.replace("-", " ")
    if not provision.section:
        return title
    return tr("{section} ({title})", section=section_words(provision.section), title=title)


def headlines(capacity: Capacity) -> tuple[Headline, ...]:
    """Return the numbers at the head: capacity, sponsors, rate, pace; all of the governed land."""
    table = capacity.case.cells.table[capacity.governed]
    residents, sponsors = people(int(table["residents"].sum())), int(table[SPONSORS].sum())
    eligible = int(capacity.bounds[capacity.governed].sum())
    rate = decimal(Fraction(capacity.maximum.visas * 1000, residents) if residents else None)
    tiles = [
        Headline(
            tr("Visas in force at once"),
            number_of(capacity),
            tr("legal maximum; {rate} for each 1,000 residents", rate=rate),
        ),
        Headline(
            tr("By sponsors alone"),
            count(eligible),
            tr("visas that {n} sponsors could have without caps", n=count(sponsors)),
        ),
        Headline(tr("Residents"), count(residents), tr("people on the land that an ordinance binds")),
    ]
    if capacity.in_force:
        stay, above = tr("visas; they stay and count"), tr("visas in force above the limits; none is revoked")
        tiles.append(Headline(tr("In force already"), count(capacity.in_force), stay))
        tiles.append(Headline(tr("Overhang"), count(capacity.overhang), above))
    if capacity.issues is not None:
        pace = tr("at most, by the limits on pace")
        tiles.append(Headline(tr("First issued in the year"), count(capacity.issues.visas), pace))
    return tuple(tiles)


@dataclass(frozen=True)
class Outlook:
    """What the impact part forecasts: ``realistic`` visas, and those ``expected`` in the first and a later year.

    Each is low, median, high: the 5th and 95th percentiles of the draws.
    """

    realistic: tuple[float, float, float]
    expected: tuple[tuple[int, tuple[float, float, float]], ...]


def three_lines(capacity: Capacity, outlook: Outlook | None = None) -> tuple[Headline, ...]:
    """Return legal maximum, realistic and expected; without an ``outlook`` the last two are not assessed."""
    legal = Headline(tr("Legal maximum"), number_of(capacity), tr("visas that all limits together allow"))
    if outlook is None:
        none = tr("not assessed")
        return (
            legal,
            Headline(tr("Realistic"), none, tr("how many residents would sponsor is a forecast, not law")),
            Headline(tr("Expected by year"), none, tr("needs the realistic number and the limits on pace")),
        )
    years = tr("; ").join(
        tr("{number} in year {year}", number=_spread(spread), year=year) for year, spread in outlook.expected
    )
    realistic = tr("visas that willing sponsors would use: a forecast from assumptions, not law")
    return (
        legal,
        Headline(tr("Realistic"), _spread(outlook.realistic), realistic),
        Headline(tr("Expected by year"), years, tr("as sponsors take it up, within the limits on pace")),
    )


def _spread(numbers: tuple[float, float, float]) -> str:
    low, _, high = (round(number) for number in numbers)
    return count(low) if low == high else tr("{low} to {high}", low=count(low), high=count(high))


def law_row(law: Law) -> LawRow:
    """Return what identifies a law: its title, number, authority, status and dates."""
    first = day_text(law.effective)
    dates = (
        tr("from {first} to {last}, its last day", first=first, last=day_text(law.sunset))
        if law.sunset
        else tr("from {first} with no end", first=first)
    )
    noun = tr(law.noun.capitalize())
    return LawRow(noun, law.title, law.number, law.authority, tr(law.status), dates, foreign(law.language))


METHOD = (
    "Areas are divided by the jurisdictions of each level, the districts and the borders of zones and reach. "
    "Counts are shared among the pieces by land, in millionths of a person, so that they close to the last unit; "
    "rates and incomes are carried unchanged.",
    "Every provision in force becomes limits on groups of pieces. A limit is reckoned exactly from the text of "
    "the law and rounded once for each group. All limits hold at once; only a zone that sets one aside removes it.",
    "The maximum can be reached in many ways. The split shown gives the next visa to the place with the fewest "
    "for its sponsors, (x + 1/2) / sponsors, wherever the maximum can still be reached; ties go to the first id. "
    "It is no forecast and no entitlement.",
    "Held back: capacity without a provision, less capacity. Parts don't add up: two provisions may each hold "
    "back nothing alone, because the other binds as well.",
)
WEIGHED = (
    "Areas are divided by the jurisdictions of each level, the districts and the borders of zones and reach. "
    "Counts are shared among the pieces by where people live ({file}), by land where that holds nothing, in "
    "millionths of a person, so that they close to the last unit; rates and incomes are carried unchanged."
)
UNSEEN = "Visas already in force are not in the data of this region and count as none."
HELD = (
    "{visas} are in force already, by the region’s data. They stay and count under the limits, and none is "
    "revoked; the capacity is what the limits allow, taken or not."
)


def method(capacity: Capacity) -> tuple[str, ...]:
    """Return how the numbers were reached, step by step."""
    first, second, *rest = (tr(text) for text in METHOD)
    if capacity.case.region.weights is not None:
        first = tr(WEIGHED, file=capacity.case.region.weights.file)
    proof = tr("proven") if capacity.maximum.proven else tr("bounded from both sides, not proven exact")
    most = tr(
        "Capacity is the most visas that satisfies every limit at once ({method}, {proof}).",
        method=tr(capacity.maximum.method),
        proof=proof,
    )
    known = capacity.case.region.visas is not None
    held = tr(HELD, visas=visas_text(capacity.in_force)) if known else tr(UNSEEN)
    return (first, second, most, *rest, held)
