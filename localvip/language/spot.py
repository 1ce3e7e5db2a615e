"""Where a fault is: the way down a document that a validator names, followed as far as the document goes."""

from __future__ import annotations

from dataclasses import dataclass

from localvip.language.document import Entries, Items, Value
from localvip.problem import Place

KEY = "[key]"
_NOUNS = {
    "caps": "cap",
    "amenities": "amenity",
    "zones": "zone",
    "fees": "fee",
    "safeguards": "safeguard",
    "sponsors": "sponsor rule",
    "permits": "permit",
}


@dataclass(frozen=True)
class Spot:
    """The ``value`` at the end of a way, its place, the mapping around it, and the provision it is in.

    ``subject`` is ``cap 'citywide': `` inside a provision, empty elsewhere.
    """

    value: Value
    place: Place
    holder: Entries
    subject: str

    @classmethod
    def at(cls, root: Entries, path: tuple[int | str, ...]) -> Spot:
        """Follow ``path`` from ``root``; a step that isn't there (a missing key) ends the way."""
        spot, noun = cls(root, root.place, root, ""), ""
        for step in path:
            if step == KEY:
                return cls(str(path[-2]), spot.holder.key_place(str(path[-2])), spot.holder, spot.subject)
            below = spot._below(step, noun)
            if below is None and not isinstance(step, int):
                return spot
            spot = below or spot
            noun = _NOUNS.get(step, "") if isinstance(step, str) else noun
        return spot

    def _below(self, step: int | str, noun: str) -> Spot | None:
        """Return the spot one step down; ``None`` where there is none (one value read as a list of one)."""
        here = self.value
        if isinstance(here, Entries) and isinstance(step, str) and step in here:
            return Spot(here[step], here.place_of(step), here, self.subject)
        if not isinstance(here, Items) or not isinstance(step, int) or step >= len(here):
            return None
        value = here[step]
        if not isinstance(value, Entries):
            return Spot(value, here.place_of(step), self.holder, self.subject)
        name = value.get("id")
        subject = f"{noun} {str(name)!r}: " if noun and isinstance(name, str) else self.subject
        return Spot(value, here.place_of(step), value, subject)

    def key(self, path: tuple[int | str, ...]) -> str:
        """Return the last key named in ``path``, for the message."""
        keys = [step for step in path if isinstance(step, str) and step != KEY]
        return keys[-1] if keys else ""
