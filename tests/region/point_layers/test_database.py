"""Points of a real PostGIS table, fetched some rows at a time: what a frame of them gives."""

import numpy as np
import pytest
from pyproj import CRS

from localvip.problem import Problems, Refused
from localvip.region.loading.load import read_region
from localvip.region.point_layers import database
from localvip.region.point_layers.database import table_stream
from localvip.region.readers.fault import LayerError

HOMES = """
create table town."Homes" (sid text, age smallint, rent numeric(8, 2), since date, seen timestamptz, own boolean,
  tags text[], code char(3), "Geom" geometry(Point, 4326));
insert into town."Homes" select 's' || n, nullif(20 + n, 23), n / 4.0, date '2020-01-01' + n, '2020-01-01 00:00+02',
  n > 3, array['a'], 'x', case when n <> 5 then ST_SetSRID(ST_MakePoint(n, 41), 4326) end from generate_series(1, 7) n;
"""

CHANGE = """update town."Homes" set "Geom" = ST_SetSRID('{}'::geometry, 4326)"""


@pytest.fixture
def homes(server, monkeypatch):
    monkeypatch.setattr(database, "AT_ONCE", 3)
    server(HOMES)
    return server


def stream(width=None):
    return table_stream("town.Homes", "postgis:town.Homes", "sid", width)


def column(points, name):
    return np.concatenate([batch[name] for batch in points.batches([name])]).tolist()


def test_every_column_and_point_in_batches(homes):
    points = stream()
    assert points.rows == 7 and points.crs == CRS(4326)
    assert points.columns == dict.fromkeys(("sid", "tags", "code"), "text") | dict.fromkeys(
        ("age", "rent", "own"), ""
    ) | dict.fromkeys(("since", "seen"), "date")
    assert len(list(points.places())) == 3
    assert column(points, "sid") == [f"s{n}" for n in range(1, 8)]
    assert np.isnan(column(points, "age")[2]) and column(points, "age")[3] == 24
    assert column(points, "rent") == [n / 4 for n in range(1, 8)] and column(points, "own")[2:4] == [0, 1]
    assert column(points, "since")[0] == np.datetime64("2020-01-02T00:00:00").item()
    assert column(points, "seen")[0] == np.datetime64("2019-12-31T22:00:00").item()
    checked = list(points.checked_places(Problems()))
    assert [one for ids, _ in checked for one in ids.to_pylist()] == column(points, "sid")
    x = [found.x for _, found in checked]
    assert np.concatenate(x)[[0, 6]].tolist() == [1, 7] and np.isnan(np.concatenate(x)[4])


def test_what_one_transaction_gave_stays_and_its_hash_is_of_all_values(homes, monkeypatch):
    points, digest = stream(), stream().content[0]
    homes("update town.\"Homes\" set age = 99 where sid = 's7'")
    assert column(points, "age")[6] == 27 and points.content[0] == digest != stream().content[0]
    homes("update town.\"Homes\" set age = 27 where sid = 's7'")
    monkeypatch.setattr(database, "AT_ONCE", 100)
    assert stream().content[0] == digest
    homes('update town."Homes" set "Geom" = ST_SetSRID(ST_MakePoint(1, 42), 4326) where sid = \'s7\'')
    assert stream().content[0] != digest


def test_ids_that_stand_twice_or_are_missing(homes):
    homes(
        "update town.\"Homes\" set sid = 's1' where sid = 's6'; update town.\"Homes\" set sid = null where sid = 's2'"
    )
    problems = Problems()
    for _ in stream().checked_places(problems):
        pass
    assert [str(one) for one in problems] == [
        "postgis:town.Homes#row 7: has no id in 'sid'.",
        "postgis:town.Homes#s1: stands twice, in rows 1 and 2. An id names one feature.",
    ]


def test_an_empty_table(homes):
    homes('delete from town."Homes"')
    assert stream().rows == 0 and not list(stream().places())


@pytest.mark.parametrize(
    ("shape", "words"),
    [
        ("CIRCULARSTRING(0 0, 1 1, 2 0)", "it holds curves, where points are needed"),
        ("LINESTRING(0 0, 1 1)", ""),
    ],
)
def test_shapes_that_are_no_points(homes, shape, words):
    homes('alter table town."Homes" alter "Geom" type geometry(Geometry, 4326)')
    homes(CHANGE.format(shape))
    if words:
        with pytest.raises(LayerError, match=words):
            list(stream().places())
        return
    assert [one.faults for one in stream().places()][-1] == [(0, "is a linestring, where a point is needed.")]


def test_a_column_of_ids_that_is_not_there(homes, folder):
    folder.manifest["sponsors"] = {"postgis": "town.Homes", "id": "SID"}
    with pytest.raises(Refused, match=r"postgis:town.Homes has no column 'SID'. Did you mean 'sid'?"):
        read_region(folder.write())
