"""The gallery in reports/ is what the code makes; CI checks all of it, this test one page of each kind's maker."""

import importlib.util
import sys
from pathlib import Path

import pytest

import localvip

ROOT = Path(localvip.__file__).parents[1]


@pytest.fixture(scope="module")
def gallery():
    spec = importlib.util.spec_from_file_location("gallery_maker", ROOT / "reports" / "make.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # dataclasses look their module up
    spec.loader.exec_module(module)
    return module


def test_a_page_made_anew_is_the_one_that_is_kept(gallery, monkeypatch):
    monkeypatch.chdir(ROOT)
    example = next(one for one in gallery.EXAMPLES if one.name == "akron-2028-or-2030")
    (name, page), _ = gallery.pages((example,))
    assert gallery.same(page, (ROOT / "reports" / name).read_bytes()), "run: make reports"
    assert b"has no effect anywhere in this region" in page


def test_the_list_names_every_page_that_is_kept(gallery):
    kept = {path.name for path in (ROOT / "reports").glob("*.html")}
    assert kept == {f"{one.name}.html" for one in gallery.EXAMPLES} | {"index.html"}
    assert (ROOT / "reports" / "index.html").read_text(encoding="utf-8") == gallery.index(gallery.EXAMPLES)


def test_only_versions_of_libraries_may_differ(gallery):
    assert gallery.same(b"numpy 2.4.6, shapely 2.2.0", b"numpy 2.5.5, shapely 2.2.1")
    assert not gallery.same(b"6,708 visas", b"6,709 visas")


def test_the_gallery_stays_small():
    assert sum(path.stat().st_size for path in (ROOT / "reports").iterdir() if path.is_file()) < 12_000_000
