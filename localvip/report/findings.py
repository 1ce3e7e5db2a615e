"""What each part of a report says, as one sentence counted from its own rows: the titles of the sections."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from localvip.report.model import AreaRow, Clause, JurisdictionRow, LedgerRow, ProvisionRow, SourceRow
from localvip.report.numerals import areas_text, count, decimal, visas_text
from localvip.report.prospect_model import Admission, Sensitivity, SwingRow, TownRow, YearRow
from localvip.report.speech import mark, tr, trn


def where_it_lies(rows: Sequence[AreaRow]) -> str:
    """Return in how few areas half of the capacity lies; areas without an ordinance are not counted."""
    ruled = [row.capacity for row in rows if row.governed]
    known = sorted((visas for visas in ruled if visas is not None), reverse=True)
    if not known:
        return tr("The capacity of every area is unknown") if ruled else tr("No ordinance binds any area")
    if not any(known):
        return tr("No area holds a visa")
    held, areas = 0, 0
    while 2 * held < sum(known):
        held += known[areas]
        areas += 1
    whole = tr("Half of the capacity lies in {n} of {areas}", n=count(areas), areas=areas_text(len(ruled)))
    some = tr(
        "Half of the known capacity lies in {n} of {areas}", n=count(areas), areas=areas_text(len(ruled))
    )
    return whole if len(known) == len(ruled) else some


def what_binds(rows: Sequence[ProvisionRow]) -> str:
    """Return the provision that holds back most, ties named, or that none does."""
    evaluated = [row for row in rows if row.held_back is not None]
    if any(row.withheld for row in rows):
        return tr("What some provisions hold back is withheld: it would tell of a few people")
    if not evaluated:
        return tr("What each provision holds back was not evaluated")
    most = max(row.held_back or 0 for row in evaluated)
    if most <= 0:
        return tr("No single provision holds visas back")
    first = [apart(row, rows) for row in evaluated if row.held_back == most]
    if len(first) > 1:
        return tr("Most is held back by {names}: {visas} each", names=joined(first), visas=visas_text(most))
    return tr("Most is held back by {name}: {visas}", name=first[0], visas=visas_text(most))


def by_jurisdiction(rows: Sequence[JurisdictionRow]) -> str:
    """Return which jurisdiction with an ordinance holds most of the capacity, or that one is unknown."""
    ruled = [row for row in rows if row.ordinance and not row.withheld]
    unknown = sum(row.capacity is None for row in ruled)
    if unknown:
        return trn(
            "The capacity of {n} jurisdiction is unknown",
            "The capacity of {n} jurisdictions is unknown",
            unknown,
            n=count(unknown),
        )
    total = sum(row.capacity or 0 for row in ruled)
    if not total:
        return tr("No jurisdiction holds a visa")
    first = max(ruled, key=lambda row: row.capacity or 0)
    if any(row.withheld for row in rows):
        most = visas_text(first.capacity or 0)
        return tr("Of the counts that are shown, {name} holds the most: {visas}", name=first.name, visas=most)
    held = count(first.capacity)
    if first.outside:
        words = (
            mark("All {visas} lie {name}") if first.capacity == total else mark("{n} of {visas} lie {name}")
        )
        return tr(words, n=held, visas=visas_text(total), name=first.name)
    if first.capacity == total:
        return tr("All {visas} lie in {name}", visas=visas_text(total), name=first.name)
    return tr("{name} holds {n} of {visas}", name=first.name, n=held, visas=visas_text(total))


def by_area(rows: Sequence[AreaRow]) -> str:
    """Return the range of the areas' capacities, how many have none, how many are unknown or not ruled."""
    ruled = [row.capacity for row in rows if row.governed]
    known = [visas for visas in ruled if visas is not None]
    if not known:
        return tr("No area's capacity is known")
    counts = (
        (sum(visas == 0 for visas in known), "{n} with none"),
        (sum(row.withheld for row in rows), mark("{n} withheld")),
        (sum(row.governed and row.capacity is None and not row.withheld for row in rows), "{n} unknown"),
        (len(rows) - len(ruled), "{n} without an ordinance"),
    )
    span = tr("An area holds {low} to {visas}", low=count(min(known)), visas=visas_text(max(known)))
    return tr("; ").join((span, *(tr(words, n=count(number)) for number, words in counts if number)))


def accounts(rows: Sequence[LedgerRow]) -> tuple[tuple[str, tuple[LedgerRow, ...]], ...]:
    """Return the lines of the ledger under their accounts, both in the order they were given."""
    names = dict.fromkeys(row.account for row in rows)
    return tuple((name, tuple(row for row in rows if row.account == name)) for name in names)


def apart(row: ProvisionRow, rows: Sequence[ProvisionRow]) -> str:
    """Return a provision's name, with its law where rules of several were evaluated."""
    several = len({each.law for each in rows if each.held_back is not None}) > 1
    return tr("{name} ({law})", name=name_of(row), law=row.law) if several else name_of(row)


def name_of(row: ProvisionRow) -> str:
    """Return a provision's section and title."""
    titled = row.title and row.title != row.id
    return heading(row.section, row.title if titled else row.id.replace("-", " "))


def words_of(row: ProvisionRow, rows: Sequence[ProvisionRow]) -> tuple[str, str]:
    """Return what a provision says, rules that it names by id named as in the report, and its own words apart."""
    others = sorted(rows, key=lambda each: each.law != row.law)
    words = row.words.removesuffix(row.quote)
    return spelt(words, ((other.id, name_of(other)) for other in others)).strip(), row.quote


def spelt(words: str, names: Iterable[tuple[str, str]]) -> str:
    """Return ``words`` with each id in quotes as its name; of an id with several names, the first."""
    for key, name in names:
        for quoted in (f"'{key}'", f"«\u00a0{key}\u00a0»"):
            words = words.replace(quoted, name)
    return words


def heading(section: str, title: str) -> str:
    """Return ``3.1 City-wide ceiling``; a section that goes by a name keeps apart: ``Chapter two: Fees``."""
    if not section:
        return title
    close = section[-1].isdigit() or len(section) < 6
    return f"{section} {title}" if close else tr("{section}: {title}", section=section, title=title)


def joined(names: Sequence[str]) -> str:
    """Return names as a list in words: ``A, B and C``."""
    if len(names) < 2:
        return "".join(names)
    return tr("{names} and {last}", names=", ".join(names[:-1]), last=names[-1])


def how_sure(proven: bool) -> str:
    """Return how well the legal maximum is known."""
    if proven:
        return tr("The maximum is proven: no split of visas under these limits holds one more")
    return tr("The maximum is bounded from both sides, not proven to the last visa")


def left_out(clauses: Sequence[Clause]) -> str:
    """Return how many clauses of the law no number takes into account."""
    if not clauses:
        return tr("No clause of the law is left out")
    return trn(
        "{n} clause of the law can’t be counted, and no number here takes it into account",
        "{n} clauses of the law can’t be counted, and no number here takes them into account",
        len(clauses),
        n=count(len(clauses)),
    )


def accounts_close(rows: Sequence[LedgerRow]) -> str:
    """Return how many accounts close: one that doesn't is refused before there is a report."""
    return trn(
        "{n} account closes: what was read was used or set aside, with the reason",
        "{n} accounts close: what was read was used or set aside, with the reason",
        len(accounts(rows)),
        n=count(len(accounts(rows))),
    )


def files_read(rows: Sequence[SourceRow]) -> str:
    """Return how many files were read."""
    return trn("{n} file was read", "{n} files were read", len(rows), n=count(len(rows)))


def what_counts(rows: Sequence[ProvisionRow]) -> str:
    """Return how many provisions there are, and how many of them bear on visas on the day."""
    bound = sum(row.status == "in force" for row in rows)
    return trn(
        "{m} of {n} provision bears on visas on this day",
        "{m} of {n} provisions bear on visas on this day",
        len(rows),
        m=count(bound),
        n=count(len(rows)),
    )


def over_time(rows: Sequence[YearRow]) -> str:
    """Return when the path first fills what is allowed, or how far it gets."""
    last = rows[-1]
    over = next((row for row in rows if row.overhang), None)
    if over is not None:
        return tr(
            "From {year} on, {visas} stay above a limit",
            year=over.year,
            visas=visas_text(over.overhang),
        )
    full = next((row for row in rows if row.in_force == row.allowed and not row.waiting), None)
    if full is None:
        visas = visas_text(last.waiting)
        return tr("In {year} the pace still keeps {visas} waiting", year=last.year, visas=visas)
    if full is rows[0]:
        return tr("Every visa that is allowed can be issued in the first year")
    return tr("What is allowed can be in force by {year}, not before", year=full.year)


def who_gets_in(admission: Admission) -> str:
    """Return how many slots are lost to the order in which they are given."""
    if admission.refused:
        return tr("Who gets in can’t be reckoned from these files")
    if not admission.lost_high:
        return tr("The way slots are given loses none of them")
    low, high = count(admission.lost_low), count(admission.lost_high)
    lost = low if low == high else tr("{low} to {high}", low=low, high=high)
    total = visas_text(admission.capacity)
    return tr("The way slots are given loses {n} of {visas}", n=lost, visas=total)


def strict_and_open(rows: Sequence[TownRow]) -> str:
    """Return the most open and the strictest place that any rule binds."""
    ruled = [row for row in rows if row.rate is not None]
    if len(ruled) < 2:
        return tr("No two places can be compared")
    first, last = ruled[0], ruled[-1]
    if first.rate == last.rate:
        return tr("All places allow the same for each resident")
    return tr(
        "{open} allows most for its size, {strict} least: {high} and {low} visas for each 1,000 residents",
        open=first.name,
        strict=last.name,
        high=decimal(first.rate),
        low=decimal(last.rate),
    )


def how_many_hold(rows: Sequence[ProvisionRow]) -> str:
    """Return how many of the provisions that bound visas hold any back; only that they do where some is withheld."""
    if any(row.withheld for row in rows):
        return trn("{n} provision bounds visas", "{n} provisions bound visas", len(rows), n=count(len(rows)))
    return trn(
        "{m} of {n} provision that bounds visas holds any back alone",
        "{m} of {n} provisions that bound visas hold any back alone",
        len(rows),
        m=count(sum((row.held_back or 0) > 0 for row in rows)),
        n=count(len(rows)),
    )


def what_a_quarter_moves(rows: Sequence[SwingRow]) -> str:
    """Return which cap moves most between a quarter tighter and a quarter looser; ``rows``: the most first."""
    first = rows[0]
    if first.tighter == first.looser:
        return tr("No cap alone moves a visa, a quarter tighter or looser")
    return tr(
        "{name} moves most: from {low} to {high}",
        name=first.name,
        low=count(first.tighter),
        high=visas_text(first.looser),
    )


def what_moves(curve: Sensitivity) -> str:
    """Return from where on more in one cap gives nothing."""
    if curve.kink is None:
        return tr("{name}: more gives more, as far as was tried", name=curve.name)
    return tr("{name}: above {n}% of what it says, another rule takes over", name=curve.name, n=curve.kink)
