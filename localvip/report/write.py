"""Reports on disk: every file whole and in its place, or none of them."""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from localvip.problem import OutputRefused, visible
from localvip.report.model import CapacityReport

if TYPE_CHECKING:
    from localvip.report.page import Dress

NAMES = (
    "admission.csv",
    "areas.csv",
    "areas.gpkg",
    "areas.parquet",
    "jurisdictions.csv",
    "ledger.csv",
    "limits.csv",
    "limits.parquet",
    "provisions.csv",
    "report.html",
    "report.json",
    "years.csv",
)
Fill = Callable[[Path], None]


def write_report(
    report: CapacityReport, folder: Path, force: bool = False, dress: Dress | None = None
) -> tuple[Path, ...]:
    """Write the page, the tables and the shapes of ``report`` to ``folder`` and return their paths.

    See ``publish``. The same report in the same ``dress`` gives the same bytes.
    """
    return publish(folder, NAMES, lambda draft: _fill(report, draft, dress), force)


def publish(folder: Path, names: tuple[str, ...], fill: Fill, force: bool = False) -> tuple[Path, ...]:
    """Let ``fill`` make the files ``names`` in a temporary folder, then move them to ``folder``; return their paths.

    All files are flushed to disk, then renamed; a file that is there already is replaced only with ``force``.
    Raises ``OutputRefused`` where the folder can't be made or written, or holds a file that is kept; nothing is
    left half-written then.
    """
    probe_folder(folder, force, names)
    try:
        return _publish(folder, names, fill, force)
    except OSError as error:
        raise OutputRefused(
            f"{_named(folder)}: the report could not be written: {error.strerror or error}"
        ) from error


def probe_folder(folder: Path, force: bool = False, names: tuple[str, ...] = NAMES) -> None:
    """Raise ``OutputRefused`` where the files ``names`` could not be written to ``folder``; change nothing."""
    if folder.exists() and not folder.is_dir():
        raise OutputRefused(f"{_named(folder)} is a file. Name a folder.")
    standing = [name for name in names if os.path.lexists(folder / name)]
    if standing and not force:
        raise OutputRefused(
            f"{_named(folder)} already holds {', '.join(standing)}. "
            "Name another folder, or replace them with --force."
        )
    nearest = next(parent for parent in (folder, *folder.absolute().parents) if parent.exists())
    if not nearest.is_dir() or not os.access(nearest, os.W_OK | os.X_OK):
        raise OutputRefused(f"{_named(folder)}: nothing can be written in {_named(nearest)}.")


def _fill(report: CapacityReport, draft: Path, dress: Dress | None) -> None:
    # Geodata and templates are heavy: a refused folder should not wait for them.
    from localvip.report.capacity_page import render_capacity
    from localvip.report.download import (
        LimitRows,
        area_shapes,
        capacity_tables,
        json_tables,
        write_csv,
        write_geopackage,
        write_geoparquet,
        write_limits,
    )
    from localvip.report.page import BARE

    (draft / "report.html").write_text(render_capacity(report, dress or BARE), encoding="utf-8", newline="")
    tables = capacity_tables(report)
    for name, table in tables.items():
        write_csv(table, draft / f"{name}.csv")
    write_limits(LimitRows(report.areas), draft / "limits.parquet")
    del tables["limits"]  # as JSON they weigh a gigabyte for a nation
    (draft / "report.json").write_bytes(json_tables(tables))
    shapes = area_shapes(report)
    write_geopackage(shapes, draft / "areas.gpkg")
    write_geoparquet(shapes, draft / "areas.parquet")


def _publish(folder: Path, names: tuple[str, ...], fill: Fill, force: bool) -> tuple[Path, ...]:
    """Fill a draft on the disk of ``folder``, then move it: a new folder at once, files one by one."""
    new = not folder.exists()
    home = folder.parent if new else folder
    home.mkdir(parents=True, exist_ok=True)
    draft = home / f".localvip-{secrets.token_hex(6)}.part"
    draft.mkdir()
    try:
        fill(draft)
        for name in names:
            _flush(draft / name)
        if new:
            draft.rename(folder)
        else:
            _move(draft, folder, names, force)
        _flush_folder(folder)
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    return tuple(folder / name for name in names)


def _move(draft: Path, folder: Path, names: tuple[str, ...], force: bool) -> None:
    if force:
        for name in names:
            (draft / name).replace(folder / name)
        return
    moved: list[Path] = []
    try:
        for name in names:
            _claim(draft / name, folder / name)
            moved.append(folder / name)
    except OSError:
        for path in moved:
            path.unlink(missing_ok=True)
        raise


def _claim(draft: Path, final: Path) -> None:
    """Move a file to a name that must be free: another run may have taken it since the probe."""
    try:
        os.link(draft, final)
    except FileExistsError:
        raise
    except OSError:
        if os.path.lexists(final):
            raise
        draft.rename(final)  # a disk without links, such as a memory stick


def _flush(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def _flush_folder(path: Path) -> None:
    if os.name == "posix":  # elsewhere a folder can't be opened
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _named(path: Path) -> str:
    return visible(str(path))
