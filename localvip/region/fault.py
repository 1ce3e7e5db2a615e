"""Why a file or a table can't be read as a layer, in plain words."""

from __future__ import annotations


class LayerError(ValueError):
    """A file that can't be read as a layer; ``message`` and ``hint`` say why in plain words."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


def first_line(error: Exception) -> str:
    """Return the first line of what a library says, short enough for a message."""
    return (str(error).splitlines() or [""])[0][:160]
