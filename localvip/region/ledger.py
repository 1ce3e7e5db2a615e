"""Accounts that close: everything read is used, or set aside for a named reason."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from localvip.problem import Bug


@dataclass(frozen=True)
class Entry:
    """A part of an account: ``amount`` in the account's unit, used or set aside for a ``reason``."""

    reason: str
    amount: int
    used: bool = True


@dataclass(frozen=True)
class Account:
    """What was read of one thing and where all of it went; ``scale`` units make one of ``unit``."""

    name: str
    unit: str
    read: int
    entries: tuple[Entry, ...]
    scale: int = 1

    def __post_init__(self) -> None:
        """Raise ``Bug`` unless the entries sum to what was read, exactly."""
        found = sum(entry.amount for entry in self.entries)
        if found != self.read:
            raise Bug(f"The account of {self.name} doesn't close: {self.read} read, {found} accounted for.")


def account(name: str, unit: str, read: int, entries: Iterable[Entry], scale: int = 1) -> Account:
    """Return the account of ``name``, leaving out empty entries that were set aside."""
    kept = tuple(entry for entry in entries if entry.amount or entry.used)
    return Account(name, unit, read, kept, scale)
