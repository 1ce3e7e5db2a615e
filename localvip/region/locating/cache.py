"""What took long to make, kept between runs in the user's own folder under a key of all that it was made of.

Never beside a region: who sends a region could send a forged answer along, and no one would see it. Nothing read from
here is code (no pickle). A file that is damaged, half written or of another key counts as not there, and where no
file can be written none is.
"""

from __future__ import annotations

import hashlib
import math
import os
import stat
import sys
import tempfile
from collections.abc import Callable, Mapping
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from localvip.region.several import several

Array = npt.NDArray[Any]
VARIABLE = "LOCALVIP_CACHE"
SUFFIX = ".arrays"
KEY = "key"
MOST_BYTES = 4 << 30
LAYOUT = b"arrays 2"  # another whenever files are written in another way
DIGEST = 32
ALIGNED = 64
HEAD = 1 << 12  # more than the head of an array
PART = 1 << 22


def users_folder() -> Path | None:
    """Return the folder that ``LOCALVIP_CACHE`` names, or the usual one of the system; ``None`` where it is empty."""
    named = os.environ.get(VARIABLE)
    if named is not None:
        return Path(named) if named else None
    try:
        home = Path.home()
    except RuntimeError:
        return None
    if sys.platform == "win32":
        usual = Path(os.environ.get("LOCALAPPDATA") or home / "AppData" / "Local")
    elif sys.platform == "darwin":
        usual = home / "Library" / "Caches"
    else:
        usual = Path(os.environ.get("XDG_CACHE_HOME") or home / ".cache")
    return usual / "localvip"


def key_of(kind: str, *parts: bytes | Array) -> str:
    """Return a key that differs where ``kind`` or any part does: SHA-256 of all, with types and shapes.

    What was written in another layout has other keys, so it is never read as if it were in this.
    """
    digest = hashlib.sha256(LAYOUT)
    for part in (kind.encode(), *parts):
        array = np.frombuffer(part, np.uint8) if isinstance(part, bytes) else np.ascontiguousarray(part)
        digest.update(f"{array.dtype.str}{array.shape};".encode())
        digest.update(_digest_of(array))
    return digest.hexdigest()


def load(folder: Path | None, key: str) -> dict[str, Array] | None:
    """Return the arrays kept under ``key``; ``None`` where there are none, or not safely."""
    if folder is None or not _own(folder):
        return None
    path = folder / (key + SUFFIX)
    try:
        found = _arrays(path)
    except OSError:
        return None
    if str(found.pop(KEY, "")) != key:
        return None
    with suppress(OSError):
        os.utime(path)  # used just now: the last to make room
    return found


def save(folder: Path | None, key: str, arrays: Mapping[str, Array]) -> None:
    """Keep ``arrays`` under ``key``, whole or not at all; the longest unused files make room."""
    if folder is None:
        return
    with suppress(OSError):  # read-only, full, or no folder: the next run makes it again
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if _own(folder):
            _write(folder / (key + SUFFIX), {KEY: np.array(key), **arrays})
            _make_room(folder)


def _own(folder: Path) -> bool:
    """Tell whether ``folder`` is the user's, and no one else may write there."""
    try:
        status = folder.stat()
    except OSError:
        return False
    if sys.platform == "win32":
        return stat.S_ISDIR(status.st_mode)
    others = stat.S_IWGRP | stat.S_IWOTH
    return stat.S_ISDIR(status.st_mode) and status.st_uid == os.getuid() and not status.st_mode & others


def _write(path: Path, arrays: Mapping[str, Array]) -> None:
    """Write the digest of all that follows, then the names, then the arrays, each some ``ALIGNED`` after it."""
    handle, made = tempfile.mkstemp(dir=path.parent, suffix=".part")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(bytes(DIGEST))
            for array in (np.array(list(arrays)), *arrays.values()):
                np.save(file, array, allow_pickle=False)
                file.write(bytes((DIGEST - file.tell()) % ALIGNED))
            file.flush()
            file.seek(0)
            file.write(_hashed(Path(made).stat().st_size - DIGEST, _in(Path(made))))
        Path(made).replace(path)
    except BaseException:
        Path(made).unlink(missing_ok=True)
        raise


def _arrays(path: Path) -> dict[str, Array]:
    """Return what a file holds, nothing where it is damaged. It is read once: what was checked is what is used."""
    held = np.empty(max(path.stat().st_size - DIGEST, 0), dtype=np.uint8)

    def read(start: int, end: int) -> memoryview:
        with path.open("rb", buffering=0) as file:
            file.seek(DIGEST + start)
            file.readinto(held.data[start:end])
        return held.data[start:end]

    with path.open("rb") as file:
        if file.read(DIGEST) != _hashed(len(held), read):
            return {}
    names, at = _array(held, 0)
    found = {}
    for name in names.tolist():
        found[name], at = _array(held, at)
    return found


def _array(held: Array, at: int) -> tuple[Array, int]:
    """Return the array that starts ``at`` a byte, as a view, and where the next one does."""
    head = BytesIO(held[at : at + HEAD].tobytes())
    np.lib.format.read_magic(head)
    shape, columns_first, kind = np.lib.format.read_array_header_1_0(head)
    start = at + head.tell()
    end = start + math.prod(shape) * kind.itemsize
    array = held[start:end].view(kind).reshape(shape, order="F" if columns_first else "C")
    return array, end + -end % ALIGNED


def _in(path: Path) -> Callable[[int, int], bytes]:
    """Return what reads a part of all of a file but its first bytes, which are there to hold the digest."""

    def read(start: int, end: int) -> bytes:
        with path.open("rb") as file:
            file.seek(DIGEST + start)
            return file.read(end - start)

    return read


def _digest_of(array: Array) -> bytes:
    flat = array.reshape(-1).view(np.uint8).data
    return _hashed(flat.nbytes, lambda start, end: flat[start:end])


def _hashed(size: int, read: Callable[[int, int], bytes | memoryview]) -> bytes:
    """Return the SHA-256 of the SHA-256 of each part of ``size`` bytes; parts are read on all processors."""
    starts = range(0, size, PART)

    def digest(start: int) -> bytes:
        return hashlib.sha256(read(start, min(start + PART, size))).digest()

    parts = several(digest, starts) if len(starts) > 1 else map(digest, starts)
    return hashlib.sha256(b"".join(parts)).digest()


def _make_room(folder: Path) -> None:
    known = [(path.stat(), path) for path in folder.glob("*" + SUFFIX)]
    total = 0
    for status, path in sorted(known, key=lambda one: one[0].st_mtime_ns, reverse=True):
        total += status.st_size
        if total > MOST_BYTES:
            path.unlink(missing_ok=True)
