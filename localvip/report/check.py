"""What to look at before believing a headline, for whoever doubts it and whoever likes it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Check:
    """One headline, and what a critic and a supporter of the ordinance would look at before believing it."""

    headline: str
    critic: str
    supporter: str
