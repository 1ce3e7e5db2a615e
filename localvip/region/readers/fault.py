"""Why a file or a table can't be read as a layer, in plain words."""

from __future__ import annotations

import re

# What pyogrio raises on damaged bytes besides its own errors (all RuntimeError): text that is no UTF-8, an index
# beyond an empty header, and in 0.13 a name that is not bound where the CRS is no text.
DAMAGED = (RuntimeError, ValueError, IndexError, NameError, OverflowError)
FOLDERS = re.compile(r"""(?<![\w/])/(?:[^/"'\n]+/)+""")


class LayerError(ValueError):
    """A file that can't be read as a layer; ``message`` and ``hint`` say why in plain words."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


def first_line(error: Exception) -> str:
    """Return the first line of what a library says, short enough for a message and without the folders of a path."""
    return FOLDERS.sub("", (str(error).splitlines() or [""])[0])[:160]
