import errno
import os

import pytest

from localvip.problem import OutputRefused
from localvip.report import write
from localvip.report.write import NAMES, probe_folder, write_report


def listing(folder):
    return sorted(path.name for path in folder.iterdir())


def test_a_new_folder_gets_every_file_and_nothing_else(report, tmp_path):
    paths = write_report(report, tmp_path / "deep" / "out")
    assert [path.name for path in paths] == list(NAMES) == listing(tmp_path / "deep" / "out")
    assert listing(tmp_path / "deep") == ["out"]


def test_the_same_report_gives_the_same_bytes(report, tmp_path):
    one, two = (write_report(report, tmp_path / name) for name in ("one", "two"))
    assert [path.read_bytes() for path in one] == [path.read_bytes() for path in two]
    assert not [path for path in one if str(tmp_path).encode() in path.read_bytes()]


def test_files_that_are_there_are_kept_unless_forced(report, tmp_path):
    (tmp_path / "areas.csv").write_text("mine")
    (tmp_path / "notes.txt").write_text("mine too")
    with pytest.raises(OutputRefused, match=r"already holds areas\.csv\. .*--force"):
        write_report(report, tmp_path)
    assert listing(tmp_path) == ["areas.csv", "notes.txt"]
    write_report(report, tmp_path, force=True)
    assert listing(tmp_path) == sorted([*NAMES, "notes.txt"])
    assert (tmp_path / "areas.csv").read_text() != "mine" and (
        tmp_path / "notes.txt"
    ).read_text() == "mine too"


def test_a_link_that_points_nowhere_counts_as_a_file(tmp_path):
    (tmp_path / "report.html").symlink_to(tmp_path / "nowhere")
    with pytest.raises(OutputRefused, match=r"report\.html"):
        probe_folder(tmp_path)


def test_a_file_in_place_of_the_folder_is_refused(tmp_path):
    (tmp_path / "out").write_text("")
    with pytest.raises(OutputRefused, match="is a file"):
        probe_folder(tmp_path / "out")
    with pytest.raises(OutputRefused, match="nothing can be written"):
        probe_folder(tmp_path / "out" / "below")


@pytest.mark.skipif(os.geteuid() == 0, reason="root writes anywhere")
def test_a_folder_without_the_right_to_write_is_refused(tmp_path):
    tmp_path.chmod(0o500)
    with pytest.raises(OutputRefused, match="nothing can be written"):
        probe_folder(tmp_path / "out")


def test_a_full_disk_leaves_the_old_files_and_no_half_ones(report, tmp_path, monkeypatch):
    (tmp_path / "areas.csv").write_text("old")

    def full(_path):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(write, "_flush", full)
    with pytest.raises(OutputRefused, match="No space left on device"):
        write_report(report, tmp_path, force=True)
    assert listing(tmp_path) == ["areas.csv"] and (tmp_path / "areas.csv").read_text() == "old"
    with pytest.raises(OutputRefused, match="No space left"):
        write_report(report, tmp_path / "new")
    assert listing(tmp_path) == ["areas.csv"]


def test_a_disk_without_links_will_do(report, tmp_path, monkeypatch):
    def unsupported(_draft, _final):
        raise OSError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(os, "link", unsupported)
    write_report(report, tmp_path)
    assert listing(tmp_path) == sorted(NAMES)


def test_of_two_runs_at_once_the_first_wins_whole(report, tmp_path, monkeypatch):
    def late(_path):
        (tmp_path / "limits.csv").write_text("the other run")

    monkeypatch.setattr(write, "_flush", late)
    with pytest.raises(OutputRefused):
        write_report(report, tmp_path)
    assert listing(tmp_path) == ["limits.csv"] and (tmp_path / "limits.csv").read_text() == "the other run"
