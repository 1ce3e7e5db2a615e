"""Units of land and length, exact, and how else people write them."""

from __future__ import annotations

from fractions import Fraction

# Square kilometres in one unit, exact: 1 mi = 1609.344 m, 1 acre = 4046.8564224 m2.
AREA_UNITS = {
    "km2": Fraction(1),
    "ha": Fraction(1, 100),
    "m2": Fraction(1, 10**6),
    "sq mi": Fraction("2.589988110336"),
    "acre": Fraction("0.0040468564224"),
}
# Metres in one unit, exact.
LENGTH_UNITS = {"m": Fraction(1), "km": Fraction(1000), "ft": Fraction("0.3048"), "mi": Fraction("1609.344")}
# Spelled otherwise: the unit that is meant.
WRITTEN = {
    "square mile": "sq mi",
    "square miles": "sq mi",
    "mi2": "sq mi",
    "sqmi": "sq mi",
    "square kilometre": "km2",
    "square kilometer": "km2",
    "sqkm": "km2",
    "km²": "km2",
    "hectare": "ha",
    "acres": "acre",
    "m²": "m2",
}
