"""The words, signs and numbers of a condition, each with where it stands."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from localvip.language.words import QuantityError

_KEYWORDS = frozenset(["AND", "OR", "NOT", "BETWEEN", "IN", "LIKE", "IS", "NULL"])
_TOKEN = re.compile(
    r"(?P<space>[\s\u00a0]+)|(?P<text>'(?:[^']|'')*')|(?P<quoted>\"[^\"]+\")"
    r"|(?P<number>\.?[0-9][\w.]*(?:(?<=[eE])[-+][0-9]+)?)|(?P<name>[^\W\d_]\w*)|(?P<sign><>|<=|>=|[=<>(),+\-*/%])"
)


@dataclass(frozen=True)
class Token:
    """One token: ``space``, ``text``, ``quoted``, ``number``, ``name``, ``sign`` or ``end``, from character ``at``."""

    kind: str
    text: str
    at: int

    @property
    def word(self) -> str:
        """The keyword or sign, in capitals; empty for a number, a text or a name."""
        if self.kind == "sign":
            return self.text
        upper = self.text.upper()
        return upper if self.kind == "name" and upper in _KEYWORDS else ""


def tokens(text: str) -> Iterator[Token]:
    """Iterate over the tokens of ``text``, an ``end`` last; raises ``QuantityError`` at a sign that is none."""
    at = 0
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None:
            raise _unreadable(text, at)
        if match.lastgroup != "space":
            yield Token(str(match.lastgroup), match[0], at)
        at = match.end()
    yield Token("end", "", at)


def _unreadable(text: str, at: int) -> QuantityError:
    if text[at] in "'\"":
        return QuantityError(
            f"A quote opened at character {at + 1} is not closed.", "Text stands in 'single quotes'."
        )
    hints = {"!": "Write <> for 'not equal'.", "&": "Write AND.", "|": "Write OR.", "@": "", "[": "Use ( )."}
    return QuantityError(
        f"{text[at]!r} at character {at + 1} is not in the language.", hints.get(text[at], "")
    )
