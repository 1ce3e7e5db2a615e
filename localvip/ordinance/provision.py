"""Provisions: the numbered rules of a law, as typed records. Keys with spaces are written so in the file."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field, GetCoreSchemaHandler, WithJsonSchema
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from localvip.language.quantity import Limit
from localvip.language.record import Record
from localvip.language.types import (
    AtMostText,
    ConditionText,
    DateText,
    EachText,
    Id,
    LimitText,
    MeasureText,
    MoneyText,
    OneOrMany,
    OrderText,
    Party,
    ReserveText,
    ServesText,
    ShareText,
    TrueText,
    WithinText,
    Words,
)


@dataclass(frozen=True)
class Schedule:
    """A limit that changes on dates, earliest first; ``None``: it holds from the start."""

    steps: tuple[tuple[date | None, Limit], ...]

    def on(self, day: date) -> Limit | None:
        """Return the limit of the last step not after ``day``; ``None`` before the first."""
        held = [limit for start, limit in self.steps if start is None or start <= day]
        return held[-1] if held else None

    @property
    def text(self) -> str:
        """Return the schedule as written: one limit, or ``date: limit`` joined by semicolons."""
        if self.steps[0][0] is None:
            return self.steps[0][1].text
        return "; ".join(f"{start}: {limit.text}" for start, limit in self.steps)


class Provision(Record):
    """What every numbered rule has: an id, a section, its words, where and when it holds."""

    noun: ClassVar[str] = "provision"
    id: Id
    section: str = ""
    title: str = ""
    rationale: str = ""
    text: str = ""
    where: ConditionText | None = None
    while_: ConditionText | None = Field(default=None, alias="while")
    effective: DateText | None = None
    sunset: DateText | None = None
    falls_with: tuple[str, ...] = Field(default=(), alias="falls with")

    def in_force(self, day: date) -> bool:
        """Return whether ``day`` lies in the provision's own dates; ``sunset`` is the last day."""
        return (self.effective is None or self.effective <= day) and (
            self.sunset is None or day <= self.sunset
        )


_SCHEDULE_SCHEMA = {
    "anyOf": [
        {"type": "string"},
        {"type": "object", "propertyNames": {"format": "date"}, "additionalProperties": {"type": "string"}},
    ]
}


class _Dated:
    """Reads one limit, or a mapping of dates to limits, as a ``Schedule``."""

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:  # noqa: ANN401
        dated = handler.generate_schema(dict[DateText | None, LimitText])
        return core_schema.no_info_wrap_validator_function(self._read, dated)

    @staticmethod
    def _read(value: Any, fill: core_schema.ValidatorFunctionWrapHandler) -> Schedule:  # noqa: ANN401
        if isinstance(value, Schedule):
            return value
        dated: dict[date | None, Limit] = fill({None: value} if isinstance(value, str | Limit) else value)
        if not dated:
            raise PydanticCustomError("too_short", "empty")
        return Schedule(tuple(sorted(dated.items(), key=lambda step: step[0] or date.min)))


class Cap(Provision):
    """An upper bound on the visas of each group; see ``limit_on``."""

    noun: ClassVar[str] = "cap"
    limit: Annotated[Schedule, _Dated(), WithJsonSchema(_SCHEDULE_SCHEMA)]
    in_each: EachText | None = Field(default=None, alias="in each")
    counts: tuple[str, ...] = ()
    existing: Literal["counted", "exempt"] = "counted"
    rounding: Literal["down", "nearest", "up"] = "down"

    def limit_on(self, day: date) -> Limit | None:
        """Return the limit in force on ``day``; ``None`` where no dated value holds yet."""
        return self.limit.on(day)


class Amenity(Provision):
    """A service that must be in reach (``within``), that bounds visas (``serves``), or is offered."""

    noun: ClassVar[str] = "amenity"
    within: WithinText | None = None
    serves: ServesText | None = None
    offers: str = ""
    cost: MoneyText | None = None
    paid_by: Party = Field(default="municipality", alias="paid by")


class Fee(Provision):
    """Money that one party pays another."""

    noun: ClassVar[str] = "fee"
    amount: MoneyText
    paid_by: Party = Field(default="sponsor", alias="paid by")
    paid_to: Party = Field(default="municipality", alias="paid to")


SafeguardKind = Literal[
    "insurance",
    "floor_area",
    "inspection",
    "wage_statement",
    "complaint_line",
    "support",
    "fine",
    "bond",
    "training",
]


class Safeguard(Provision):
    """A protection of migrants, sponsors or neighbours, of a closed kind so that files compare."""

    noun: ClassVar[str] = "safeguard"
    kind: SafeguardKind
    at_least: MeasureText | None = Field(default=None, alias="at least")
    cost: MoneyText | None = None
    paid_by: Party = Field(default="municipality", alias="paid by")


class SponsorRule(Provision):
    """Who may sponsor (``where``, or a ``share`` where persons aren't known) and how many each."""

    noun: ClassVar[str] = "sponsor rule"
    at_most: AtMostText | None = Field(default=None, alias="at most")
    share: ShareText | None = None


class SetAside(Record):
    """A provision that a zone sets aside: ``id`` or ``file.yaml#id``; its base kept or removed as well."""

    text_key: ClassVar[str] = "id"
    id: Words
    base: Literal["removed", "kept"] = "removed"


class Boundary(Record):
    """Land where all keys hold; ``layer`` left out means the areas; ``except_`` is taken off."""

    layer: str = ""
    ids: tuple[Words, ...] = ()
    where: ConditionText | None = None
    within: WithinText | None = None
    except_: Boundary | None = Field(default=None, alias="except")


class Zone(Provision):
    """Land with provisions of its own; ``boundary`` is the union of its parts."""

    noun: ClassVar[str] = "zone"
    boundary: Annotated[tuple[Boundary, ...], OneOrMany(), Field(min_length=1)]
    notwithstanding: tuple[SetAside, ...] = ()
    alongside: tuple[str, ...] = ()
    caps: tuple[Cap, ...] = ()
    amenities: tuple[Amenity, ...] = ()
    fees: tuple[Fee, ...] = ()
    safeguards: tuple[Safeguard, ...] = ()

    @property
    def own(self) -> tuple[Provision, ...]:
        """Return the zone's own provisions in the order of their kinds."""
        return (*self.caps, *self.amenities, *self.fees, *self.safeguards)


class Allocation(Record):
    """How slots are given when more sponsors apply than there are slots; ties by seeded lot."""

    section: str = ""
    method: Literal["lottery", "first-come", "priority", "auction"] = "first-come"
    order: tuple[OrderText, ...] = ()
    reserve: ReserveText | None = None
    text: str = ""


class Unmodelled(Record):
    """Words of a law that can't be reckoned; ``accepted`` once a reader has agreed to that."""

    section: Words
    text: Words
    accepted: TrueText = False
