"""Line charts as paths: a few series over whole numbers, drawn when the page is made."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from localvip.report.breaks import human_step
from localvip.report.numerals import count
from localvip.report.prospect_model import Sensitivity, YearRow
from localvip.report.speech import tr

WIDE, HIGH = 1000, 340
LEFT, RIGHT, TOP, BOTTOM = 110, 30, 20, 50
TICKS = 4


@dataclass(frozen=True)
class Line:
    """One series: its CSS class, its name, its path, a dot at each point."""

    mark: str
    name: str
    path: str
    dots: tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Tick:
    """A mark on an axis: where it stands in chart units, and its words."""

    at: int
    text: str


@dataclass(frozen=True)
class LineChart:
    """A chart of ``width`` x ``height`` units; ``base``: where 0 lies."""

    width: int
    height: int
    left: int
    base: int
    lines: tuple[Line, ...]
    across: tuple[Tick, ...]
    up: tuple[Tick, ...]
    notch: int | None = None


@dataclass(frozen=True)
class _Scale:
    first: int
    last: int
    most: int

    def x(self, value: int) -> int:
        span = max(self.last - self.first, 1)
        return LEFT + round(Fraction((WIDE - LEFT - RIGHT) * (value - self.first), span))

    def y(self, value: int) -> int:
        return HIGH - BOTTOM - round(Fraction((HIGH - TOP - BOTTOM) * value, self.most))


def draw_years(rows: Sequence[YearRow]) -> LineChart:
    """Return allowed, in force and issued by year."""
    series = (
        ("l0", tr("Allowed"), [(row.year, row.allowed) for row in rows]),
        ("l1", tr("In force if every slot is taken"), [(row.year, row.in_force) for row in rows]),
        ("l2", tr("Issued in the year"), [(row.year, row.issued) for row in rows]),
    )
    return _chart(series, [(row.year, str(row.year)) for row in rows])


def draw_curve(curve: Sensitivity) -> LineChart:
    """Return the capacity over the percent of what a provision says, with a notch at its kink."""
    ticks = [(percent, tr("{n}%", n=percent)) for percent, _ in curve.points if percent % 100 == 0]
    return _chart((("l0", tr("Capacity"), list(curve.points)),), ticks, curve.kink)


def _chart(
    series: Sequence[tuple[str, str, list[tuple[int, int]]]],
    across: Sequence[tuple[int, str]],
    notch: int | None = None,
) -> LineChart:
    points = [point for _, _, own in series for point in own]
    most = max((value for _, value in points), default=0)
    step = human_step(Fraction(max(most, TICKS), TICKS))
    steps = -(-Fraction(most) // step) or 1
    scale = _Scale(min(x for x, _ in points), max(x for x, _ in points), int(step * steps))
    return LineChart(
        WIDE,
        HIGH,
        LEFT,
        HIGH - BOTTOM,
        tuple(_line(mark, name, own, scale) for mark, name, own in series),
        tuple(Tick(scale.x(value), text) for value, text in across),
        tuple(Tick(scale.y(int(step * n)), count(int(step * n))) for n in range(int(steps) + 1)),
        None if notch is None else scale.x(notch),
    )


def _line(mark: str, name: str, points: list[tuple[int, int]], scale: _Scale) -> Line:
    dots = tuple((scale.x(x), scale.y(y)) for x, y in points)
    return Line(mark, name, "M" + "L".join(f"{x} {y}" for x, y in dots), dots)
