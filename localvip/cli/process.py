"""The process of one command: it starts, works and ends without going through all that lasts to look for garbage."""

from __future__ import annotations

import atexit
import gc

from localvip.cli import main

# About as many as Python itself lets wait until it goes through all that is there: a quarter of what has lasted.
MANY = 50_000


def run() -> None:
    """Run the command line of this process, which ends with it.

    Objects are looked through for garbage when 50,000 are new, not 700, and at the end none is: modules make some
    100,000 that all last, and going through them again and again was a seventh of a small report's numbers.
    """
    gc.set_threshold(MANY)
    atexit.register(gc.freeze)
    main()
