"""Words that planners use for a word of the language, so that a hint names it: ``tract`` is an ``area``."""

from __future__ import annotations

from collections.abc import Iterable

CUSTOMARY = {
    "block": "area",
    "block group": "area",
    "census tract": "area",
    "tract": "area",
    "tracts": "area",
    "neighborhood": "area",
    "neighbourhood": "area",
    "iris": "area",
    "ward": "district",
    "wards": "district",
    "city": "municipality",
    "town": "municipality",
    "village": "municipality",
    "county": "jurisdiction",
    "commune": "jurisdiction",
    "host": "sponsor",
    "worker": "migrant",
    "immigrant": "migrant",
    "guest": "migrant",
    "inhabitants": "residents",
    "people": "residents",
    "persons": "residents",
    "population": "residents",
    "homes": "housing_units",
    "dwellings": "housing_units",
    "units": "housing_units",
}


def customary(word: str, known: Iterable[str]) -> str:
    """Return the one of the ``known`` words that planners also call ``word``; an empty text where there is none."""
    meant = CUSTOMARY.get(word.casefold().replace("_", " "), "")
    return meant if meant in set(known) else ""
