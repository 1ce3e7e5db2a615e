"""The SHA-256 of files, begun before it is asked for: to hash a large file takes as long as to read a small one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from localvip.region.point_layers.stream import stamp_of
from localvip.region.readers.read import sha256
from localvip.region.several import meanwhile


class Hashes:
    """Hashes of files. One that was begun counts only where the file hasn't changed since."""

    def __init__(self) -> None:
        self._begun: dict[Path, tuple[tuple[int, ...], Callable[[], str]]] = {}

    def begin(self, path: Path) -> None:
        """Begin to hash a file that is there, in another thread."""
        self._begun[path] = (stamp_of((path,)), meanwhile(lambda: sha256(path)))

    def of(self, path: Path) -> str:
        """Return the hash of a file in hex."""
        stamp, made = self._begun.get(path, (None, None))
        return made() if made is not None and stamp == stamp_of((path,)) else sha256(path)
