"""A rulebook: the laws that bind a place, from the program down, and what was read to make it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePosixPath

from localvip.ordinance.law import Act, Law, Ordinance, Program
from localvip.ordinance.provision import Provision
from localvip.problem import Notice


@dataclass(frozen=True)
class Preempted:
    """A provision that goes beyond what a higher law permits: void; ``reason`` cites both."""

    law: str
    provision: str
    reason: str


@dataclass(frozen=True)
class Rulebook:
    """The laws that were read: at most one ``program``, ``acts`` and ``ordinances`` higher ones first.

    ``amendments`` change other laws while they are in force and bind nothing by themselves. ``sources``: the
    shown name and SHA-256 of each file. ``notices``: what a reader should know. ``preempted``: kept only
    where the reader asked to see what void provisions would do.
    """

    program: Program | None
    acts: tuple[Act, ...]
    ordinances: tuple[Ordinance, ...]
    amendments: tuple[Law, ...] = ()
    sources: tuple[tuple[str, str], ...] = ()
    notices: tuple[Notice, ...] = ()
    preempted: tuple[Preempted, ...] = ()

    @property
    def laws(self) -> tuple[Law, ...]:
        """Return the program, the acts and the ordinances."""
        return (*((self.program,) if self.program else ()), *self.acts, *self.ordinances)

    @property
    def classes(self) -> tuple[str, ...]:
        """Return the classes of visas that the program knows."""
        return self.program.classes if self.program else ("visa",)

    def law_of(self, provision: Provision) -> Law | None:
        """Return the law, or the amendment, whose file holds ``provision``: the one to cite."""
        everything = (*self.amendments, *self.laws)
        return next((law for law in everything if law.file == provision.place.file), None)

    def amended_by(self, amendment: Law) -> Law | None:
        """Return the law that ``amendment`` changes."""
        target = joined(amendment.file, amendment.amends)
        return next((law for law in self.laws if law.file == target), None)

    def higher(self, law: Law) -> Iterator[Law]:
        """Iterate over the laws above ``law`` (above the law it amends), nearest first."""
        law = (self.amended_by(law) if law.amends else law) or law
        seen = {law.file}
        name = parent_name(law)
        while name and name not in seen:
            above = next((one for one in self.laws if one.file == name), None)
            if above is None:
                return
            yield above
            seen.add(name)
            name = parent_name(above)

    def find(self, law: Law, reference: str) -> tuple[Law, Provision] | None:
        """Return the provision that ``reference`` (``id``, or ``file.yaml#id``) names from within ``law``.

        An ``id`` in an amendment may also be that of the law it amends.
        """
        file, mark, name = reference.rpartition("#")
        amended = joined(law.file, law.amends) if law.amends else law.file
        if mark:
            return self._index.get((joined(law.file, file), name))
        return self._index.get((law.file, name)) or self._index.get((amended, name))

    @cached_property
    def _index(self) -> dict[tuple[str, str], tuple[Law, Provision]]:
        """Every provision with its law, by file and id (the first, where an id is doubled)."""
        everything = [(law, one) for law in (*self.laws, *self.amendments) for one in law.provisions]
        return {(law.file, one.id): (law, one) for law, one in reversed(everything)}


def parent_name(law: Law) -> str:
    """Return the shown name of the file that ``law`` stands under; empty where there is none."""
    under = law.under if isinstance(law, Act | Ordinance) else ""
    return joined(law.file, under) if under else ""


def joined(file: str, relative: str) -> str:
    """Return the shown name of the file at ``relative`` from the folder of ``file``."""
    parts: list[str] = []
    for part in (PurePosixPath(file).parent / relative).parts:
        if part == ".." and parts:
            parts.pop()
        elif part != ".":
            parts.append(part)
    return "/".join(parts)
