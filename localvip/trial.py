"""Rule tests run: each case evaluated, and what it gives held against what it must give."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from localvip.capacity.limits.case import Terms
from localvip.capacity.measure import Capacity
from localvip.ordinance.cases import COUNT, Expected, Range, RuleCase, RuleTests
from localvip.ordinance.read import read_rules
from localvip.pipeline import measure_on
from localvip.problem import Place, Refused, did_you_mean, listed
from localvip.region.loading.load import read_region
from localvip.region.model import Region
from localvip.region.sketch import Feature, Plot, sketch_region


@dataclass(frozen=True)
class Difference:
    """Something that a case doesn't give: where it is expected, what it is, what was expected and found."""

    place: Place
    what: str
    expected: str
    found: str

    def __str__(self) -> str:
        """Return ``place: what: expected ..., found ...``."""
        return f"{self.place}: {self.what}: expected {self.expected}, found {self.found}"


class Trials:
    """Runs cases; each region is read once."""

    def __init__(self) -> None:
        self._regions: dict[Path, Region] = {}

    def differences(self, tests: RuleTests, folder: Path, case: RuleCase) -> tuple[Difference, ...]:
        """Return in what ``case`` differs from what it expects; paths start from ``folder``."""
        rules = [folder / name for name in tests.rules]
        expect = case.expect
        try:
            terms = Terms(case.day, any(path.is_dir() for path in rules))
            capacity = measure_on(read_rules(rules), self._region(folder, case), terms)
        except Refused as refused:
            return _refusal(case, refused)
        if expect.refused:
            found = f"{capacity.maximum.visas:,} visas"
            return (Difference(expect.place_of("refused"), "refused", repr(expect.refused), found),)
        return tuple(_numbers(expect, capacity))

    def _region(self, folder: Path, case: RuleCase) -> Region:
        if not case.region:
            return _sketched(case)
        path = (folder / case.region).resolve()
        if path not in self._regions:
            self._regions[path] = read_region(path)
        return self._regions[path]


def _refusal(case: RuleCase, refused: Refused) -> tuple[Difference, ...]:
    wanted = case.expect.refused
    lines = [str(problem) for problem in refused.problems]
    if wanted and any(wanted in line for line in lines):
        return ()
    found = "\n    ".join(["a refusal:", *lines])
    place = case.expect.place_of("refused") if wanted else case.place_of("case")
    return (Difference(place, "refused", repr(wanted) if wanted else "an answer", found),)


def _numbers(expect: Expected, capacity: Capacity) -> Iterator[Difference]:
    found = Range(capacity.maximum.visas, capacity.at_most.visas)
    if expect.capacity is not None and expect.capacity != found:
        yield Difference(expect.place_of("capacity"), "capacity", str(expect.capacity), str(found))
    if expect.issued is not None and (issued := _issued(capacity)) != f"{expect.issued:,}":
        yield Difference(expect.place_of("issued"), "issued in the year", f"{expect.issued:,}", issued)
    if expect.binding is not None and set(expect.binding) != (binding := binding_ids(capacity)):
        wanted, named = listed(expect.binding), listed(binding)
        yield Difference(expect.place_of("binding"), "binding", wanted, named)
    held = {capacity.limits.bounds[n].provision.id: visas for n, visas in capacity.held_back.items()}
    yield from _entries(expect, "held back", held)
    yield from _entries(expect, "limit", _limits(capacity) if expect.limit else {})


def _issued(capacity: Capacity) -> str:
    return "no limit" if capacity.issues is None else f"{capacity.issues.visas:,}"


def binding_ids(capacity: Capacity) -> set[str]:
    """Return the ids of the provisions that bind.

    One binds where capacity without it is higher, or where one visa more (or fewer) in one of its limits gives
    one more (or loses one).
    """
    bounds, rows = capacity.limits.bounds, capacity.limits.rows
    felt = {rows[n].bound for n, effect in capacity.effects.items() if effect.raises or effect.always}
    felt |= {number for number, visas in capacity.held_back.items() if visas}
    return {bounds[number].provision.id for number in felt}


def _limits(capacity: Capacity) -> dict[str, int]:
    """Return every limit by ``PROVISION in GROUP``, and by its provision alone where that has one limit."""
    named: dict[str, list[tuple[str, int]]] = {}
    for row in capacity.limits.rows:
        named.setdefault(capacity.limits.bounds[row.bound].provision.id, []).append((row.group, row.value))
    found = {name: rows[0][1] for name, rows in named.items() if len(rows) == 1}
    found.update((f"{name} in {group}", value) for name, rows in named.items() for group, value in rows)
    return found


def _entries(expect: Expected, key: str, found: dict[str, int]) -> Iterator[Difference]:
    wanted = expect.limit if key == "limit" else expect.held_back
    for name, value in wanted.items():
        if found.get(name) != value:
            hint = did_you_mean(name, found)
            seen = f"{found[name]:,}" if name in found else f"no such limit. {hint}".strip()
            yield Difference(expect.place_in(key, name), f"{key} of {name!r}", f"{value:,}", seen)


def _sketched(case: RuleCase) -> Region:
    units = {name: "" for area in case.areas for name in area.columns}
    for area in case.areas:
        units.update((name, one.unit) for name, one in area.columns.items() if one.unit)
    units = {name: unit or COUNT for name, unit in units.items()}
    plots = [
        Plot(
            area.id,
            area.places("jurisdiction"),
            area.places("district"),
            {name: one.value for name, one in area.columns.items()},
            area.sponsors,
            area.land,
        )
        for area in case.areas
    ]
    return sketch_region(case.case, plots, units, _features(case))


def _features(case: RuleCase) -> Sequence[Feature]:
    return [
        Feature(layer, one.id, one.areas, one.capacity) for layer, held in case.layers.items() for one in held
    ]
