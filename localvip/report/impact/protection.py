"""Services and protection, read from an impact's tables: what is needed, who could be exploited, what rules do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import pandas as pd

from localvip.capacity.measure import Capacity
from localvip.impact.assessment import Impact
from localvip.language.money import parse_measure
from localvip.language.wording import measure_words
from localvip.report.findings import heading, joined
from localvip.report.impact.numbers import Spread, spread_in, spread_of
from localvip.report.impact.rows import CatchmentRow, RiskRow, SafeguardRow, ServiceRow
from localvip.report.numerals import count
from localvip.report.speech import mark, said, tr

# A risk, the sign to look at, and the kind of safeguard that answers it.
RISKS = (
    (mark("A migrant who can’t get away from a bad sponsor"), "visas with few other sponsors within reach", ""),
    (mark("A migrant who is paid too little"), "wage, of the general minimum of a full year", "wage statement"),
    (mark("A guest in a room that isn’t fit to live in"), "floor area asked for, of what is held decent", "floor area"),
    (mark("A household that nobody looks into"), "visits asked for by law", "inspection"),
    (mark("A migrant who has nobody to complain to"), "visas under a rule on a complaint line", "complaint line"),
    (mark("A migrant who falls ill"), "visas under a rule on insurance", "insurance"),
    (mark("A migrant without work"), "support without work expected for a visa", "support"),
    (mark("A sponsor who can’t pay for what goes wrong"), "fines expected for a visa", "bond"),
)  # fmt: skip
COUNTED = {
    "room": mark("rooms"),
    "visit per year": mark("visits a year"),
    "m3 per day": mark("m³ a day"),
    "trip per day": mark("trips a day"),
    "seat": mark("seats"),
    "inspector": mark("inspectors"),
    "pupil": mark("pupils"),
}
AT_LEAST = "at least "
LEAVING = "leave for another sponsor or employer"


def service_rows(impact: Impact) -> tuple[ServiceRow, ...]:
    """Return each service on all governed land."""
    frame = impact.frames["services"]
    return tuple(_service_row(row) for _, row in frame[frame["area"] == ""].iterrows())


def _service_row(row: pd.Series) -> ServiceRow:
    unit = str(row["unit"])
    return ServiceRow(
        name=tr(str(row["service"])),
        unit=tr(COUNTED.get(unit, unit)),
        added=spread_in(row, "added_"),
        capacity=_alone(row["capacity"], unit),
        used=_alone(row["used_before"], unit),
        use=spread_in({**row, "unit": "share"}, "use_"),
        verdict=str(row["verdict"]),
        rates=tuple(str(row["rate_source"]).split(", ")),
    )


def _alone(value: object, unit: str) -> Spread:
    number = float(str(value))
    return Spread(number, number, number, unit)


def catchment_rows(capacity: Capacity, impact: Impact) -> tuple[CatchmentRow, ...]:
    """Return visas against places in each catchment of a rule that counts places."""
    bounds = {bound.provision.id: bound.provision for bound in capacity.limits.bounds}
    groups = {str(row.group): row.group for row in capacity.limits.rows if row.sites}
    rows = []
    for _, row in impact.frames["catchments"].iterrows():
        rule, group = bounds[str(row["provision"])], str(row["catchment"])
        rows.append(
            CatchmentRow(
                rule=heading(rule.section, rule.title or rule.id),
                name=said(groups.get(group, group)),
                visas=spread_in(row, "visas_"),
                places=_alone(row["places"], "visas"),
                verdict=str(row["verdict"]),
            )
        )
    return tuple(rows)


def safeguard_rows(impact: Impact) -> tuple[SafeguardRow, ...]:
    """Return each kind of safeguard under each ordinance."""
    return tuple(
        SafeguardRow(
            ordinance=str(row["ordinance"]),
            kind=str(row["kind"]),
            above=str(row["above"]),
            asked=_asked(str(row["ordinance_asks"])),
            status=str(row["status"]),
            thin=bool(row["thin"]),
        )
        for _, row in impact.frames["safeguards"].iterrows()
    )


def _asked(texts: str) -> str:
    """Return what is asked, each measure in words; "" where no number is."""
    numbers = [text.removeprefix(AT_LEAST) for text in texts.split("; ") if text.startswith(AT_LEAST)]
    return tr("; ").join(
        tr("at least {limit}", limit=measure_words(parse_measure(number))) for number in numbers
    )


def risk_rows(impact: Impact, safeguards: Sequence[SafeguardRow]) -> tuple[RiskRow, ...]:
    """Return who could be exploited, the sign to look at, and what the rules do."""
    frame = impact.frames["protection"]
    rows = []
    for risk, sign, kind in RISKS:
        own = [row for row in safeguards if row.kind == kind]
        answer = _answered(own) if kind else _leaving(impact)
        thin = any(row.thin for row in own)
        rows.append(RiskRow(tr(risk), tr(sign), spread_of(frame, indicator=sign), answer, thin))
    return tuple(rows)


def _leaving(impact: Impact) -> str:
    rights = impact.frames["rights"]
    kept = bool(rights.loc[rights["system"] == "vip", LEAVING].iloc[0])
    return tr("The program lets a migrant leave for another sponsor.") if kept else tr("not set by any law")


def _answered(rows: Sequence[SafeguardRow]) -> str:
    """Return what the ordinances do about one kind of safeguard, in words."""
    if not rows:
        return tr("not set by any law")
    if len(rows) == 1:
        status = _opened(tr(rows[0].status))
        return tr("{status}: {asked}", status=status, asked=rows[0].asked) if rows[0].asked else status
    found = Counter(row.status for row in rows)
    if len(found) == 1:
        return _opened(tr(rows[0].status))
    parts = [
        tr("{status} ({n} of {all})", status=tr(status), n=count(number), all=count(len(rows)))
        for status, number in found.most_common()
    ]
    return _opened(joined(parts))


def _opened(text: str) -> str:
    return text[:1].upper() + text[1:]


def fines(impact: Impact) -> Spread:
    """Return the fines that sponsors must expect to pay to the program in a year, once the number is reached."""
    return spread_of(impact.frames["protection"], indicator="fines expected in all")
