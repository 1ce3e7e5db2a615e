"""What follows: who would sponsor, who gains and who pays, with every assumption dated, cited and ranged."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from localvip.impact.assessment import Impact, assess
    from localvip.impact.assumption import Assumptions, read_assumptions

__all__ = ["Assumptions", "Impact", "assess", "read_assumptions"]
_HOMES = {
    "Assumptions": "assumption",
    "read_assumptions": "assumption",
    "Impact": "assessment",
    "assess": "assessment",
}


def __getattr__(name: str) -> Any:  # noqa: ANN401 (a module's attribute may be anything)
    """Return a public name, importing its module only now, so that the command line starts fast."""
    if name not in _HOMES:
        raise AttributeError(f"module 'localvip.impact' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"localvip.impact.{_HOMES[name]}"), name)
