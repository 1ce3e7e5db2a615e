"""Rule tests: what an ordinance must give on a day and a region, or on a small table of areas; written by planners."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Annotated, ClassVar, Literal

from pydantic import ConfigDict, Field, WithJsonSchema

from localvip.language.document import Entries
from localvip.language.record import Record, fill
from localvip.language.source import read_document
from localvip.language.types import DateText, OneOrMany, Words, reading
from localvip.language.words import QuantityError, number
from localvip.ordinance.load import shown_from
from localvip.problem import Place, Problem, Problems, Refused

UNKNOWN = "unknown"
COUNT, SHARE, TEXT = "count", "share", "text"


@dataclass(frozen=True)
class Range:
    """A number of visas, or the range that missing data leave: ``low`` to ``high``."""

    low: int
    high: int

    def __str__(self) -> str:
        """Return ``6,708`` or ``10 to 20``."""
        return f"{self.low:,}" if self.low == self.high else f"{self.low:,} to {self.high:,}"


@dataclass(frozen=True)
class Datum:
    """What is known of an area in one column: a number or a text with its unit; ``None``: not known."""

    value: Fraction | str | None
    unit: str = ""


def parse_count(text: str) -> int:
    """Read a whole number: ``50`` or ``50 visas``."""
    value = number(text.removesuffix(" visas").removesuffix(" visa"))
    if value.denominator != 1:
        raise QuantityError(f"{text!r} is not a whole number.", "Write 50.")
    return int(value)


def parse_range(text: str) -> Range:
    """Read ``50``, or ``10 to 20`` where missing data leave a range."""
    low, _, high = text.partition(" to ")
    return Range(parse_count(low), parse_count(high or low))


def parse_size(text: str) -> Fraction:
    """Read the land of an area: ``2.5 km2``."""
    head, _, unit = text.partition(" ")
    if unit != "km2":
        raise QuantityError(f"{text!r} is no size of land.", "Write 2.5 km2.")
    return number(head)


def parse_datum(text: str) -> Datum:
    """Read what is known of an area: ``1000``, ``20%``, ``40000 USD per year``, a text, ``unknown``.

    A column that is ``unknown`` everywhere is a count; ``unknown%`` is a share.
    """
    if text in (UNKNOWN, f"{UNKNOWN}%"):
        return Datum(None, SHARE if text.endswith("%") else "")
    if not re.match(r"[-+−.]?[0-9]", text):
        return Datum(text, TEXT)
    head, _, unit = text.partition(" ")
    if head.endswith("%") and not unit:
        return Datum(number(head[:-1]) / 100, SHARE)
    if unit and not unit[0].isalpha():
        raise QuantityError(
            f"{text!r} is not one number with its unit.", "Write 12000, or 12000 USD per year."
        )
    return Datum(number(head), unit or COUNT)


_NUMBER = WithJsonSchema({"type": "string"})
Count = Annotated[int, reading(parse_count, int), _NUMBER]
RangeText = Annotated[Range, reading(parse_range, Range), _NUMBER]
SizeText = Annotated[Fraction, reading(parse_size, Fraction), _NUMBER]
DatumText = Annotated[Datum, reading(parse_datum, Datum), _NUMBER]


class SketchArea(Record):
    """An area of a small table: besides its keys, one for each column that rules name."""

    model_config = ConfigDict(extra="allow")
    __pydantic_extra__: dict[str, DatumText]

    id: Words
    jurisdiction: str = ""
    sponsors: Count
    land: SizeText = Fraction(1)

    @property
    def columns(self) -> Mapping[str, Datum]:
        """Return what is known of the area, by the name that rules use."""
        return {name: one for name, one in self._more() if " " not in name}

    def places(self, kind: Literal["jurisdiction", "district"]) -> Mapping[str, str]:
        """Return the jurisdictions (by level) or the districts (by kind) that hold the area."""
        found = {
            name.partition(" ")[2]: str(one.value) for name, one in self._more() if name.startswith(kind)
        }
        if kind == "jurisdiction" and self.jurisdiction:
            return {"municipality": self.jurisdiction, **found}
        return found

    def _more(self) -> Iterator[tuple[str, Datum]]:
        yield from (self.__pydantic_extra__ or {}).items()


class SketchFeature(Record):
    """A feature of a layer in a small table: land of some areas, all of it within any distance of the feature."""

    model_config = ConfigDict(extra="allow")
    __pydantic_extra__: dict[str, Count]

    id: Words
    areas: tuple[Words, ...] = Field(alias="in", min_length=1)

    @property
    def capacity(self) -> Mapping[str, int]:
        """Return the feature's capacity by unit."""
        return dict(self.__pydantic_extra__ or {})


class Expected(Record):
    """What a case must give; what isn't named isn't tested."""

    capacity: RangeText | None = None
    issued: Count | None = Field(default=None, alias="issued in the year")
    binding: tuple[str, ...] | None = None
    held_back: dict[str, Count] = Field(default_factory=dict, alias="held back")
    limit: dict[str, Count] = Field(default_factory=dict)
    refused: str = ""

    def place_in(self, key: str, name: str) -> Place:
        """Return where the entry ``name`` of the mapping ``key`` stands."""
        held = self._source.get(key) if self._source is not None else None
        return held.place_of(name) if isinstance(held, Entries) else self.place


class RuleCase(Record):
    """One test: rules on a day, on a region or a small table of areas, and what they must give."""

    case: Words
    day: DateText
    region: str = ""
    areas: tuple[SketchArea, ...] = ()
    layers: dict[str, tuple[SketchFeature, ...]] = Field(default_factory=dict)
    expect: Expected


class RuleTests(Record):
    """A file of tests: the rules that are tested, and the cases."""

    noun: ClassVar[str] = "tests"
    localvip: Literal["1"]
    title: Words = Field(alias="tests")
    rules: Annotated[tuple[Words, ...], OneOrMany(), Field(min_length=1)]
    cases: tuple[RuleCase, ...] = Field(min_length=1)


def read_cases(path: Path) -> RuleTests:
    """Return the rule tests in ``path``; raises ``Refused`` with every problem at its line and column."""
    shown = (
        path.resolve().relative_to(shown_from([path])).as_posix() if path.is_absolute() else path.as_posix()
    )
    tests = fill(RuleTests, read_document(path, shown))
    problems = Problems()
    for index, one in enumerate(tests.rules):
        _relative(one, tests.place_of("rules", index), problems)
    names: set[str] = set()
    for case in tests.cases:
        if case.case in names:
            problems.add(case.place_of("case"), "duplicate-id", f"There are two cases {case.case!r}.")
        names.add(case.case)
        problems.extend(_case_problems(case))
    problems.refuse()
    return tests


def _relative(name: str, place: Place, problems: Problems) -> None:
    if Path(name).is_absolute() or "\0" in name:
        problems.add(place, "outside-rules", f"{name!r} is no path relative to this file.")


def _case_problems(case: RuleCase) -> Iterator[Problem]:
    expect = case.expect
    if bool(case.region) == bool(case.areas):
        message = f"case {case.case!r} needs either 'region' or 'areas'."
        yield Problem(case.place, "no-land", message, "Write  region: ../sample_regions/akron")
    if not any(getattr(expect, name) not in (None, "", {}) for name in Expected.model_fields):
        yield Problem(expect.place, "expects-nothing", f"case {case.case!r} expects nothing.")
    problems = Problems()
    if case.region:
        _relative(case.region, case.place_of("region"), problems)
    yield from problems
    yield from _table_problems(case)


def _table_problems(case: RuleCase) -> Iterator[Problem]:
    """Iterate over areas given twice, columns that an area lacks or writes in another unit, unknown areas."""
    units: dict[str, str] = {}
    seen: set[str] = set()
    for area in case.areas:
        if area.id in seen:
            yield Problem(area.place_of("id"), "duplicate-id", f"The area {area.id!r} is given twice.")
        seen.add(area.id)
        yield from _column_problems(area, {name for one in case.areas for name in one.columns}, units)
    for feature in (one for features in case.layers.values() for one in features):
        for index, name in enumerate(feature.areas):
            if name not in seen:
                message = f"feature {feature.id!r}: there is no area {name!r} in the table."
                yield Problem(feature.place_of("in", index), "unknown-area", message)


def _column_problems(area: SketchArea, everything: set[str], units: dict[str, str]) -> Iterator[Problem]:
    """Iterate over what is wrong with the columns of an area; ``units``: of each column in the areas above."""
    for name in sorted(everything - area.columns.keys()):
        hint = f"Write {name}: 0, or {name}: unknown."
        yield Problem(area.place, "missing-column", f"area {area.id!r} has no {name!r}.", hint)
    for name, datum in area.columns.items():
        if datum.unit and units.setdefault(name, datum.unit) != datum.unit:
            message = f"area {area.id!r}: {name!r} is a {datum.unit} here and a {units[name]} above."
            yield Problem(area.place_of(name), "mixed-units", message)


def case_files(paths: tuple[Path, ...]) -> tuple[Path, ...]:
    """Return the test files that ``paths`` stand for: those in a folder, the one beside a rule file, or itself.

    Raises ``Refused`` where there is none.
    """
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            inside = sorted(path.rglob("*.tests.yaml"))
        else:
            inside = [path if path.name.endswith(".tests.yaml") else path.with_suffix(".tests.yaml")]
        if not inside or not (path.is_dir() or inside[0].is_file()):
            message = f"There are no rule tests ({'*' if path.is_dir() else path.stem}.tests.yaml)."
            raise Refused([Problem(Place(path.as_posix()), "no-tests", message)])
        found.extend(one for one in inside if one not in found)
    return tuple(found)
