"""A quantity read word by word: exact numbers, names, and what is wrong with a number that is none."""

from __future__ import annotations

import re
from collections.abc import Iterable
from fractions import Fraction

from localvip.customary import customary
from localvip.problem import did_you_mean

LONGEST_NUMBER = 18
RESERVED = frozenset(
    ["visa", "visas", "year", "km2", "ha", "m2", "sq", "acre", "unlimited", "the", "of", "and", "plus", "per"]
)
_SPACES = re.compile("[ \u00a0\u202f]+")
_NUMBER = re.compile(r"(0|[1-9][0-9]*)(\.[0-9]+)?")
_NAME = re.compile(r"[^\W\d_]\w*")


class QuantityError(ValueError):
    """A quantity or condition that is not in the language: a ``message`` and a ``hint``."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(f"{message} {hint}".rstrip())
        self.message = message
        self.hint = hint


class Words:
    """The words of one quantity, taken from left to right. A ``%`` is a word of its own."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._words = [part for word in _SPACES.split(text.strip(" ")) for part in _split_percent(word)]
        self._next = 0
        if self._words == [""]:
            raise QuantityError("The quantity is empty.")

    def peek(self, ahead: int = 0) -> str:
        """Return a word without taking it; an empty text after the last."""
        index = self._next + ahead
        return self._words[index] if index < len(self._words) else ""

    def take(self) -> str:
        """Take the next word."""
        word = self.peek()
        self._next += 1
        return word

    def took(self, *words: str) -> bool:
        """Take the next word where it is one of ``words``; return whether it was."""
        if self.peek() not in words:
            return False
        self._next += 1
        return True

    def expect(self, word: str, hint: str = "") -> None:
        """Take ``word`` or refuse."""
        if not self.took(word):
            found = f"before {self.peek()!r}" if self.peek() else "at the end"
            raise QuantityError(f"{self.text!r}: {word!r} is missing {found}.", hint)

    def number(self) -> Fraction:
        """Take a number, exactly as written."""
        return number(self.take() or self.text)

    def starts_number(self) -> bool:
        """Return whether the next word begins with a digit, a sign or a point."""
        return bool(re.match(r"[-+−.]?[0-9]", self.peek()))

    def name(self, what: str) -> str:
        """Take the name of ``what`` (a column, a layer); reserved words are none."""
        word = self.take()
        if not word:
            raise QuantityError(f"{self.text!r}: the name of {what} is missing at the end.")
        if word in RESERVED:
            raise QuantityError(f"{self.text!r}: {word!r} is a word of the language, not the name of {what}.")
        if not _NAME.fullmatch(word):
            hint = "A name holds letters, digits and _, and begins with a letter."
            raise QuantityError(f"{self.text!r}: {word!r} cannot be the name of {what}.", hint)
        return word

    def one_of(self, known: Iterable[str], what: str) -> str:
        """Take one of the ``known`` words or refuse with the nearest."""
        allowed = tuple(known)
        word = self.take()
        if word in allowed:
            return word
        if word and customary(f"{word} {self._rest()}".rstrip(), allowed):
            word = f"{word} {self._rest()}".rstrip()
        found = f"{word!r} is not {what}" if word else f"{what} is missing at the end"
        hint = did_you_mean(word, allowed) or f"Allowed: {', '.join(allowed)}."
        where = "" if word == self.text else f"{self.text!r}: "
        raise QuantityError(f"{where}{found}.", hint)

    def _rest(self) -> str:
        return " ".join(self._words[self._next :])

    def end(self) -> None:
        """Refuse where words are left."""
        if self.peek():
            rest = self._rest()
            hint = "'plus' adds; 'the greater of A and B' and 'the lesser of A and B' choose."
            joins = self.peek() in {"and", "or", "plus", "+"}
            raise QuantityError(f"{self.text!r}: {rest!r} is left over.", hint if joins else "")


def _split_percent(word: str) -> tuple[str, ...]:
    return (word[:-1], "%") if len(word) > 1 and word.endswith("%") else (word,)


def is_name(word: str) -> bool:
    """Return whether ``word`` can name a column or a layer in a quantity."""
    return _NAME.fullmatch(word) is not None and word not in RESERVED


def number(word: str) -> Fraction:
    """Return the number written in ``word``, exactly; no sign, comma, exponent or leading zero."""
    if _NUMBER.fullmatch(word):
        if sum(c.isdigit() for c in word) > LONGEST_NUMBER:
            digits = len(word.replace(".", ""))
            raise QuantityError(
                f"A number of {digits} digits is too long; at most {LONGEST_NUMBER} are read."
            )
        return Fraction(word)
    raise _explained(word)


_WORDS_TAKEN_FOR_VALUES = frozenset(
    ["yes", "no", "on", "off", "true", "false", "y", "n", "none", "null", "nothing", "any", "all"]
)
_NOT_NUMBERS: tuple[tuple[str, str, str], ...] = (
    (
        r"[$£€¥].*",
        "{0} has a currency sign.",
        "Write the currency's three letters after the number: 120 USD.",
    ),
    (r"[-−][0-9.].*", "{0} is negative.", "No quantity of a rule is below 0."),
    (r"\+[0-9.].*", "{0} has a sign.", "Write the number without +."),
    (r"[0-9]{{1,3}}(,[0-9]{{3}})+(\.[0-9]+)?", "{0} has a comma.", "Write {1}."),
    (r"[0-9]+,[0-9]+", "{0} has a comma.", "The decimal sign is a point: write {2}."),
    (r"[0-9_]+", "{0} is not a plain number.", "Write it without _ and without leading zeros: {3}."),
    (r"[0-9.]+[eE][-+]?[0-9]+", "{0} has an exponent.", "Write the number in full, such as 1000."),
    (r"0[0-9]+\.[0-9]+", "{0} has leading zeros.", "Write {3}."),
    (r"[0-9]+(:[0-9]+)+", "{0} is a time, not a number.", "Write a number with its unit, such as 12 visas."),
    (r"0[xob][0-9a-fA-F]+", "{0} is not a plain number.", "Write it in decimal digits."),
    (
        r"\.[0-9]+|[0-9]+\.",
        "{0} is not a plain number.",
        "Write digits before and after the point, such as 0.5.",
    ),
    (r"[0-9]+[0-9.]*[^\W\d_].*", "{0} runs a number and a word together.", "Write a space between them."),
)


def _explained(word: str) -> QuantityError:
    bare = word.lstrip("0_").replace("_", "") or "0"
    for pattern, message, hint in _NOT_NUMBERS:
        if re.fullmatch(pattern.format(), word):
            filled = hint.format(word, word.replace(",", ""), word.replace(",", "."), bare)
            return QuantityError(message.format(word), filled)
    if word.casefold() in _WORDS_TAKEN_FOR_VALUES:
        return QuantityError(f"{word!r} is not a number.", "'unlimited' frees; '0 visas' forbids.")
    return QuantityError(f"{word!r} is not a number.", "Write it in digits, such as 3 or 2.5.")


def number_text(value: Fraction) -> str:
    """Return ``value`` as a reader writes it: ``2.5``; ``1/3`` where no decimal is exact."""
    bottom = value.denominator
    for prime in (2, 5):
        while bottom % prime == 0:
            bottom //= prime
    if bottom != 1:
        return str(value)
    whole, rest = divmod(value, 1)
    digits = ""
    while rest:
        digit, rest = divmod(rest * 10, 1)
        digits += str(digit)
    return f"{whole}.{digits}" if digits else str(whole)
