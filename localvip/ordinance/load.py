"""From paths to a rulebook: each file read once, ``under`` and ``amends`` followed."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from localvip.language.document import Document
from localvip.language.record import fill
from localvip.language.source import read_document
from localvip.ordinance.law import Act, Law, Ordinance, Program
from localvip.ordinance.rulebook import Rulebook
from localvip.problem import Place, Problem, Problems, Refused, did_you_mean

KINDS: dict[str, type[Law]] = {"program": Program, "act": Act, "ordinance": Ordinance}
RULES_FOLDER = "rules"


def load_rules(paths: Sequence[Path]) -> Rulebook:
    """Return the laws at ``paths`` and all they stand under, checked for form only.

    Raises ``Refused`` with the problems of every file that could be reached.
    """
    reader = _Reader(_root(paths))
    for path in paths:
        reader.read_chain(path)
    reader.problems.refuse()
    return reader.rulebook()


def law_of(document: Document) -> Law:
    """Return ``document`` as the kind of law that its kind key says; raises ``Refused``."""
    root = document.root
    found = [key for key in (*KINDS, "region") if key in root]
    if len(found) > 1:
        message = f"A file is of one kind, but this one is {' and '.join(found)}."
        raise Refused([Problem(root.key_place(found[1]), "two-kinds", message, "Keep one of these keys.")])
    if found == ["region"]:
        message = "This is a region's file, not a rule file."
        raise Refused([Problem(root.key_place("region"), "not-a-law", message, "Give it as the region.")])
    if found:
        return fill(KINDS[found[0]], document)
    if "tests" in root:
        message, hint = "This file holds tests of rules, no rules.", "Run it with: localvip test FILE"
        raise Refused([Problem(root.key_place("tests"), "not-a-law", message, hint)])
    for key in root:
        for kind, model in KINDS.items():
            if kind in did_you_mean(key, KINDS):
                return fill(model, document)
    hint = "Write ordinance: TITLE (or act: TITLE, program: TITLE)."
    raise Refused([Problem(root.place, "no-kind", "The file does not say what it is.", hint)])


class _Reader:
    """Reads files once each, with their names as shown: relative to the rules' root."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.problems = Problems()
        self._laws: dict[Path, Law] = {}
        self._documents: list[Document] = []
        self._seen: set[Path] = set()

    def read_chain(self, path: Path) -> None:
        """Read ``path`` and, up to the program, each file that it stands under or amends."""
        trail: list[Path] = []
        laws: dict[Path, Law] = {}
        here: Path | None = Path(os.path.realpath(path))
        while here is not None and here not in self._seen:
            trail.append(here)
            self._seen.add(here)
            law = self._read(here)
            if law is None:
                break
            laws[here] = law
            here = self._above(law, here, trail)
        for file in reversed(trail):
            if file in laws:
                self._laws[file] = laws[file]

    def _read(self, file: Path) -> Law | None:
        try:
            document = read_document(file, self._shown(file))
            self._documents.append(document)
            return law_of(document)
        except Refused as refused:
            self.problems.extend(refused.problems)
            return None

    def _shown(self, file: Path) -> str:
        return file.relative_to(_named_from(self.root)).as_posix()

    def _above(self, law: Law, file: Path, trail: list[Path]) -> Path | None:
        key = "amends" if law.amends else "under"
        named = law.amends or getattr(law, "under", "")
        if not named:
            return None
        place = law.place_of(key)
        target = Path(os.path.realpath(file.parent / named)) if "\0" not in named else self.root.parent
        if Path(named).is_absolute() or not target.is_relative_to(self.root):
            message = f"{named!r} lies outside the folder of the rules."
            self.problems.add(place, "outside-rules", message, "Name a file in it, relative to this one.")
        elif target in trail:
            names = " -> ".join(self._shown(one) for one in (*trail[trail.index(target) :], target))
            self.problems.add(place, "cycle", f"The files stand under each other: {names}.")
        elif not target.is_file():
            near = did_you_mean(target.name, (one.name for one in file.parent.rglob("*.yaml")))
            self.problems.add(place, "no-such-file", f"There is no file {named!r}.", near)
        else:
            return target
        return None

    def rulebook(self) -> Rulebook:
        """Return the laws read, higher ones first."""
        laws = tuple(self._laws.values())
        programs = [law for law in laws if isinstance(law, Program) and not law.amends]
        if len(programs) > 1:
            message = f"The laws stand under two programs: {programs[0].title!r} and {programs[1].title!r}."
            raise Refused([Problem(programs[1].place, "two-programs", message)])
        return Rulebook(
            program=programs[0] if programs else None,
            acts=tuple(law for law in laws if isinstance(law, Act) and not law.amends),
            ordinances=tuple(law for law in laws if isinstance(law, Ordinance) and not law.amends),
            amendments=tuple(law for law in laws if law.amends),
            sources=tuple(sorted((one.name, one.sha256) for one in self._documents)),
        )


def shown_from(paths: Sequence[Path]) -> Path:
    """Return the folder that the shown names of the files of ``paths`` start from."""
    return _named_from(_root(paths))


def _named_from(root: Path) -> Path:
    return root.parent if root.name == RULES_FOLDER else root


def _root(paths: Sequence[Path]) -> Path:
    """Return the nearest folder named ``rules`` above the files, else the folder that holds them all."""
    folders = [os.path.realpath(path.parent) for path in paths]
    if not folders:
        raise Refused([Problem(Place("rules"), "no-rules", "No rule file was given.")])
    common = Path(os.path.commonpath(folders))
    return next((folder for folder in (common, *common.parents) if folder.name == RULES_FOLDER), common)
