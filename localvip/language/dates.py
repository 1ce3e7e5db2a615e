"""Days of the calendar, written year-month-day."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date

from localvip.language.words import QuantityError


def parse_date(text: str) -> date:
    """Read ``2027-01-31``; a day that is not in the calendar is refused."""
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        raise QuantityError(f"{text!r} is not a date.", "Write year-month-day: 2027-01-31.")
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise QuantityError(f"{text!r} is not a day of the calendar.", _allowed(text)) from None


def _allowed(text: str) -> str:
    year, month = int(text[:4]), int(text[5:7])
    if year == 0 or not 1 <= month <= 12:
        return "Years run from 0001, months from 01 to 12."
    return f"That month has the days 01 to {monthrange(year, month)[1]}."
