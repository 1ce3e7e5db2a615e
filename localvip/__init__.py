"""localvip: local rules for the Visas Between Individuals Program, evaluated against geodata."""

__version__ = "0.1.0"
