"""Laws: programs, acts and ordinances, as typed records of whole rule files."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from localvip.language.quantity import STANDARD_BASES
from localvip.language.record import Record
from localvip.language.types import (
    ArithmeticText,
    CurrencyText,
    DateText,
    EachText,
    Id,
    LanguageText,
    OneOrMany,
    Words,
)
from localvip.ordinance.provision import (
    Allocation,
    Amenity,
    Cap,
    Fee,
    Provision,
    Safeguard,
    SponsorRule,
    Unmodelled,
    Zone,
)


class JurisdictionRef(Record):
    """A jurisdiction that a law binds, by name or id; without the land of ``outside`` levels."""

    text_key: ClassVar[str] = "name"
    level: str | None = None
    name: str = ""
    id: str = ""
    outside: tuple[Words, ...] = ()


class Definition(Record):
    """A term: its words, and how it is reckoned from columns where ``is`` is given."""

    text: str = ""
    is_: ArithmeticText | None = Field(default=None, alias="is")


class Defaults(Record):
    """Provisions that bind land where no lower law is in force."""

    caps: tuple[Cap, ...] = ()
    amenities: tuple[Amenity, ...] = ()
    fees: tuple[Fee, ...] = ()
    safeguards: tuple[Safeguard, ...] = ()
    sponsors: tuple[SponsorRule, ...] = ()

    @property
    def provisions(self) -> tuple[Provision, ...]:
        """Return all of them, in the order of their kinds."""
        return (*self.caps, *self.amenities, *self.fees, *self.safeguards, *self.sponsors)


class Law(Record):
    """One rule file: its title, whom it binds, under which power, from when to when, and its rules."""

    noun: ClassVar[str] = "law"
    localvip: Literal["1"]
    title: Words
    number: str = ""
    authority: str = ""
    amends: str = ""
    repeals: tuple[str, ...] = ()
    status: Literal["draft", "proposed", "adopted", "repealed"] = "draft"
    effective: DateText
    sunset: DateText | None = None
    currency: CurrencyText | None = None
    language: LanguageText = "en"
    rationale: str = ""
    definitions: dict[str, Definition] = Field(default_factory=dict)
    caps: tuple[Cap, ...] = ()
    amenities: tuple[Amenity, ...] = ()
    zones: tuple[Zone, ...] = ()
    fees: tuple[Fee, ...] = ()
    safeguards: tuple[Safeguard, ...] = ()
    sponsors: tuple[SponsorRule, ...] = ()
    unmodelled: tuple[Unmodelled, ...] = ()
    allocation: Allocation | None = None
    defaults: Defaults = Defaults()

    @property
    def file(self) -> str:
        """Return the name of the file as shown to readers."""
        return self.place.file

    @property
    def top(self) -> tuple[Provision, ...]:
        """Return the provisions that stand in no zone, zones among them, in the order of their kinds."""
        return (*self.caps, *self.amenities, *self.zones, *self.fees, *self.safeguards, *self.sponsors)

    @property
    def provisions(self) -> tuple[Provision, ...]:
        """Return all provisions: those of the law, then each zone's own."""
        return (*self.top, *(provision for zone in self.zones for provision in zone.own))

    @property
    def bases(self) -> frozenset[str]:
        """Return the counts that a limit may be reckoned from: the standard ones and those defined."""
        return STANDARD_BASES | frozenset(self.definitions)

    def in_force(self, day: date) -> bool:
        """Return whether ``day`` lies in the law's dates and it isn't repealed."""
        dates = self.effective <= day and (self.sunset is None or day <= self.sunset)
        return dates and self.status != "repealed"

    def provision(self, name: str) -> Provision | None:
        """Return the provision with the id ``name``, of a zone too; ``None`` where there is none."""
        return next((provision for provision in self.provisions if provision.id == name), None)

    def with_defaults(self) -> Iterator[Provision]:
        """Iterate over all provisions and those of ``defaults``."""
        yield from self.provisions
        yield from self.defaults.provisions


class Permit(Record):
    """What an act lets localities set: rules ``of`` a kind, within bounds."""

    id: Id
    section: str = ""
    of: Literal[
        "caps", "amenities", "zones", "fees", "safeguards", "sponsors", "allocation", "capacity", "duration"
    ]
    in_each: EachText | None = Field(default=None, alias="in each")
    at_least: str = Field(default="", alias="at least")
    at_most: str = Field(default="", alias="at most")
    text: str = ""


Jurisdictions = Annotated[tuple[JurisdictionRef, ...], OneOrMany(), Field(alias="jurisdiction")]


class Program(Law):
    """The national law: who may sponsor, how many each, and what sponsors owe."""

    noun: ClassVar[str] = "program"
    title: Words = Field(alias="program")
    jurisdictions: Jurisdictions = ()
    classes: tuple[Words, ...] = ("visa",)
    dependants: Literal["admitted", "refused"] = "refused"
    new_visa_on: tuple[Literal["renewal", "transfer", "move"], ...] = Field(
        default=("transfer", "move"), alias="new visa on"
    )
    forbids: tuple[Words, ...] = ()


class Act(Law):
    """The enabling law: which rules localities may make, within which bounds, and on which grounds never."""

    noun: ClassVar[str] = "act"
    title: Words = Field(alias="act")
    jurisdictions: Jurisdictions = ()
    under: str = ""
    permits: tuple[Permit, ...] = ()
    forbids: tuple[Words, ...] = ()


class Ordinance(Law):
    """One municipality's (or county's, or joint) rule file."""

    noun: ClassVar[str] = "ordinance"
    title: Words = Field(alias="ordinance")
    jurisdictions: Jurisdictions = ()
    under: str = ""
