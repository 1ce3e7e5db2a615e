from dataclasses import replace

import pytest
import shapely

from localvip.problem import Refused
from localvip.region import cells as cells_module
from localvip.region.cells import make_cells
from localvip.region.loading.load import read_region
from localvip.region.memory import KEPT, Memory
from localvip.region.overlay import Cut


def test_what_is_made_is_kept_and_the_longest_unused_goes():
    memory, made = Memory(), []

    def ask(key):
        return memory.recall(key, lambda: made.append(key) or key)

    keys = list(range(KEPT))
    assert [ask(key) for key in (*keys, 0)] == [*keys, 0] and made == keys
    ask("new")  # in place of 1: 0 was asked for again
    ask(0)
    ask(1)
    assert made == [*keys, "new", 1]


def test_what_could_not_be_made_is_tried_again():
    memory = Memory()
    with pytest.raises(ZeroDivisionError):
        memory.recall("key", lambda: 1 / 0)
    assert memory.recall("key", lambda: 7) == 7


@pytest.fixture
def region(folder):
    return read_region(folder.write())


def cut(region, name="ring", metres=700):
    return Cut(name, shapely.centroid(shapely.union_all(region.areas.geometry.to_numpy())).buffer(metres))


def test_cells_of_equal_cuts_are_made_once(region):
    first = make_cells(region, [cut(region)])
    assert make_cells(region, [cut(region)]) is first
    for other in ([], [cut(region, "disc")], [cut(region, metres=701)], [replace(cut(region), shape=None)]):
        assert make_cells(region, other) is not first
    assert make_cells(region, [cut(region)]) is not first  # too many others since
    assert make_cells(region, [cut(region)]).table.equals(first.table)


def test_which_areas_a_cut_holds_is_part_of_it(region):
    some = region.areas.index.to_numpy() == "a"
    assert make_cells(region, [Cut("x", areas=some)]) is make_cells(region, [Cut("x", areas=some.copy())])
    assert make_cells(region, [Cut("x", areas=some)]) is not make_cells(region, [Cut("x", areas=~some)])
    assert make_cells(region, [Cut("x", areas=some)]) is not make_cells(region, [Cut("x")])


def test_other_cuts_divide_by_towns_and_wards_no_more_than_once(region, monkeypatch):
    make_cells(region)
    monkeypatch.setattr(cells_module, "divide_by_layer", lambda *_: pytest.fail("divided again"))
    assert make_cells(region, [cut(region)]).table["ring"].any()


def test_a_region_that_replaces_another_remembers_nothing_of_it(region):
    first = make_cells(region)
    other = replace(region, counts=region.counts * 2)
    assert make_cells(other).table["residents"].sum() == first.table["residents"].sum() * 2


def test_what_is_refused_is_refused_again(folder, square):
    folder.towns.loc[1, "geometry"] = square(900, 0, 2000, 2000)
    region = read_region(folder.write())
    for _ in range(2):
        with pytest.raises(Refused, match="claim the same land"):
            make_cells(region)
