"""Grounds that no rule may use: race, colour, religion, nationality, ethnic origin, sex, disability.

The words below are looked for in the names of columns that conditions, definitions, limits and orders read.
Proxies that no name gives away are declared by the region (``proxy for``) and by ``forbids`` in an act.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from localvip.ordinance.law import Act, Law, Program
from localvip.ordinance.parts import names_used
from localvip.ordinance.rulebook import Rulebook
from localvip.problem import Problem

# A ground, and the beginnings of words that name it or its groups.
GROUNDS: Mapping[str, tuple[str, ...]] = {
    "race": ("race", "racial", "white", "black", "asian", "caucasian", "negro"),
    "colour": ("colour", "color", "skin"),
    "ethnic origin": (
        "ethnic",
        "hispanic",
        "latino",
        "latina",
        "roma",
        "indigenous",
        "tribe",
        "tribal",
        "caste",
        "ancestr",
    ),
    "religion": (
        "relig",
        "faith",
        "church",
        "creed",
        "muslim",
        "islam",
        "christian",
        "jew",
        "hindu",
        "catholic",
    ),
    "nationality": ("nationalit", "citizen", "foreign", "immigra", "birthplace", "passport"),
    "sex": ("sex", "gender", "female", "male", "women", "men", "pregnan", "orientation"),
    "disability": ("disab", "handicap", "impair"),
}
_WHOLE = frozenset(
    ["race", "white", "black", "asian", "color", "colour", "men", "male", "roma", "skin", "church", "sex"]
)
_PHRASES = {
    "national_origin": "nationality",
    "country_of_birth": "nationality",
    "place_of_birth": "nationality",
}


def ground_of(name: str) -> str:
    """Return the forbidden ground that the column ``name`` names; empty where it names none."""
    folded = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).casefold()
    for phrase, ground in _PHRASES.items():
        if phrase in folded:
            return ground
    for word in re.split(r"[\W\d_]+", folded):
        for ground, stems in GROUNDS.items():
            for stem in stems:
                if word in (stem, f"{stem}s") or (stem not in _WHOLE and word.startswith(stem)):
                    return ground
    return ""


def ground_problems(rulebook: Rulebook) -> Iterator[Problem]:
    """Iterate over the uses of a forbidden ground, or of a column that a higher law forbids."""
    for law in (*rulebook.laws, *rulebook.amendments):
        forbidden = _forbidden(rulebook, law)
        for use in names_used(law):
            ground = ground_of(use.name)
            if ground:
                message = f"{use.subject}: {use.name!r} stands for {ground}, a ground no rule may use."
                yield Problem(use.place, "forbidden-ground", message)
            elif use.name in forbidden:
                message = f"{use.subject}: {forbidden[use.name]!r} forbids rules on {use.name!r}."
                yield Problem(use.place, "forbidden-ground", message)


def _forbidden(rulebook: Rulebook, law: Law) -> dict[str, str]:
    """Return the columns that ``law`` and those above it forbid, with the title of the law that does."""
    above = (*rulebook.higher(law), law)
    return {name: one.title for one in above if isinstance(one, Act | Program) for name in one.forbids}
