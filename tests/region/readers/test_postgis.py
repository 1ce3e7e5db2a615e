"""Tables of a real PostGIS server, which .ci/postgis starts; the last tests need no server."""

import pytest
import shapely

from localvip.problem import Refused
from localvip.region.cells import make_cells
from localvip.region.loading.load import read_region
from localvip.region.readers import postgis
from localvip.region.readers.fault import LayerError

MAKE = """
create table town.areas (geoid text, pop integer, poor numeric(4, 3), seen timestamp, geom geometry(Polygon, 32617));
insert into town.areas values
  ('02', 400, 0.25, null, ST_MakeEnvelope(501000, 4500000, 502000, 4501000, 32617)),
  ('01', 1000, 0.1, '2020-01-01', ST_MakeEnvelope(500000, 4500000, 501000, 4501000, 32617));
create view town.seen as select geoid, geom from town.areas where seen is not null;
create table town.nowhere (geoid text, geom geometry(Polygon));
create table town.twice (geoid text, geom geometry(Polygon, 4326), centre geometry(Point, 4326));
create table town.homes (sid integer, geom geometry(Point, 4326));
insert into town.homes select n, ST_Transform(ST_SetSRID(ST_MakePoint(500500, 4500500), 32617), 4326)
  from generate_series(1, 3) n;
create table town.bare (geoid text);
create table town.empty (geoid text, geom geometry(Polygon, 4326));
"""
MANIFEST = """
localvip: 1
region: Two squares
crs: EPSG:32617
areas:
  postgis: town.areas
  id: geoid
  columns:
    residents: {columns}
    poverty_rate: {{column: poor, unit: share, of: residents}}
levels: {{county: {{constant: Square}}}}
sponsors: {{estimate: 40% of residents}}
"""


@pytest.fixture
def server(server):
    """Return a function that runs SQL on the server, on which the tables are made anew."""
    server(MAKE)
    return server


def refused(name="town.areas"):
    with pytest.raises(LayerError) as error:
        postgis.read_table(name, "geoid")
    return f"{error.value.message} {error.value.hint}"


def test_a_table_is_read_in_the_order_of_its_ids(server):
    frame, digest = postgis.read_table("town.areas", "geoid")
    assert frame["geoid"].tolist() == ["01", "02"] and frame["pop"].tolist() == [1000, 400]
    assert frame.crs.to_epsg() == 32617 and frame.geometry[0].equals(
        shapely.box(500000, 4500000, 501000, 4501000)
    )
    assert postgis.read_table("town.areas", "geoid")[1] == digest
    server("update town.areas set pop = 401 where geoid = '02'")
    assert postgis.read_table("town.areas", "geoid")[1] != digest


def test_views_and_empty_tables_are_read(server):
    assert postgis.read_table("town.seen", "geoid")[0]["geoid"].tolist() == ["01"]
    assert postgis.read_table("town.empty", "geoid")[0].empty


def test_a_region_of_a_table(server, tmp_path):
    (tmp_path / "region.yaml").write_text(MANIFEST.format(columns="pop"))
    region = read_region(tmp_path)
    assert region.counts["residents"].tolist() == [1_000_000_000, 400_000_000]
    assert region.areas["poverty_rate"].tolist() == [0.1, 0.25]
    source = region.sources[-1]
    assert (source.role, source.name, len(source.sha256)) == ("areas", "postgis:town.areas", 64)


def test_every_layer_may_be_a_table(server, tmp_path):
    text = MANIFEST.format(columns="pop").replace(
        "{estimate: 40% of residents}", "{postgis: town.homes, id: sid}"
    )
    text = text.replace("{county: {constant: Square}}", "{town: {postgis: town.areas, id: geoid}}")
    (tmp_path / "region.yaml").write_text(text)
    region = read_region(tmp_path)
    assert make_cells(region).table["sponsors"].tolist() == [3, 0]
    assert list(region.levels["town"].names()) == ["01", "02"]


def test_an_unknown_column_of_a_table(server, tmp_path):
    (tmp_path / "region.yaml").write_text(MANIFEST.format(columns="popp"))
    with pytest.raises(Refused, match="there is no column 'popp' in postgis:town"):
        read_region(tmp_path)


def test_a_database_is_never_written(server):
    server(
        "create function town.spoil() returns integer language sql as 'delete from town.areas returning 1'"
    )
    server("create view town.trap as select geoid, geom, town.spoil() as spoilt from town.areas")
    assert "cannot execute DELETE in a read-only transaction" in refused("town.trap")


@pytest.mark.parametrize(
    ("name", "words"),
    [
        (
            "town.area",
            "there is no table 'town.area' with shapes that this user may read. Did you mean 'town.areas'?",
        ),
        ("town.bare", "there is no table 'town.bare' with shapes"),
        ("town.nowhere", "'town.nowhere' has no CRS that is known. Its SRID is 0"),
        ("town.twice", "'town.twice' has several columns of shapes: centre, geom. Make a view with one."),
    ],
)
def test_what_is_no_layer(server, name, words):
    assert words in refused(name)


def test_too_many_rows(server, monkeypatch):
    monkeypatch.setattr(postgis, "MOST_ROWS", 1)
    assert "'town.areas' has 2 rows; at most 1 are read." in refused()


def test_a_wrong_password(server, monkeypatch):
    monkeypatch.setenv("PGPASSWORD", "not-the-secret")
    said = refused()
    assert "the database doesn't give 'town.areas'." in said and "password authentication failed" in said
    assert "not-the-secret" not in said


def test_a_table_that_may_not_be_read(server, monkeypatch):
    server("drop role if exists guest")
    server("create role guest login password 'guest'")
    monkeypatch.setenv("PGUSER", "guest")
    monkeypatch.setenv("PGPASSWORD", "guest")
    assert "permission denied" in refused() or "there is no table" in refused()


def test_a_server_that_is_not_there(monkeypatch):
    pytest.importorskip("psycopg")
    monkeypatch.setenv("PGHOST", "127.0.0.1")
    monkeypatch.setenv("PGPORT", "1")
    assert refused().startswith("the database doesn't give 'town.areas'. connection failed")


def test_an_environment_that_names_no_database(monkeypatch):
    for name in postgis.NAMING:
        monkeypatch.delenv(name, raising=False)
    assert refused().startswith("nothing says which database holds 'town.areas'. Set PGSERVICE, or PGHOST")


def test_without_the_extra(monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "psycopg", None)
    assert refused() == "reading a table needs localvip[postgis]. Install that extra."
