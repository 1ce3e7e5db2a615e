"""The language that a report speaks: texts from gettext catalogues, numbers and days as its readers write them.

The words of a report stand in English in code and templates; ``languages/CODE.po`` holds them in others,
``CODE-PART.po`` those of one part. A
text that a catalogue lacks is shown in English, and a test names it.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from importlib.resources import files

from markupsafe import Markup

from localvip.message import Message

LANGUAGES = ("en", "fr")
MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
# Words that come from the law's and the region's own closed lists.
WORDS = (
    "cap", "pace", "amenity", "zone", "fee", "safeguard", "sponsor rule", "provisions", "rules",
    "draft", "proposed", "adopted", "repealed", "in force", "not yet in force", "lapsed",
    "in force; no limit on this day", "in force; bounds no visas", "Ordinance", "Act", "Program",
    "lottery", "first-come", "priority", "auction", "municipality", "county", "commune", "epci", "township",
    "areas", "clinics", "water", "parks", "schools", "libraries", "stations", "homes", "zones",
    "integer programme", "maximum flow", "nested limits", "text only",
    "{n} with none", "{n} unknown", "{n} without an ordinance",
    # counts, units, parties and kinds that rule files name
    "residents", "adults", "households", "workers", "jobs", "housing units", "vacant units", "sponsors",
    "visas", "land", "km2", "m2", "ha", "sq mi", "acre", "area", "jurisdiction", "district", "ward", "site",
    "bed", "doctor", "clinic", "library", "poverty rate",
    "vacancy rate", "unemployment rate", "median income", "sponsor income", "visa", "sponsor",
    "household", "visit", "application", "violation", "transfer", "year", "month", "person", "room", "rooms",
    "visits", "hour", "hours", "day", "days", "months", "years", "sq ft", "migrant",
    "employer", "program", "insurance", "floor area", "inspection", "wage statement",
    "complaint line", "support", "fine", "bond", "training", "permanent", "temporary", "seasonal", "caps",
    "amenities", "fees", "safeguards", "allocation", "capacity", "duration", "visas in force", "the sponsor",
    "to the sponsor", "by the sponsor", "the migrant", "to the migrant", "by the migrant", "the employer",
    "to the employer", "by the employer", "the municipality", "to the municipality", "by the municipality",
    "the program", "to the program", "by the program",
)  # fmt: skip
SQUARE = re.compile(r"(?<![^\Wkc])m2\b")
VOWELS = frozenset("AEIOUYaeiouyÀÂÉÈÊÎÔÛàâéèêîôû")
NO_BREAK = "\N{NO-BREAK SPACE}"
THOUSANDS = {"en": ",", "fr": "\N{NARROW NO-BREAK SPACE}"}
POINTS = {"en": ".", "fr": ","}


@dataclass(frozen=True)
class Speech:
    """One language: its code and its texts; a text that varies with a number is keyed by its singular.

    ``texts``: the forms of each message, one, or singular and plural.
    """

    code: str = "en"
    texts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def thousands(self) -> str:
        """Return what stands between groups of three digits."""
        return THOUSANDS[self.code]

    @property
    def point(self) -> str:
        """Return what stands before decimals."""
        return POINTS[self.code]

    def is_one(self, number: int) -> bool:
        """Return whether a noun after ``number`` is singular: in French 0 is, too."""
        return number in (0, 1) if self.code == "fr" else number == 1

    def text(self, english: str) -> str:
        """Return a text in this language; the English one where the catalogue has none."""
        return self.texts.get(english, (english,))[0]

    def form(self, one: str, many: str, number: int) -> str:
        """Return the text for ``number`` things."""
        return self.texts.get(one, (one, many))[0 if self.is_one(number) else -1]

    def fill(self, template: str, values: Mapping[str, object]) -> str:
        """Return ``template`` with ``values`` in its braces; in French, ``de Amiens`` becomes ``d’Amiens``."""
        for name, value in values.items() if self.code == "fr" else ():
            if str(value)[:1] in VOWELS:
                template = template.replace(f" de {{{name}}}", f" d’{{{name}}}")
        return template.format(**values)

    def digits(self, english: str) -> str:
        """Return a number that is written ``1,234.5`` in English with this language's separators."""
        return english.translate({ord(","): self.thousands, ord("."): self.point})

    def day(self, day: date) -> str:
        """Return a day in words: ``1 January 2028``, ``1er janvier 2028``."""
        first = "1er" if self.code == "fr" and day.day == 1 else str(day.day)
        return f"{first} {self.text(MONTHS[day.month - 1])} {day.year}"


ENGLISH = Speech()
_spoken: ContextVar[Speech] = ContextVar("speech", default=ENGLISH)


def spoken(language: str) -> str:
    """Return the language of a report for a law's or a reader's ``language`` (``fr-CA`` is ``fr``): English else."""
    code = language.split("-")[0].lower()
    return code if code in LANGUAGES else "en"


def foreign(language: str) -> str:
    """Return the ``language`` of a law where it isn't the one spoken, for readers who hear the page; else ""."""
    return "" if language.split("-")[0].lower() == now_spoken().code else language


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Make all texts, numbers and days of the block those of ``language``, one of ``LANGUAGES``."""
    before = _spoken.set(speech_of(language))
    try:
        yield
    finally:
        _spoken.reset(before)


def now_spoken() -> Speech:
    """Return the language of the block that runs."""
    return _spoken.get()


def tr(text: str, **values: object) -> str:
    """Return ``text`` in the language spoken, with ``values`` in its braces."""
    speech = _spoken.get()
    return speech.fill(speech.text(text), _said(values)) if values else speech.text(text)


def trn(one: str, many: str, number: int, **values: object) -> str:
    """Return the text for ``number`` things, with ``values`` in its braces."""
    speech = _spoken.get()
    return speech.fill(speech.form(one, many, number), _said(values))


def said(text: str) -> str:
    """Return ``text`` in the language spoken where it is a message of the layers below; any other as it is.

    Rule files write ``m2``, pages ``m²``.
    """
    if not isinstance(text, Message):
        return text
    speech = _spoken.get()
    return squared(str(text) if speech is ENGLISH else text.said(speech))


def squared(words: str) -> str:
    """Return ``words`` with square metres as readers write them."""
    return SQUARE.sub("m²", words) if "m2" in words else words


def said_in_full(text: str) -> str:
    """Return a text as ``said`` does, with the numbers and days of rule files as readers write them in English too."""
    return said(text.said(now_spoken())) if isinstance(text, Message) else text


def _said(values: Mapping[str, object]) -> dict[str, object]:
    return {name: said(value) if isinstance(value, str) else value for name, value in values.items()}


def mark(text: str) -> str:
    """Return ``text`` as it is: it marks a text for the catalogues that ``tr`` is given later."""
    return text


def markup(text: str, **values: object) -> Markup:
    """Return our own ``text`` with its tags, in the language spoken; ``values`` are escaped."""
    return Markup(_spoken.get().text(text)).format(**_said(values))  # noqa: S704 (our own words)


def day_text(day: date) -> str:
    """Return a day in words: ``1 January 2028``, ``1er janvier 2028``."""
    return _spoken.get().day(day)


@cache
def speech_of(code: str) -> Speech:
    """Return the language ``code`` with its catalogue, read once."""
    if code == "en":
        return ENGLISH
    folder = files("localvip.report") / "languages"
    named = sorted(one.name for one in folder.iterdir() if one.name.split(".")[0].split("-")[0] == code)
    text = "\n\n".join((folder / name).read_text(encoding="utf-8").strip() for name in named)
    return Speech(code, {english: tuple(map(spaced, forms)) for english, forms in read_catalogue(text)})


def spaced(text: str) -> str:
    """Return French ``text`` with the spaces that no line breaks at: narrow before ``; ! ? %``, wide before a colon."""
    return re.sub("« | [:»]", _wide, re.sub(" (?=[;!?%])", THOUSANDS["fr"], text))


def _wide(found: re.Match[str]) -> str:
    return found[0].replace(" ", NO_BREAK)


def read_catalogue(text: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Iterate over the messages of a ``.po`` file with their forms; what isn't translated is left out."""
    for block in text.split("\n\n"):
        fields = _fields(block)
        forms = tuple(said for key, said in fields.items() if key.startswith("msgstr"))
        if fields.get("msgid") and all(forms):
            yield fields["msgid"], forms


def _fields(block: str) -> dict[str, str]:
    """Return the keywords of one entry with their texts, each the sum of its quoted lines."""
    fields: dict[str, str] = {}
    key = ""
    for line in block.splitlines():
        if not line.startswith("#"):
            word, _, quoted = line.partition('"')
            key = word.strip() or key
            fields[key] = fields.get(key, "") + str(ast.literal_eval(f'"{quoted}'))
    return fields
