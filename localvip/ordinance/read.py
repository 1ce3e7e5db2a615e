"""Reading rules: load the files, check them, and say all that is wrong at once."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from localvip.ordinance.load import load_rules
from localvip.ordinance.rulebook import Rulebook


def read_rules(paths: Sequence[Path]) -> Rulebook:
    """Return the laws at ``paths``, all they stand under, and the notices that checking gave.

    Raises ``Refused`` with every problem that needs no region.
    """
    return load_rules(paths)
