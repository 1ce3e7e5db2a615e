"""Charts of an impact as parts that a template puts down: ranges beside a zero, swings, years with a band."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from localvip.report.breaks import human_step
from localvip.report.impact.numbers import Spread, said
from localvip.report.impact.rows import CourseRow, FifthRow, FiscalRow, OutcomeRow, PartyRow, StudyRow
from localvip.report.speech import tr

BAR = 1000
WIDE, HIGH, RIGHT, TOP, BOTTOM = 640, 300, 24, 24, 36
TICKS = 4


@dataclass(frozen=True)
class RangeBar:
    """A number with its range on a common axis: ``low``, ``median``, ``high`` from 0 to 1000, ``text`` and ``span``."""

    name: str
    low: int
    median: int
    high: int
    text: str
    span: str


@dataclass(frozen=True)
class RangeChart:
    """Ranges under one another; ``zero``: where 0 lies, from 0 to 1000."""

    zero: int
    bars: tuple[RangeBar, ...]


@dataclass(frozen=True)
class Swing:
    """A bar from the outcome at an assumption's low to that at its high, beside the ``base``, 0 to 1000."""

    key: str
    name: str
    at_low: int
    at_high: int
    text: str


@dataclass(frozen=True)
class SwingChart:
    """Swings under one another round ``base``, the outcome with every assumption at its value."""

    outcome: OutcomeRow
    base: int
    bars: tuple[Swing, ...]


@dataclass(frozen=True)
class BandLine:
    """One series by year: its class, its name, the line of its medians and the band of its range."""

    mark: str
    name: str
    path: str
    band: str
    dots: tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class YearMark:
    """A mark on an axis: where it stands, and its words."""

    at: int
    text: str


@dataclass(frozen=True)
class BandChart:
    """Series by year with their bands; ``zero``: the height of 0."""

    width: int
    height: int
    zero: int
    lines: tuple[BandLine, ...]
    across: tuple[YearMark, ...]
    up: tuple[YearMark, ...]


def party_chart(rows: Sequence[PartyRow]) -> RangeChart:
    """Return the gain of each party in a year."""
    return _ranges([(row.name, row.gain) for row in rows])


def study_chart(rows: Sequence[StudyRow], ours: Spread) -> RangeChart:
    """Return what each study would make of wages here, and what this report reckons with."""
    return _ranges([(tr("This report"), ours), *((row.title, row.change) for row in rows)])


def fifth_chart(rows: Sequence[FifthRow]) -> RangeChart:
    """Return the gain of each fifth, as a share of its income."""
    return _ranges([(fifth_name(row.number), row.of_income) for row in rows])


def fifth_name(number: int) -> str:
    """Return ``poorest fifth``, ``fifth 2``, ..., ``richest fifth``."""
    named = {1: tr("Poorest fifth"), 5: tr("Richest fifth")}
    return named.get(number, tr("Fifth {n}", n=number))


def _ranges(rows: Sequence[tuple[str, Spread]]) -> RangeChart:
    ends = [number for _, spread in rows for number in (spread.low, spread.high) if spread.known]
    least, most = min(0.0, *ends), max(0.0, *ends)
    width = (most - least) or 1.0

    def at(number: float) -> int:
        return round(BAR * (number - least) / width)

    bars = tuple(
        RangeBar(name, at(one.low), at(one.median), at(one.high), one.said, one.span)
        for name, one in rows
        if one.known
    )
    return RangeChart(at(0), bars)


def swing_chart(row: OutcomeRow) -> SwingChart:
    """Return the tornado of one outcome."""
    ends = [number for one in row.swings for number in (one.at_low, one.base, one.at_high)]
    least, most = min(ends, default=0.0), max(ends, default=0.0)
    width = (most - least) or 1.0

    def at(number: float) -> int:
        return round(BAR * (number - least) / width)

    bars = tuple(
        Swing(
            one.key,
            one.title,
            at(one.at_low),
            at(one.at_high),
            tr("{low} to {high}", low=said(one.at_low, row.unit), high=said(one.at_high, row.unit)),
        )
        for one in row.swings
    )
    return SwingChart(row, at(row.swings[0].base) if row.swings else 0, bars)


def course_chart(rows: Sequence[CourseRow]) -> BandChart:
    """Return the three lines by year."""
    series = (
        ("l0", tr("Legal maximum"), [row.allowed for row in rows]),
        ("l2", tr("Realistic"), [row.realistic for row in rows]),
        ("l1", tr("Expected"), [row.expected for row in rows]),
    )
    return _bands(series, [row.year for row in rows])


def budget_chart(rows: Sequence[FiscalRow]) -> BandChart:
    """Return the municipality's balance by year under both ways of costing."""
    series = (
        ("l0", tr("Costed at the margin"), [row.marginal for row in rows]),
        ("l2", tr("At today’s average costs"), [row.average for row in rows]),
    )
    return _bands(series, [row.year for row in rows])


def _bands(series: Sequence[tuple[str, str, list[Spread]]], years: Sequence[int]) -> BandChart:
    spreads = [one for _, _, own in series for one in own if one.known]
    least = min(0.0, *(one.low for one in spreads))
    most = max(0.0, *(one.high for one in spreads))
    step = human_step(Fraction(max(most - least, 1.0)) / TICKS)
    low, high = (Fraction(least) // step) * step, -(-Fraction(most) // step) * step
    scale = _Scale(years[0], years[-1], low, max(high, low + step))
    ticks = [low + step * n for n in range(int((scale.most - low) / step) + 1)]
    unit = spreads[0].unit
    return BandChart(
        WIDE,
        HIGH,
        scale.y(0),
        tuple(_line(mark, name, own, scale) for mark, name, own in series),
        tuple(YearMark(scale.x(year), str(year)) for year in (years[0], years[len(years) // 2], years[-1])),
        tuple(YearMark(scale.y(float(tick)), said(float(tick), unit)) for tick in ticks),
    )


@dataclass(frozen=True)
class _Scale:
    first: int
    last: int
    least: Fraction
    most: Fraction

    def x(self, year: int) -> int:
        return RIGHT + round((WIDE - 2 * RIGHT) * (year - self.first) / max(self.last - self.first, 1))

    def y(self, number: float) -> int:
        height = HIGH - TOP - BOTTOM
        return HIGH - BOTTOM - round(height * (Fraction(number) - self.least) / (self.most - self.least))


def _line(mark: str, name: str, own: Sequence[Spread], scale: _Scale) -> BandLine:
    points = [(scale.x(scale.first + n), one) for n, one in enumerate(own)]
    middle = tuple((x, scale.y(one.median)) for x, one in points)
    low = [f"{x} {scale.y(one.low)}" for x, one in points]
    high = [f"{x} {scale.y(one.high)}" for x, one in reversed(points)]
    band = f"M{'L'.join([*low, *high])}Z" if any(one.low != one.high for one in own) else ""
    return BandLine(mark, name, "M" + "L".join(f"{x} {y}" for x, y in middle), band, middle)
