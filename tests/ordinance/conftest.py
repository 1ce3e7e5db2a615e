"""Rule files written for one test: an act that permits, and an ordinance under it."""

from pathlib import Path

import pytest

from localvip.ordinance.read import read_rules

HEAD = """localvip: 1
ordinance: T
jurisdiction: Akron
number: 1
authority: Act 1
under: act.yaml
effective: 2027-01-01
sunset: 2030-12-31
"""
KINDS = ("caps", "amenities", "zones", "fees", "safeguards", "sponsors", "allocation")
PROGRAM = "localvip: 1\nprogram: P\neffective: 2027-01-01\nclasses: [temporary, permanent]\n"
ACT = (
    "localvip: 1\nact: A\njurisdiction: Ohio\nunder: program.yaml\neffective: 2027-01-01\npermits:\n"
    + "".join(f'  - {{id: {kind}, section: "1", of: {kind}}}\n' for kind in KINDS)
)


@pytest.fixture
def read(tmp_path: Path):
    """Return a function that reads an ordinance with the given ``body`` (and ``act``'s further lines)."""

    def read_body(body: str = "", act: str = "", **options):
        (tmp_path / "program.yaml").write_text(PROGRAM)
        (tmp_path / "act.yaml").write_text(ACT + act)
        (tmp_path / "t.yaml").write_text(HEAD + body)
        return read_rules([tmp_path / "t.yaml"], **options)

    return read_body
