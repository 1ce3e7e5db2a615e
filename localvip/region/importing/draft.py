"""The text of a region file that a program proposes: plain, commented, and read back by localvip as it stands."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from pyproj import CRS

from localvip.language.events import PLAIN_NULLS

PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9_./-]*( [A-Za-z0-9_./-]+)*")
SHARE = "40%"
RATIONALE = "the chapter supposes that 100 of 250 million adults would sponsor"
LEVELS = """\
# Yours to say: the jurisdictions that laws bind, named as laws name them. Take the # from what fits.
# currency: USD
# levels:
#   municipality: {file: places.gpkg, id: ID, name: NAME}
#   county: {constant: Name of the county}
# districts:
#   ward: {file: wards.gpkg, id: ID, name: NAME}
"""


@dataclass(frozen=True)
class Draft:
    """A region of one file of areas: ``columns`` by their name in the rules, each with the keys that describe it.

    ``maybe``: columns that a reader may want, proposed in comments. Who could sponsor is always for the reader to say,
    and so are jurisdictions, but for the one ``jurisdiction`` that the region is.
    """

    region: str
    crs: str
    file: str
    id: str
    name: str | None
    columns: Mapping[str, Mapping[str, str]]
    maybe: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    currency: str = ""
    jurisdiction: str = ""
    layer: str | None = None
    encoding: str | None = None
    vintage: str = ""
    licence: str = ""
    source: str = ""
    comments: Sequence[str] = field(default_factory=tuple)

    def text(self) -> str:
        """Return the region file."""
        lines = [*(f"# {one}".rstrip() for one in self.comments), "localvip: 1"]
        lines += _pairs("", {"region": self.region, "crs": self.crs, "currency": self.currency})
        lines.append("areas:")
        origin = {"file": self.file, "layer": self.layer, "encoding": self.encoding, "id": self.id}
        facts = {"name": self.name, "vintage": self.vintage, "licence": self.licence, "source": self.source}
        lines += _pairs("  ", {**origin, **facts})
        lines.append("  columns:")
        lines += [f"    {name}: {_column(keys)}" for name, keys in self.columns.items()]
        if self.maybe:
            lines.append("    # Yours to check: other columns, if rules should name them.")
        lines += [f"    # {name}: {_column(keys)}" for name, keys in self.maybe.items()]
        levels = f"levels: {{municipality: {{constant: {scalar(self.jurisdiction)}}}}}\n"
        return "\n".join(lines) + "\n" + (levels if self.jurisdiction else LEVELS) + self._sponsors()

    def _sponsors(self) -> str:
        base = "adults" if "adults" in self.columns else "residents"
        return (
            "# Yours to say: who could sponsor. Take the # from one of these lines.\n"
            "# sponsors: {file: sponsors.gpkg, id: ID}\n"
            f"# sponsors: {{estimate: {SHARE} of {base}, rationale: {RATIONALE}}}\n"
        )


def scalar(text: str) -> str:
    """Return ``text`` as YAML, quoted unless it is plain words."""
    plain = PLAIN.fullmatch(text) and text not in PLAIN_NULLS
    return text if plain else json.dumps(text, ensure_ascii=False)


def crs_code(crs: CRS) -> str:
    """Return the code of a CRS, such as ``EPSG:4269``; WGS 84 where it has none (files keep their own)."""
    found = crs.to_authority(min_confidence=70)
    return ":".join(found) if found else "EPSG:4326"


def _pairs(indent: str, values: Mapping[str, str | None]) -> list[str]:
    return [f"{indent}{key}: {scalar(value)}" for key, value in values.items() if value]


def _column(keys: Mapping[str, str]) -> str:
    return scalar(keys["column"]) if set(keys) == {"column"} else described(keys)


def described(keys: Mapping[str, str], bare: Sequence[str] = ()) -> str:
    """Return a mapping as YAML on one line; the values of ``bare`` keys are YAML already."""
    return (
        "{"
        + ", ".join(f"{key}: {value if key in bare else scalar(value)}" for key, value in keys.items())
        + "}"
    )
