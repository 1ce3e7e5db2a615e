"""Read a table of a PostGIS database that the environment names, by SQLAlchemy and psycopg.

Where the server is and who connects never stands in a region file: libpq reads it from ``PGSERVICE`` (a
service file) or ``PGHOST``, ``PGPORT``, ``PGDATABASE``, ``PGUSER``, ``PGPASSWORD`` (or a password file). No
other network is ever used.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import pandas as pd
import shapely
from pyproj import CRS
from pyproj.exceptions import CRSError

from localvip.problem import did_you_mean, listed
from localvip.region.readers.fault import LayerError, first_line

if TYPE_CHECKING:
    from sqlalchemy import Select
    from sqlalchemy.engine import Connection

NAMING = ("PGSERVICE", "PGHOST", "PGHOSTADDR", "PGDATABASE")
MOST_ROWS = 20_000_000
SECONDS_TO_CONNECT = 10
SHAPES = """
select f_geometry_column, srid, auth_name || ':' || auth_srid as code from geometry_columns
left join spatial_ref_sys using (srid) where f_table_schema = :schema and f_table_name = :table
"""
TABLES = "select f_table_schema || '.' || f_table_name from geometry_columns"


@dataclass(frozen=True)
class Table:
    """A table that may be read: its columns but the one of shapes, and the rows in the order of one of them."""

    columns: tuple[str, ...]
    crs: CRS
    rows: int
    select: Select[Any]


def read_table(name: str, order: str) -> tuple[gpd.GeoDataFrame, str]:
    """Return the rows of ``name`` (``schema.table``) sorted by the column ``order``, and a SHA-256 of them.

    Raises ``LayerError`` as ``connected`` and ``table_of`` do, and for curves.
    """
    with connected(name) as connection:
        table = table_of(connection, name, order)
        rows = connection.execute(table.select).all()
    known = pd.DataFrame(
        [row[:-1] for row in rows], columns=list(table.columns), dtype=object
    ).infer_objects()
    try:
        shapes = shapely.from_wkb([None if row[-1] is None else bytes(row[-1]) for row in rows])
    except NotImplementedError:
        raise LayerError(f"{name!r} holds curves.", "Convert them first, by ST_CurveToLine.") from None
    frame = gpd.GeoDataFrame(known, geometry=shapes, crs=table.crs)
    return frame, _digest(frame)


@contextmanager
def connected(name: str) -> Iterator[Connection]:
    """Connect to the database that holds the table ``name``, in one read-only transaction.

    Raises ``LayerError`` where localvip[postgis] is not installed, the environment names no database, and it can't be
    reached or refuses.
    """
    try:
        import psycopg  # noqa: F401 (SQLAlchemy would only say so on connecting)
        import sqlalchemy
    except ImportError:
        raise LayerError("reading a table needs localvip[postgis].", "Install that extra.") from None
    if not any(os.environ.get(one) for one in NAMING):
        hint = "Set PGSERVICE, or PGHOST, PGDATABASE, PGUSER and PGPASSWORD, in the environment."
        raise LayerError(f"nothing says which database holds {name!r}.", hint)
    wait = {"connect_timeout": SECONDS_TO_CONNECT}
    engine = sqlalchemy.create_engine("postgresql+psycopg://", connect_args=wait)
    try:
        with engine.connect().execution_options(postgresql_readonly=True) as connection:
            yield connection
    except sqlalchemy.exc.SQLAlchemyError as error:
        said = first_line(getattr(error, "orig", None) or error)
        raise LayerError(f"the database doesn't give {name!r}.", said) from None
    finally:
        engine.dispose()


def table_of(connection: Connection, name: str, order: str) -> Table:
    """Return what ``name`` (``schema.table``) holds.

    Raises ``LayerError`` where the table isn't there, has no column of shapes or several, no CRS, or over 20 million
    rows.
    """
    from sqlalchemy import column, func, select, table, text

    schema, _, stem = name.partition(".")
    shape, crs = _shape_column(connection, name)
    source = table(stem, schema=schema)
    count = connection.execute(select(func.count()).select_from(source)).scalar_one()
    if count > MOST_ROWS:
        raise LayerError(f"{name!r} has {count:,} rows; at most {MOST_ROWS:,} are read.")
    head = connection.execute(select(text("*")).select_from(source).limit(0)).keys()
    others = tuple(one for one in head if one != shape)
    if "geometry" in others:
        raise LayerError(f"{name!r} has a column 'geometry' that isn't its shapes.", "Rename it.")
    wanted = [*(column(one) for one in others), func.st_asbinary(column(shape))]
    first = order if order in others else shape
    return Table(others, crs, count, select(*wanted).select_from(source).order_by(column(first)))


def _shape_column(connection: Connection, name: str) -> tuple[str, CRS]:
    """Return the column of shapes of a table, and its CRS."""
    from sqlalchemy import text

    schema, _, table = name.partition(".")
    found = connection.execute(text(SHAPES), {"schema": schema, "table": table}).all()
    if not found:
        tables = [str(one) for one in connection.execute(text(TABLES)).scalars()]
        hint = did_you_mean(name, tables) or (f"Tables with shapes: {listed(tables)}." if tables else "")
        raise LayerError(f"there is no table {name!r} with shapes that this user may read.", hint)
    if len(found) > 1:
        columns = listed(str(row[0]) for row in found)
        raise LayerError(f"{name!r} has several columns of shapes: {columns}.", "Make a view with one.")
    column, srid, code = found[0]
    try:
        return str(column), CRS.from_user_input(code)
    except CRSError:
        hint = f"Its SRID is {srid}: set it with UpdateGeometrySRID."
        raise LayerError(f"{name!r} has no CRS that is known.", hint) from None


def _digest(frame: gpd.GeoDataFrame) -> str:
    """Return a SHA-256 of the columns, the values as text and the shapes, in the rows' order."""
    known = frame.drop(columns=frame.geometry.name)
    text = known.assign(wkb=frame.geometry.to_wkb(hex=True)).to_csv(index=False, lineterminator="\n")
    return hashlib.sha256(f"{frame.crs}\n{text}".encode()).hexdigest()
