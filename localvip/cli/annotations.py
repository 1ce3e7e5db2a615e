"""Problems and notices in the forms that machines read: JSON, annotations of GitHub, SARIF 2.1.0."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from localvip import __version__

if TYPE_CHECKING:
    from localvip.problem import Notice, Place, Problem

SARIF = "https://json.schemastore.org/sarif-2.1.0.json"


class Annotations:
    """What a check found. ``folders``: where the files that places name may be, tried in this order."""

    def __init__(
        self, problems: Sequence[Problem], notices: Sequence[Notice], folders: Sequence[Path] = ()
    ) -> None:
        self.problems = problems
        self.notices = notices
        self.folders = folders

    def write(self, form: str) -> str:
        """Return all of it as ``json``, ``github`` or ``sarif``, without a newline at the end."""
        return {"json": self.as_json, "github": self.as_github, "sarif": self.as_sarif}[form]()

    def as_json(self) -> str:
        """Return one object with ``problems`` and ``notices``, each with file, line, column, code, message."""
        found = {
            "localvip": __version__,
            "problems": [{**_facts(one), "hint": one.hint} for one in self.problems],
            "notices": [_facts(one) for one in self.notices],
        }
        return json.dumps(found, indent=1, ensure_ascii=False)

    def as_github(self) -> str:
        """Return one workflow command a line: ``::error`` for a problem, ``::notice`` for a notice."""
        return "\n".join(self._command(*one) for one in self._all())

    def as_sarif(self) -> str:
        """Return a SARIF 2.1.0 log with one run: level ``error`` for a problem, ``note`` for a notice."""
        results = [self._result(*one) for one in self._all()]
        driver = {
            "name": "localvip",
            "version": __version__,
            "rules": [{"id": code} for code in sorted({str(one["ruleId"]) for one in results})],
        }
        run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
        log = {"$schema": SARIF, "version": "2.1.0", "runs": [run]}
        return json.dumps(log, indent=1, ensure_ascii=False)

    def _all(self) -> Iterator[tuple[Problem | Notice, str, bool]]:
        """Iterate over what was found, its whole message, and whether it is refused."""
        for problem in self.problems:
            yield problem, f"{problem.message} {problem.hint}".rstrip(), True
        for notice in self.notices:
            yield notice, notice.message, False

    def _command(self, one: Problem | Notice, message: str, refused: bool) -> str:
        place = one.place
        spot = f",line={place.line},col={place.column}" if place.line else ""
        head = f"{'error' if refused else 'notice'} file={_property(self._path(place))}{spot}"
        return f"::{head},title={_property(one.code)}::{_data(_named(place, message))}"

    def _result(self, one: Problem | Notice, message: str, refused: bool) -> dict[str, Any]:
        where: dict[str, Any] = {"artifactLocation": {"uri": quote(self._path(one.place))}}
        if one.place.line:
            where["region"] = {"startLine": one.place.line, "startColumn": max(one.place.column, 1)}
        return {
            "ruleId": one.code,
            "level": "error" if refused else "note",
            "message": {"text": _named(one.place, message)},
            "locations": [{"physicalLocation": where}],
        }

    def _path(self, place: Place) -> str:
        """Return the path of a place's file from here, where it is found; else its name as shown."""
        here = Path.cwd()
        for folder in self.folders:
            file = (folder / place.file).resolve()
            if file.is_file() and file.is_relative_to(here):
                return file.relative_to(here).as_posix()
        return place.file


def _facts(one: Problem | Notice) -> dict[str, object]:
    place = one.place
    return {
        "file": place.file,
        "line": place.line or None,
        "column": place.column or None,
        "feature": place.item or None,
        "code": one.code,
        "message": one.message,
    }


def _named(place: Place, message: str) -> str:
    """Return a message with the feature of a layer that it is about."""
    return f"{place.item}: {message}" if place.item else message


def _data(text: str) -> str:
    """Return ``text`` with the signs escaped that end a workflow command."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
