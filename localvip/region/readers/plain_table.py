"""A layer of a GeoPackage looked at as a table, before and after GDAL reads it: it makes something of anything.

A view and a computed column are programs of whoever wrote the file: they may run for ever, or fill memory. SQLite keeps
a text in a column of numbers, of which GDAL reads the digits it begins with. Bytes that are no shape it passes over.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

from localvip.region.readers.fault import LayerError, first_line

WHOLE = frozenset({"BOOLEAN", "TINYINT", "SMALLINT", "MEDIUMINT", "INT", "INTEGER"})
BROKEN = frozenset({"FLOAT", "DOUBLE", "REAL"})
Rows = list[tuple[object, ...]]


def database_of(path: Path) -> closing[sqlite3.Connection]:
    """Return what opens a file as a database, reading only."""
    return closing(sqlite3.connect(f"file:{quote(str(path))}?mode=ro&immutable=1", uri=True))


def check_table(path: Path, layer: str) -> None:
    """Raise ``LayerError`` for a layer that is no plain table, and for what is no number in a column of numbers."""
    kind = "SELECT 1 FROM sqlite_master WHERE name = ? COLLATE NOCASE AND type = 'table'"
    hint = "Save it as a table of its own."
    if not _asked(path, kind, layer):
        raise LayerError(f"layer {layer!r} of {path.name!r} is a view.", hint)
    columns = _asked(path, "SELECT name, upper(type), hidden FROM pragma_table_xinfo(?)", layer)
    for name, _, hidden in columns:
        if hidden:
            raise LayerError(f"column {name!r} of {path.name!r} is computed.", hint)
    _check_numbers(path, layer, {str(name): str(kind) for name, kind, _ in columns if kind in WHOLE | BROKEN})


def _check_numbers(path: Path, layer: str, numbers: dict[str, str]) -> None:
    """Refuse a text, or part of a whole, in a column of ``numbers``, in one pass over the table."""
    fits = {
        name: "'integer', 'null'" + (", 'real'" if kind in BROKEN else "") for name, kind in numbers.items()
    }
    asked = [f"max(typeof({_quoted(name)}) NOT IN ({kinds}))" for name, kinds in fits.items()]
    found = _asked(path, f"SELECT {', '.join(asked)} FROM {_quoted(layer)}") if asked else []  # noqa: S608 (quoted)
    for name, wrong in zip(numbers, *found, strict=False):
        if wrong:
            message = (
                f"column {name!r} of {path.name!r} holds other than numbers of the type {numbers[name]}."
            )
            raise LayerError(message, "Store numbers as numbers, or name the column another type.")


def check_shapes(path: Path, layer: str, missing: int) -> None:
    """Raise ``LayerError`` where more shapes are ``missing`` than features have none."""
    if not missing:
        return
    (column,) = _asked(path, "SELECT column_name FROM gpkg_geometry_columns WHERE table_name = ?", layer)[0]
    where = f"FROM {_quoted(layer)} WHERE {_quoted(str(column))} IS NULL"
    ((empty,),) = _asked(path, f"SELECT count(*) {where}")
    if missing != empty:
        raise LayerError(
            f"layer {layer!r} holds {missing - int(str(empty))} shapes that are none.", "Export it again."
        )


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _asked(path: Path, question: str, *words: str) -> Rows:
    """Return the rows that answer a question to the file as a database."""
    try:
        with database_of(path) as database:
            return database.execute(question, words).fetchall()
    except sqlite3.Error as error:
        raise LayerError(f"{path.name!r} is a damaged GeoPackage.", first_line(error)) from None
