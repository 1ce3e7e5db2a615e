"""A theme: a municipality's name, logo and two colours, read from a small file and checked before any page is made."""

from __future__ import annotations

import base64
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from localvip.language.record import Record, fill
from localvip.language.source import read_document
from localvip.problem import Problems

LARGEST_LOGO = 100_000
PNG = b"\x89PNG\r\n\x1a\n"
LEAST_CONTRAST = 4.5
PAPERS = {"colour": ("#ffffff", "white paper"), "dark_colour": ("#15181b", "a dark screen")}


@dataclass(frozen=True)
class Theme:
    """What a page wears: the municipality's ``name``, its ``logo`` as a data address, a ``style`` of its colours."""

    name: str = ""
    logo: str = ""
    style: str = ""


PLAIN = Theme()


class ThemeFile(Record):
    """A theme file: the town's name, a PNG beside the file, a colour for white paper and one for dark screens."""

    localvip: Literal["1"]
    theme: str
    logo: str = ""
    colour: str = ""
    dark_colour: str = ""


def read_theme(path: Path) -> Theme:
    """Return the theme of the file ``path``.

    Raises ``Refused`` with each colour that isn't six hexadecimal digits or has too little contrast with the
    ground it stands on (4.5 to 1, WCAG 2.2, 1.4.3), and with a logo that isn't a small PNG in the same folder.
    """
    file = fill(ThemeFile, read_document(path))
    problems = Problems()
    for name in PAPERS:
        _check_colour(file, name, problems)
    logo = _logo(file, path.parent, problems) if file.logo else ""
    problems.refuse()
    return Theme(file.theme, logo, _style(file))


def _check_colour(file: ThemeFile, name: str, problems: Problems) -> None:
    colour, (paper, ground) = getattr(file, name), PAPERS[name]
    if not colour:
        return
    if not re.fullmatch(r"#[0-9a-fA-F]{6}", colour):
        problems.add(file.place_of(name), "colour", f"{colour!r} is no colour.", "Write it as #0b4f71.")
        return
    ratio = contrast(colour, paper)
    if ratio < LEAST_CONTRAST:
        message = (
            f"{colour} has a contrast of {ratio:.1f} to 1 on {ground}; readers need {LEAST_CONTRAST} to 1."
        )
        hint = "Take a darker one." if name == "colour" else "Take a lighter one."
        problems.add(file.place_of(name), "contrast", message, hint)


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours (WCAG 2.2, relative luminance), from 1 to 21."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _logo(file: ThemeFile, folder: Path, problems: Problems) -> str:
    place, name = file.place_of("logo"), file.logo
    path = folder / name
    if Path(name).name != name or not path.is_file() or path.is_symlink():
        problems.add(place, "logo", f"{name!r} is no file in the folder of the theme.")
        return ""
    if path.stat().st_size > LARGEST_LOGO:
        problems.add(place, "logo", f"{name!r} has more than {LARGEST_LOGO:,} bytes.", "Make it smaller.")
        return ""
    image = path.read_bytes()
    if not image.startswith(PNG):
        problems.add(place, "logo", f"{name!r} is no PNG.", "A logo is a PNG: an SVG can hold scripts.")
        return ""
    return "data:image/png;base64," + base64.b64encode(image).decode("ascii")


def _style(file: ThemeFile) -> str:
    """Return the colours as variables: links, marks of focus and bars."""
    light = f":root{{--link:{file.colour};--accent:{file.colour}}}\n" if file.colour else ""
    dark = f"--link:{file.dark_colour};--accent:{file.dark_colour}" if file.dark_colour else ""
    return light + (f"@media screen and (prefers-color-scheme:dark){{:root{{{dark}}}}}\n" if dark else "")
