import pytest
from click.testing import CliRunner

from localvip.cli import main
from localvip.problem import Refused
from localvip.region import paths
from localvip.region.allowance import Allowance, allowance, allowing, size_of
from localvip.region.loading.load import read_region
from localvip.region.paths import PathError, inside


def test_nothing_is_allowed_beyond_a_block():
    with allowing(Allowance(repair=True)):
        assert allowance().repair
        with allowing(Allowance(most_bytes=7)):
            assert allowance() == Allowance(7, repair=False)
    assert allowance() == Allowance(0, repair=False)


@pytest.mark.parametrize(("text", "number"), [("512MiB", 2**29), ("2 GiB", 2**31)])
def test_a_size(text, number):
    assert size_of(text) == number


@pytest.mark.parametrize("text", ["2", "0MiB", "2GB", "-1GiB", "1.5GiB", "9999999GiB", ""])
def test_what_is_no_size(text):
    with pytest.raises(ValueError, match=r"is no size\. Write 512MiB or 2GiB\."):
        size_of(text)
    assert CliRunner().invoke(main, ["--max-size", text, "schema"]).exit_code == 2


@pytest.mark.parametrize("size", ["512MiB", "1GiB", "1025MiB", "90000GiB"])
def test_the_options_say_what_is_allowed(size):
    assert Allowance().options() == ""
    assert Allowance(size_of(size)).options() == f" --max-size {size}"
    assert Allowance(size_of(size), repair=True).options() == f" --max-size {size} --repair"
    assert Allowance(2**20 + 1, repair=False).options() == " --max-size 2MiB"


def test_a_larger_file_is_read_where_that_is_allowed(tmp_path, monkeypatch):
    monkeypatch.setattr(paths, "MAX_BYTES", 3)
    (tmp_path / "a.csv").write_text("1234")
    with pytest.raises(PathError) as refused:
        inside(tmp_path, "a.csv")
    assert "--max-size" in refused.value.hint
    with allowing(Allowance(most_bytes=4)):
        assert inside(tmp_path, "a.csv").name == "a.csv"
    with allowing(Allowance(most_bytes=2)), pytest.raises(PathError):
        inside(tmp_path, "a.csv")


def test_the_command_line_allows_it_to_its_command(tmp_path, monkeypatch):
    seen = []
    monkeypatch.setattr(
        "localvip.region.importing.proposal.inspect_file", lambda *_: seen.append(allowance()) or ""
    )
    for options in (["--repair", "--max-size", "1GiB"], []):
        assert CliRunner().invoke(main, [*options, "region", "inspect", "a.csv"]).exit_code == 0
    assert seen == [Allowance(2**30, repair=True), Allowance()]


def test_a_long_polygon_is_mended_where_that_is_allowed(bad_region):
    folder = bad_region("scribble")
    with pytest.raises(
        Refused, match="It has over 1,000 corners: mend it in a GIS, or run localvip --repair"
    ):
        read_region(folder)
    with allowing(Allowance(repair=True)):
        region = read_region(folder)
    assert "mended" in {one.code for one in region.notices}
    assert region.counts["residents"].sum() == 1_430_000_000
