"""Paths that stay in their folder: a region file comes from a stranger."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

from localvip.problem import listed
from localvip.region.allowance import allowance

MAX_BYTES = 256 * 1024 * 1024
MOST_STREAMED = 16 * 1024**3  # of points, of which one part at a time is in memory
LARGER = "Split it, drop columns, or allow more by localvip --max-size 1GiB."


class PathError(ValueError):
    """A file name that can't be opened safely; ``message`` and ``hint`` say why in plain words."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


def inside(folder: Path, name: str, most: int | None = None) -> Path:
    """Return the regular file ``name`` below ``folder``.

    Raises ``PathError`` for an absolute or climbing path, an address, a driver prefix, a link that leads out
    of the folder, anything that is no regular file, and a file over ``most`` bytes (left out: 256 MiB)
    or what is allowed.
    """
    hint = "Name a file in the region's folder, such as tracts.parquet."
    if not name or "\x00" in name or ":" in name or "\\" in name:
        raise PathError(f"{name!r} is not a plain file name.", hint)
    relative = PurePosixPath(name)
    if relative.is_absolute() or ".." in relative.parts or name.startswith("~"):
        raise PathError(f"{name!r} leads out of the region's folder.", hint)
    try:
        root = folder.resolve(strict=True)
        found = (root / relative).resolve(strict=True)
    except (OSError, RuntimeError):  # RuntimeError: a link that leads to itself, before Python 3.13
        raise PathError(f"there is no file {name!r}.", _files_there(folder)) from None
    if not found.is_relative_to(root):
        raise PathError(f"{name!r} is a link that leads out of the region's folder.", hint)
    if not found.is_file():
        raise PathError(f"{name!r} is not a regular file.", hint)
    largest = most_bytes(most)
    if found.stat().st_size > largest:
        raise PathError(f"{name!r} is larger than {largest // 2**20:,} MiB.", LARGER)
    return found


def most_bytes(usual: int | None = None) -> int:
    """Return the size of the largest file that is read: the ``usual`` one (left out: 256 MiB), or what is allowed."""
    return max(MAX_BYTES if usual is None else usual, allowance().most_bytes)


def _files_there(folder: Path) -> str:
    names = [entry.name for entry in folder.iterdir() if entry.is_file()] if folder.is_dir() else []
    return f"The folder holds: {listed(names)}." if names else ""
