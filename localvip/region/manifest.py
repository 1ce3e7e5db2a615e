"""``region.yaml``: which files hold areas, levels, districts, layers and sponsors, and what columns mean.

Nothing is guessed: a layer, a column or a unit that is not named here is not used.
"""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Annotated, ClassVar, Literal, Self

from pydantic import Field, model_validator

from localvip.language.record import Record
from localvip.language.types import ConditionText, ShareText, UnitShare, reading
from localvip.language.words import QuantityError

MANIFEST = "region.yaml"
SHARE_UNITS = {"share": 1.0, "percent": 0.01}
TAKEN = frozenset({"area", "jurisdiction", "name", "geometry", "land", "sponsors"})


def parse_detour(text: str) -> Fraction:
    """Read how much longer the way is than a straight line: a decimal from 1 to 10, such as ``1.3``."""
    number = Fraction(text) if re.fullmatch(r"[0-9]{1,2}(\.[0-9]{1,6})?", text) else Fraction(0)
    if 1 <= number <= 10:
        return number
    raise QuantityError(
        f"{text!r} is no detour factor.", "Write a number from 1 (a straight line) to 10: 1.3."
    )


def parse_whole(text: str) -> int:
    """Read a whole number of at most ten digits, without separators."""
    if re.fullmatch("0|[1-9][0-9]{0,9}", text):
        return int(text)
    raise QuantityError(f"{text!r} is no whole number.", "Write digits alone: 199110.")


Detour = Annotated[Fraction, reading(parse_detour, Fraction)]
Whole = Annotated[int, reading(parse_whole, int)]


class Raster(Record):
    """A GeoTIFF of people, homes or jobs, the sums of which over the areas are a count."""

    text_key: ClassVar[str] = "file"

    file: str
    vintage: str = ""
    licence: str = ""
    source: str = ""


class Column(Record):
    """What a name of the rules means in the data: a column of the file, a raster's sums, or a part of another count.

    ``unit``: left out, the column is a count (people, homes); ``share`` or ``percent`` is a rate; ``text`` is
    text; any other unit (``USD per year``) is a value that is carried, never summed. ``of``: the count by
    which a rate is averaged, or of which this one is a part (named before it): a fixed ``share`` of it, or its
    product with a ``rate``. ``ratio``: the count of the file that this share is, divided by the count ``of``.
    ``proxy_for``: a protected ground that the column stands for; no rule may use it. ``moe``: the column of the file
    that holds its margin of error at 90 %, in its own unit (as the American Community Survey has it).
    """

    text_key: ClassVar[str] = "column"

    column: str | None = None
    raster: Raster | None = None
    unit: str = "count"
    of: str | None = None
    share: UnitShare | None = None
    rate: str | None = None
    ratio: str | None = None
    vintage: str = ""
    proxy_for: str | None = Field(default=None, alias="proxy for")
    missing: Literal["0"] | None = None
    moe: str | None = None
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


class Origin(Record):
    """Where features come from: a file, or a table of the database that the environment names.

    ``layer``: of a file that holds several. ``encoding``: of the texts of a Shapefile. ``crs``: of a file that
    doesn't say its own. ``postgis``: the table as ``schema.table``; ``file`` is then ``postgis:schema.table``, the
    name that messages give it. ``id_width``: the fewest digits that an id has, where ids are stored as numbers and
    zeros that led them are lost.
    """

    file: str | None = None
    layer: str | None = None
    encoding: str | None = None
    crs: str | None = None
    postgis: str | None = None
    id_width: Whole | None = None
    vintage: str = ""
    licence: str = ""
    source: str = ""

    @model_validator(mode="after")
    def _name_table(self) -> Self:
        if self.postgis is not None and not self.file:
            object.__setattr__(self, "file", f"postgis:{self.postgis}")
        return self


class LayerFile(Origin):
    """A file of shapes: its layer (where it holds several), the column of ids, of names, and its origin."""

    file: str = ""
    id: str
    name: str | None = None


class Join(Record):
    """A CSV table whose rows are joined to the areas by id.

    ``strip``: what stands before every id in the table (``1400000US``). ``labels``: rows of labels under the
    header. ``unknown``: words that stand for a missing number (``ns``). ``elsewhere``: rows of other areas are
    ``left out``, with a notice; without it they are refused.
    """

    file: str
    id: str
    strip: str = ""
    separator: Literal[",", ";", "tab"] = ","
    decimal: Literal[".", ","] = "."
    encoding: str = "utf-8"
    labels: Literal["0", "1", "2"] = "0"
    unknown: list[str] = Field(default_factory=list)
    elsewhere: Literal["left out"] | None = None
    vintage: str = ""
    licence: str = ""
    source: str = ""


class Areas(LayerFile):
    """The population polygons and what their columns mean; ``join``: tables that hold more columns of them."""

    columns: dict[str, Column]
    join: list[Join] = Field(default_factory=list)


class Level(Origin):
    """A level of jurisdictions: a file of polygons, or one ``constant`` jurisdiction for the whole region."""

    id: str | None = None
    name: str | None = None
    constant: str | None = None


class TravelTimes(Origin):
    """How long the way to the sites of a layer takes, one row for each of them and each time.

    Polygons from all of which the ``site`` (the column of its id) is reached in ``minutes`` (a column of numbers), or,
    with ``area`` (the column of an area's id), a CSV table of the minutes from all of an area to a site.
    """

    file: str = ""
    site: str
    minutes: str
    area: str | None = None

    @property
    def id(self) -> str:
        """Return the column by which rows of a database are put in order."""
        return self.site


class PlaceLayer(LayerFile):
    """Places, lines or land that rules name: ``one`` names a site as a base, ``capacity`` names its units.

    ``shown_as``: how maps draw it; left out, they don't. ``detour``: how many times longer the way to it is than a
    straight line (left out: 1, a straight line). ``travel``: how long it takes, for laws that ask for minutes.
    ``x``, ``y``: the columns of a CSV file of points, which are in ``crs``.
    """

    x: str | None = None
    y: str | None = None

    one: str | None = None
    capacity: dict[str, str] = Field(default_factory=dict)
    where: ConditionText | None = None
    detour: Detour | None = None
    travel: TravelTimes | None = None
    shown_as: Literal["water", "facility"] | None = Field(default=None, alias="shown as")


class WeightLayer(PlaceLayer):
    """Where people live inside an area: points (homes), polygons (residential land) or a raster of people.

    ``column``: the weight of each feature, such as its homes; left out, a point weighs 1 and a polygon its land.
    """

    id: str = ""
    column: str | None = None

    @property
    def is_raster(self) -> bool:
        """Return whether the file is a GeoTIFF by its name."""
        return self.file.lower().endswith((".tif", ".tiff"))


class Sponsors(Origin):
    """Where the eligible sponsors are: points in a file, a column of counts, or a share of a count.

    ``x``, ``y``: the columns of a CSV file of points, which are in ``crs``.
    """

    role: ClassVar[str] = "sponsors"

    x: str | None = None
    y: str | None = None

    id: str | None = None
    column: str | None = None
    estimate: ShareText | None = None
    rationale: str = ""


class Visas(Sponsors):
    """The visas in force: points in a file (``class_``: the column of their class), or a column of counts."""

    role: ClassVar[str] = "visas in force"
    class_: str | None = Field(default=None, alias="class")


class ControlTotal(Record):
    """Official counts of the jurisdictions of one level, by id: they stand in for the sum of their areas."""

    base: str = "residents"
    of: dict[str, Whole]
    vintage: str = ""
    licence: str = ""
    source: str = ""


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
    visas: Visas | None = None
    weights: WeightLayer | None = None
    control_totals: dict[str, ControlTotal] = Field(default_factory=dict, alias="control totals")
