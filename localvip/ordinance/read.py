"""Reading rules: load the files, check them, and say all that is wrong at once."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from localvip.ordinance.check import check_rules
from localvip.ordinance.load import load_rules
from localvip.ordinance.rulebook import Rulebook


def read_rules(paths: Sequence[Path], allow_preempted: bool = False) -> Rulebook:
    """Return the laws at ``paths`` and all they stand under, checked, with the notices that checking gave.

    Raises ``Refused`` with every problem that needs no region; ``allow_preempted`` keeps void provisions.
    """
    return check_rules(load_rules(paths), allow_preempted)
