"""What whoever runs localvip allows beyond its caution: larger files, long repairs. A region file can't allow it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

UNITS = {"MiB": 2**20, "GiB": 2**30}


@dataclass(frozen=True)
class Allowance:
    """Files of ``most_bytes`` (where that is more than the usual limit), and ``repair`` however long it takes."""

    most_bytes: int = 0
    repair: bool = False

    def options(self) -> str:
        """Return the options of the command line that allow it, each after a blank."""
        unit = "GiB" if self.most_bytes % UNITS["GiB"] == 0 else "MiB"
        size = f" --max-size {-(-self.most_bytes // UNITS[unit])}{unit}" if self.most_bytes else ""
        return size + (" --repair" if self.repair else "")


USUAL = Allowance()
_GIVEN: ContextVar[Allowance] = ContextVar("allowance", default=USUAL)


def allowance() -> Allowance:
    """Return what is allowed here; nothing beyond the usual unless ``allowing`` says so."""
    return _GIVEN.get()


@contextmanager
def allowing(given: Allowance) -> Iterator[None]:
    """Allow what is ``given`` to everything that is read inside the ``with`` block, and no longer."""
    token = _GIVEN.set(given)
    try:
        yield
    finally:
        _GIVEN.reset(token)


def size_of(text: str) -> int:
    """Return the bytes of a size such as ``512MiB`` or ``2GiB``; raises ``ValueError`` for anything else."""
    found = re.fullmatch(r"([1-9][0-9]{0,5}) ?(MiB|GiB)", text)
    if found is None:
        raise ValueError(f"{text!r} is no size. Write 512MiB or 2GiB.")
    return int(found[1]) * UNITS[found[2]]
