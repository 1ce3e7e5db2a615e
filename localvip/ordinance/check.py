"""Checking a rulebook for all that needs no region: refused at its line, or noted."""

from __future__ import annotations

from dataclasses import replace

from localvip.ordinance.authority import authority_notices, bound_problems, fallen, findings
from localvip.ordinance.form import form_notices, form_problems
from localvip.ordinance.grounds import ground_problems
from localvip.ordinance.idle import idle_notices
from localvip.ordinance.references import reference_problems
from localvip.ordinance.rulebook import Rulebook
from localvip.problem import Problems


def check_rules(rulebook: Rulebook, allow_preempted: bool = False) -> Rulebook:
    """Return ``rulebook`` with the notices that a reader should see.

    Raises ``Refused`` with every problem. A provision beyond the power of its file is one, unless
    ``allow_preempted``: it is then kept, noted, and listed under ``preempted``.
    """
    problems = Problems()
    for family in (form_problems, reference_problems, ground_problems, bound_problems):
        problems.extend(family(rulebook))
    problems.refuse()
    found = tuple(findings(rulebook))
    void = [one for one in found if one.verdict == "broken"]
    if not allow_preempted:
        problems.extend(one.problem for one in void)
    problems.refuse()
    void += fallen(rulebook, void)
    notices = [
        *form_notices(rulebook),
        *idle_notices(rulebook),
        *authority_notices(rulebook),
        *(one.notice for one in (*found, *void)),
    ]
    return replace(
        rulebook, notices=tuple(sorted(set(notices))), preempted=tuple(one.preempted for one in void)
    )
