"""``region.yaml``: which files hold areas, levels, districts, layers and sponsors, and what columns mean.

Nothing is guessed: a layer, a column or a unit that is not named here is not used.
"""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar, Literal

from pydantic import Field

from localvip.language.document import Document
from localvip.language.record import Record, fill
from localvip.language.source import read_document
from localvip.language.types import ConditionText, ShareText, UnitShare
from localvip.problem import Problems, listed

MANIFEST = "region.yaml"
SHARE_UNITS = {"share": 1.0, "percent": 0.01}
TAKEN = frozenset({"area", "jurisdiction", "name", "geometry", "land", "sponsors"})


class Column(Record):
    """What a name of the rules means in the data: a column of the file, or a part of a count named before it.

    ``unit``: left out, the column is a count (people, homes); ``share`` or ``percent`` is a rate; ``text`` is
    text; any other unit (``USD per year``) is a value that is carried, never summed. ``of``: the count by
    which a rate is averaged, or of which this one is a part: a fixed ``share`` of it, or its product with a
    ``rate``. ``proxy_for``: a protected ground that the column stands for; no rule may use it.
    """

    text_key: ClassVar[str] = "column"

    column: str | None = None
    unit: str = "count"
    of: str | None = None
    share: UnitShare | None = None
    rate: str | None = None
    vintage: str = ""
    proxy_for: str | None = Field(default=None, alias="proxy for")
    missing: Literal["0"] | None = None
    rationale: str = ""

    @property
    def is_count(self) -> bool:
        """Return whether the column is summed (people, homes) rather than carried (rates, incomes)."""
        return self.unit == "count"

    @property
    def is_part(self) -> bool:
        """Return whether the column is reckoned as a part of another count."""
        return self.share is not None or self.rate is not None

    @property
    def is_text(self) -> bool:
        """Return whether the column holds words."""
        return self.unit == "text"


class LayerFile(Record):
    """A file of shapes: its layer (where it holds several), the column of ids, of names, and its origin."""

    file: str
    layer: str | None = None
    id: str
    name: str | None = None
    vintage: str = ""
    licence: str = ""
    source: str = ""


class Areas(LayerFile):
    """The population polygons and what their columns mean."""

    columns: dict[str, Column]


class Level(Record):
    """A level of jurisdictions: a file of polygons, or one ``constant`` jurisdiction for the whole region."""

    file: str | None = None
    layer: str | None = None
    id: str | None = None
    name: str | None = None
    constant: str | None = None
    vintage: str = ""
    licence: str = ""
    source: str = ""


class PlaceLayer(LayerFile):
    """Places, lines or land that rules name: ``one`` names a site as a base, ``capacity`` names its units.

    ``shown_as``: how maps draw it; left out, they don't. ``x``, ``y``, ``crs``: the columns of a CSV file of
    points, and the CRS that they are in.
    """

    x: str | None = None
    y: str | None = None
    crs: str | None = None

    one: str | None = None
    capacity: dict[str, str] = Field(default_factory=dict)
    where: ConditionText | None = None
    shown_as: Literal["water", "facility"] | None = Field(default=None, alias="shown as")


class Sponsors(Record):
    """Where the eligible sponsors are: points in a file, a column of counts, or a share of a count.

    ``x``, ``y``, ``crs``: the columns of a CSV file of points, and the CRS that they are in.
    """

    x: str | None = None
    y: str | None = None
    crs: str | None = None

    file: str | None = None
    layer: str | None = None
    id: str | None = None
    column: str | None = None
    estimate: ShareText | None = None
    vintage: str = ""
    licence: str = ""
    source: str = ""
    rationale: str = ""


class Manifest(Record):
    """A region file, checked for form; its files are checked when they are read."""

    localvip: Literal["1"]
    region: str
    crs: str
    currency: str = ""
    areas: Areas
    levels: dict[str, Level] = Field(default_factory=dict)
    districts: dict[str, LayerFile] = Field(default_factory=dict)
    layers: dict[str, PlaceLayer] = Field(default_factory=dict)
    sponsors: Sponsors


def read_manifest(path: Path) -> tuple[Manifest, Document]:
    """Read ``region.yaml`` (or the folder that holds it) and check its form.

    Raises ``Refused`` with every problem at its line: an unknown key, a level that is neither a file nor a
    constant, sponsors given twice, a share of a count that is not there.
    """
    file = path / MANIFEST if path.is_dir() else path
    document = read_document(file, shown_as=f"{file.parent.name}/{file.name}")
    manifest = fill(Manifest, document)
    problems = Problems()
    _check_names(manifest, problems)
    _check_columns(manifest, problems)
    _check_levels(manifest, problems)
    _check_sponsors(manifest, problems)
    _check_tables(manifest, problems)
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
        if sum(source is not None for source in (column.column, column.share, column.rate)) != 1:
            message = f"column {name!r} needs exactly one of `column`, `share` and `rate`."
            problems.add(column.place, "column-source", message, "`share` and `rate` go with `of`.")
        if column.missing is not None and (column.is_part or not column.is_count):
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


def _check_tables(manifest: Manifest, problems: Problems) -> None:
    """Refuse a CSV file without columns of coordinates and their CRS, and these keys for another format."""
    specs: list[PlaceLayer | Sponsors] = [*manifest.layers.values(), manifest.sponsors]
    for one in specs:
        given = [key for key in ("x", "y", "crs") if getattr(one, key) is not None]
        is_table = one.file is not None and one.file.lower().endswith(".csv")
        if is_table and len(given) < 3:
            hint = "Write x: lon, y: lat, crs: EPSG:4326."
            message = f"{one.file} is a CSV file: it needs `x`, `y` and `crs`."
            problems.add(one.place, "table", message, hint)
        elif given and not is_table:
            problems.add(one.place, "table", f"`{given[0]}` goes only with a CSV file.")
