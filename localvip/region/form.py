"""The form of a region file: read, and checked for what its records can't see by themselves."""

from __future__ import annotations

from pathlib import Path

from localvip.language.document import Document
from localvip.language.record import Record, fill
from localvip.language.source import read_document
from localvip.problem import Problems, listed
from localvip.region.manifest import (
    MANIFEST,
    SHARE_UNITS,
    TAKEN,
    Column,
    Manifest,
    PlaceLayer,
    Sponsors,
)
from localvip.region.origins import check_origins


def read_manifest(path: Path) -> tuple[Manifest, Document]:
    """Read ``region.yaml`` (or the folder that holds it) and check its form.

    Raises ``Refused`` with every problem at its line: an unknown key, a level that is neither a file nor a
    constant, sponsors given twice, a share of a count that is not there.
    """
    file = path / MANIFEST if path.is_dir() else path
    document = read_document(file, shown_as=(Path(file.parent.name) / file.name).as_posix())
    manifest = fill(Manifest, document)
    problems = Problems()
    _check_names(manifest, problems)
    _check_columns(manifest, problems)
    _check_numbers(manifest, problems)
    _check_levels(manifest, problems)
    _check_sponsors(manifest, problems)
    _check_visas(manifest, problems)
    _check_weights(manifest, problems)
    _check_controls(manifest, problems)
    _check_tables(manifest, problems)
    check_origins(manifest, problems)
    problems.refuse()
    return manifest, document


def _check_names(manifest: Manifest, problems: Problems) -> None:
    """Refuse a name that stands for two things: every one of them is a column of the cells."""
    things: list[tuple[str, str, Record]] = [
        *((name, "column", one) for name, one in manifest.areas.columns.items()),
        *((name, "level", one) for name, one in manifest.levels.items()),
        *((name, "district", one) for name, one in manifest.districts.items()),
        *((one.one, "site", one) for one in manifest.layers.values() if one.one),
    ]
    seen: dict[str, str] = {}
    for name, noun, record in things:
        if name in TAKEN:
            message = f"{noun} {name!r}: the name is taken."
            problems.add(record.place, "taken-name", message, f"Taken: {listed(TAKEN)}.")
        elif name in seen:
            problems.add(record.place, "double-name", f"{name!r} is both a {seen[name]} and a {noun}.")
        seen.setdefault(name, noun)


def _check_columns(manifest: Manifest, problems: Problems) -> None:
    columns = manifest.areas.columns
    if "residents" not in columns:
        hint = "Name the column that counts people: residents: pop2010."
        problems.add(manifest.areas.place, "no-residents", "areas has no column for residents.", hint)
    counts: set[str] = set()
    for name, column in columns.items():
        sources = (column.column, column.raster, column.share, column.rate, column.ratio)
        if sum(source is not None for source in sources) != 1:
            message = f"column {name!r} needs exactly one of `column`, `raster`, `share`, `rate` and `ratio`."
            problems.add(column.place, "column-source", message, "`share`, `rate` and `ratio` go with `of`.")
        if column.missing is not None and (column.column is None or not column.is_count):
            message = f"column {name!r} is no count of the file: what is missing can't be read as 0."
            problems.add(column.place_of("missing"), "missing-no-count", message)
        if (column.is_part or column.of is not None) and column.of not in (
            counts if column.is_part else columns
        ):
            message = (
                f"column {name!r} is a part or a rate of {column.of!r}, which is no count of this region."
            )
            hint = f"Counts named before it: {', '.join(sorted(counts)) or 'none'}."
            problems.add(column.place, "unknown-base", message, hint)
        if column.rate is not None and getattr(columns.get(column.rate), "unit", "") not in SHARE_UNITS:
            message = f"column {name!r}: {column.rate!r} is no column with the unit share or percent."
            problems.add(column.place, "unknown-rate", message)
        if column.is_count:
            counts.add(name)


def _check_numbers(manifest: Manifest, problems: Problems) -> None:
    for name, column in manifest.areas.columns.items():
        if column.raster is not None and not column.is_count:
            message = f"column {name!r}: the sums of a raster are a count, without a unit."
            problems.add(column.place_of("unit"), "raster-unit", message)
        if column.ratio is not None and not _is_ratio(column, manifest.areas.columns):
            message = f"column {name!r}: a ratio is a `unit: share`, of one count of the file in another."
            hint = "Write {ratio: vacant_units, of: housing_units, unit: share}."
            problems.add(column.place, "ratio", message, hint)
        if column.moe is not None and (column.column is None or column.is_text):
            message = f"column {name!r} is no number of the file: it has no margin of error of its own."
            problems.add(
                column.place_of("moe"), "margin", message, "Write it beside the count it is a part of."
            )


def _is_ratio(column: Column, columns: dict[str, Column]) -> bool:
    """Return whether a column is a share of one count of the file in another."""
    both = [columns.get(str(name)) for name in (column.ratio, column.of)]
    counted = all(one is not None and one.is_count and one.column is not None for one in both)
    return counted and column.unit == "share"


def _check_levels(manifest: Manifest, problems: Problems) -> None:
    for name, level in manifest.levels.items():
        if (level.file is None) == (level.constant is None):
            message = f"level {name!r} needs either `file` (with `id`) or `constant`."
            problems.add(level.place, "level-source", message)
        elif level.file and not level.id:
            problems.add(level.place, "level-id", f"level {name!r} names a file but no `id` column.")


def _check_sponsors(manifest: Manifest, problems: Problems) -> None:
    sponsors = manifest.sponsors
    given = [key for key in ("file", "column", "estimate") if getattr(sponsors, key) is not None]
    if len(given) != 1:
        message = f"sponsors has {' and '.join(given) or 'no source'}; it needs exactly one."
        hint = "Write file with id, or column, or estimate: 40% of adults."
        problems.add(sponsors.place, "sponsor-source", message, hint)
    if sponsors.file and not sponsors.id:
        problems.add(sponsors.place, "sponsor-id", "sponsors names a file but no `id` column.")
    base = sponsors.estimate.base if sponsors.estimate else sponsors.column
    counts = {key for key, column in manifest.areas.columns.items() if column.is_count}
    if base and base not in counts:
        message = f"sponsors are counted from {base!r}, which is not a count of this region."
        problems.add(sponsors.place, "unknown-base", message, f"Counts here: {', '.join(sorted(counts))}.")


def _check_visas(manifest: Manifest, problems: Problems) -> None:
    visas = manifest.visas
    if visas is None:
        return
    if (visas.file is None) == (visas.column is None) or visas.estimate is not None:
        message = "visas in force come from exactly one of `file` (with `id`) and `column`."
        problems.add(visas.place, "visa-source", message, "They are counted, never estimated.")
    if visas.file and not visas.id:
        problems.add(visas.place, "visa-id", "visas names a file but no `id` column.")
    if visas.class_ and not visas.file:
        message = "`class` names a column of a file of visas; counts have none."
        problems.add(visas.place_of("class_"), "visa-class", message)
    column = manifest.areas.columns.get(visas.column or "")
    if visas.column and (column is None or not column.is_count):
        message = f"visas are counted in {visas.column!r}, which is not a count of this region."
        problems.add(visas.place, "unknown-base", message)


def _check_weights(manifest: Manifest, problems: Problems) -> None:
    weights = manifest.weights
    if weights is None:
        return
    if not weights.is_raster and not weights.id:
        problems.add(weights.place, "weights-id", "weights names a file but no `id` column.")
    barred = ["one", "capacity", "detour", "travel", "shown_as"]
    barred += ["id", "layer", "where", "column"] if weights.is_raster else []
    for key in barred:
        if getattr(weights, key):
            what = "a raster of people" if weights.is_raster else "weights, which rules can't name"
            message = f"`{key.replace('_', ' ')}` has no meaning for {what}."
            problems.add(weights.place_of(key), "weights-key", message)


def _check_controls(manifest: Manifest, problems: Problems) -> None:
    counts = {key for key, column in manifest.areas.columns.items() if column.is_count}
    for level, control in manifest.control_totals.items():
        if level not in manifest.levels:
            message = f"control totals of {level!r}, which is no level of this region."
            problems.add(control.place, "unknown-level", message, f"Levels: {listed(manifest.levels)}.")
        if control.base not in counts:
            message = f"control totals of {control.base!r}, which is not a count of this region."
            problems.add(control.place, "unknown-base", message, f"Counts here: {listed(counts)}.")


def _check_tables(manifest: Manifest, problems: Problems) -> None:
    """Refuse a CSV file without columns of coordinates and their CRS, and these keys where they have no meaning.

    A Parquet file of sponsors or visas may have them too.
    """
    others = (manifest.visas, manifest.weights)
    specs: list[PlaceLayer | Sponsors] = [*manifest.layers.values(), manifest.sponsors]
    specs += [one for one in others if one is not None]
    for one in specs:
        given = [key for key in ("x", "y", "crs") if getattr(one, key) is not None]
        is_table = one.file is not None and one.file.lower().endswith(".csv")
        may_be = isinstance(one, Sponsors) and str(one.file).lower().endswith(".parquet")
        hint = "Write x: lon, y: lat, crs: EPSG:4326."
        if is_table and len(given) < 3:
            message = f"{one.file} is a CSV file: it needs `x`, `y` and `crs`."
            problems.add(one.place, "table", message, hint)
        elif may_be and 0 < len(given) < 3 and given != ["crs"]:
            message = f"{one.file}: columns of coordinates need `x`, `y` and `crs`, all three."
            problems.add(one.place, "table", message, hint)
        elif not (is_table or may_be) and set(given) - {"crs"}:
            problems.add(one.place, "table", f"`{given[0]}` goes only with a CSV file.")
