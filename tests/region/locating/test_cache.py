"""What is kept comes back as it was, or not at all."""

import os
import sys

import numpy as np
import pytest

from localvip.region.locating import cache
from localvip.region.locating.cache import key_of, load, save, users_folder

KEY = key_of("things", b"1")
THINGS = {"one": np.arange(5), "two": np.array([[0.5, np.nan]])}
posix = pytest.mark.skipif(sys.platform == "win32", reason="who may write is told otherwise there")


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "kept"


def equal(found):
    assert found.keys() == THINGS.keys()
    for name, array in THINGS.items():
        assert found[name].dtype == array.dtype
        np.testing.assert_array_equal(found[name], array)
    return True


def test_what_is_saved_is_loaded_and_nothing_else(folder):
    assert load(folder, KEY) is None
    save(folder, KEY, THINGS)
    assert equal(load(folder, KEY))
    assert load(folder, key_of("things", b"2")) is None
    assert [path.name for path in folder.iterdir()] == [KEY + ".arrays"]


def test_without_a_folder_nothing_is_kept():
    save(None, KEY, THINGS)
    assert load(None, KEY) is None


def test_a_damaged_file_is_as_none_whatever_byte_is_wrong(folder, monkeypatch):
    monkeypatch.setattr(cache, "PART", 64)
    save(folder, KEY, THINGS)
    path = folder / (KEY + ".arrays")
    whole = path.read_bytes()
    for place in range(0, len(whole), 13):
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 0x55]) + whole[place + 1 :])
        assert load(folder, KEY) is None
        path.write_bytes(whole[:place])
        assert load(folder, KEY) is None


def test_a_file_of_another_key_is_not_taken(folder):
    save(folder, KEY, THINGS)
    other = key_of("others")
    (folder / (KEY + ".arrays")).rename(folder / (other + ".arrays"))
    assert load(folder, other) is None


def test_objects_are_never_kept_as_they_would_be_code(folder):
    with pytest.raises(ValueError, match="allow_pickle=False"):
        save(folder, KEY, {"one": np.array([{}], dtype=object)})
    assert list(folder.iterdir()) == []


@posix
def test_a_folder_that_others_may_write_is_not_used(folder):
    save(folder, KEY, THINGS)
    folder.chmod(0o777)
    assert load(folder, KEY) is None
    save(folder, key_of("new"), THINGS)
    assert len(list(folder.iterdir())) == 1


@posix
def test_a_folder_of_someone_else_is_not_used(folder, monkeypatch):
    save(folder, KEY, THINGS)
    monkeypatch.setattr(os, "getuid", lambda: folder.stat().st_uid + 1)
    assert load(folder, KEY) is None


def test_where_nothing_can_be_written_nothing_is_and_no_one_minds(folder, monkeypatch):
    folder.write_text("a file")
    save(folder, KEY, THINGS)
    folder.unlink()

    def full(*args, **arrays):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(np, "save", full)
    save(folder, KEY, THINGS)
    assert list(folder.iterdir()) == []


def test_what_was_unused_longest_makes_room(folder, monkeypatch):
    keys = [key_of("things", bytes([number])) for number in range(3)]
    for age, key in zip((30, 20, 10), keys, strict=True):
        save(folder, key, THINGS)
        os.utime(folder / (key + ".arrays"), (1e9 - age, 1e9 - age))
    assert load(folder, keys[0]) is not None
    size = (folder / (keys[0] + ".arrays")).stat().st_size
    monkeypatch.setattr(cache, "MOST_BYTES", 3 * size)
    save(folder, KEY, THINGS)
    assert [load(folder, key) is not None for key in (*keys, KEY)] == [True, False, True, True]


def test_a_key_tells_kinds_bounds_types_and_shapes_apart():
    parts = [(b"ab", b"c"), (b"a", b"bc"), (b"abc",), (np.arange(4),), (np.arange(4.0),)]
    parts += [(np.arange(4).reshape(2, 2),), (np.arange(2), np.arange(2, 4)), ()]
    keys = {key_of(kind, *some) for kind in ("one", "two") for some in parts}
    assert len(keys) == 2 * len(parts)
    assert key_of("one", np.arange(8)[::2]) == key_of("one", np.array([0, 2, 4, 6]))


def test_a_key_tells_the_layout_of_files(monkeypatch):
    here = key_of("one", b"1")
    monkeypatch.setattr(cache, "LAYOUT", b"another")
    assert key_of("one", b"1") != here


def test_arrays_of_all_shapes_and_orders_come_back_one_after_another(folder):
    arrays = {
        "flags": np.array([True, False, True]),
        "none": np.zeros((0, 4)),
        "number": np.array(7),
        "columns first": np.asfortranarray(np.arange(6.0).reshape(2, 3)),
        "words": np.array(["a", "\u00e9\u00e9"]),
        "last": np.arange(5, dtype=np.int32),
    }
    save(folder, KEY, arrays)
    found = load(folder, KEY)
    assert list(found) == list(arrays)
    for name, array in arrays.items():
        assert found[name].dtype == array.dtype and found[name].flags.aligned
        np.testing.assert_array_equal(found[name], array)


def test_a_key_tells_every_part_of_a_long_array(monkeypatch):
    monkeypatch.setattr(cache, "PART", 64)
    long = np.arange(100)
    keys = {key_of("one", long)}
    for place in range(len(long)):
        other = long.copy()
        other[place] += 1
        keys.add(key_of("one", other))
    assert len(keys) == 1 + len(long)


def test_the_folder_is_the_one_named_or_the_systems(monkeypatch, tmp_path):
    monkeypatch.setenv("LOCALVIP_CACHE", str(tmp_path))
    assert users_folder() == tmp_path
    monkeypatch.setenv("LOCALVIP_CACHE", "")
    assert users_folder() is None
    monkeypatch.delenv("LOCALVIP_CACHE")
    for name in ("XDG_CACHE_HOME", "LOCALAPPDATA"):
        monkeypatch.setenv(name, str(tmp_path))
    monkeypatch.setenv("HOME", str(tmp_path))
    for system in ("linux", "win32", "darwin"):
        monkeypatch.setattr(sys, "platform", system)
        assert users_folder().name == "localvip"
        assert users_folder().is_relative_to(tmp_path)
