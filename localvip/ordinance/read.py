"""Reading rules: load the files, check them, and say all that is wrong at once."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from localvip.ordinance.check import check_rules
from localvip.ordinance.load import load_rules
from localvip.ordinance.rulebook import Rulebook
from localvip.problem import Place, Problem, Refused

TESTS = ".tests.yaml"


def read_rules(paths: Sequence[Path], allow_preempted: bool = False) -> Rulebook:
    """Return the laws at ``paths`` and all they stand under, checked, with the notices that checking gave.

    A folder stands for the rule files in it, in the order of their names. Raises ``Refused`` with every
    problem that needs no region; ``allow_preempted`` keeps void provisions.
    """
    return check_rules(load_rules(rule_files(paths)), allow_preempted)


def rule_files(paths: Sequence[Path]) -> tuple[Path, ...]:
    """Return ``paths`` with each folder replaced by its rule files; an empty folder is ``Refused``."""
    files: list[Path] = []
    for path in paths:
        inside = (
            sorted(file for file in path.glob("*.yaml") if not file.name.endswith(TESTS))
            if path.is_dir()
            else [path]
        )
        if not inside:
            message = "The folder holds no rule file (*.yaml)."
            raise Refused([Problem(Place(path.name or str(path)), "no-rules", message)])
        files.extend(inside)
    return tuple(files)
