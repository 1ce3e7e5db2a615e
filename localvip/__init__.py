"""localvip: local rules for the Visas Between Individuals Program, evaluated against geodata.

>>> import localvip as lv
>>> capacity, rulebook = lv.evaluate(lv.Request((Path("rules/akron.yaml"),), Path("sample_regions/akron")))
>>> impact = lv.assess(capacity, lv.read_assumptions())
"""

from __future__ import annotations

from typing import Any

__version__ = "0.1.0"
_HOMES = {
    "read_rules": "ordinance.read",
    "read_region": "region.loading.load",
    "Request": "pipeline",
    "evaluate": "pipeline",
    "years": "pipeline",
    "report": "publication",
    "compare": "pipeline",
    "report_comparison": "publication",
    "notices_of": "capacity.notices",
    "read_assumptions": "impact.assumption",
    "assess": "impact.assessment",
    "Refused": "problem",
    "OutputRefused": "problem",
}
__all__ = ["__version__", *sorted(_HOMES)]  # noqa: PLE0604 (names of text)


def __getattr__(name: str) -> Any:  # noqa: ANN401 (a module's attribute may be anything)
    """Return a public name, importing its module only now: ``localvip --help`` must not wait for geodata."""
    if name not in _HOMES:
        raise AttributeError(f"module 'localvip' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"localvip.{_HOMES[name]}"), name)
