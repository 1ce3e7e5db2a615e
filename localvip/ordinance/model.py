"""The model of rule files in one place: laws, provisions and their parts."""

from localvip.ordinance.law import (
    Act,
    Defaults,
    Definition,
    JurisdictionRef,
    Law,
    Ordinance,
    Permit,
    Program,
)
from localvip.ordinance.provision import (
    Allocation,
    Amenity,
    Boundary,
    Cap,
    Fee,
    Provision,
    Safeguard,
    Schedule,
    SetAside,
    SponsorRule,
    Unmodelled,
    Zone,
)

__all__ = [
    "Act",
    "Allocation",
    "Amenity",
    "Boundary",
    "Cap",
    "Defaults",
    "Definition",
    "Fee",
    "JurisdictionRef",
    "Law",
    "Ordinance",
    "Permit",
    "Program",
    "Provision",
    "Safeguard",
    "Schedule",
    "SetAside",
    "SponsorRule",
    "Unmodelled",
    "Zone",
]
