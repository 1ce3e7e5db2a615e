import pytest

from localvip.region.readers.encoding import known_encoding, twice_encoded
from localvip.region.readers.fault import LayerError


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("UTF-8", "utf-8"),
        ("utf8\n", "utf-8"),
        ("65001", "utf-8"),
        ("1252", "cp1252"),
        ("ANSI 1252", "cp1252"),
        ("windows-1252", "cp1252"),
        ("ISO-8859-1", "iso8859-1"),
        ("88591", "iso8859-1"),
        ("latin-1", "iso8859-1"),
        ("OEM 850", "cp850"),
    ],
)
def test_names_that_people_and_shapefiles_give(name, meant):
    assert known_encoding(name) == meant


@pytest.mark.parametrize("name", ["", "utf-16", "rot13", "zlib", "1251", "\x00", "x" * 64, "../utf-8"])
def test_what_is_no_encoding_that_is_read(name):
    with pytest.raises(LayerError, match="is no encoding that is read"):
        known_encoding(name)


def test_text_that_was_encoded_twice():
    assert twice_encoded("Cité".encode().decode("latin-1"), "iso8859-1")
    assert not twice_encoded("Cité", "iso8859-1")
    assert not twice_encoded("Cité", "utf-8")
    assert not twice_encoded("City", "cp1252")
