"""Field types of records: a text of a file read as a quantity, a day, a condition, an id.

Each takes the text as written, or the value itself (for records made in code).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Annotated, Any, Literal, TypeVar

from pydantic import (
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    StringConstraints,
    WithJsonSchema,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from localvip.language.condition import Arithmetic, Condition, parse_arithmetic, parse_choice
from localvip.language.dates import parse_date
from localvip.language.money import (
    Measure,
    Money,
    Order,
    Reserve,
    parse_measure,
    parse_money,
    parse_order,
    parse_reserve,
)
from localvip.language.quantity import (
    AtMost,
    Each,
    Limit,
    Serves,
    Term,
    Within,
    parse_at_most,
    parse_each,
    parse_limit,
    parse_serves,
    parse_share,
    parse_unit_share,
    parse_within,
)
from localvip.language.words import QuantityError

T = TypeVar("T")


@dataclass(frozen=True)
class Reading:
    """A validator of a field by one function.

    Pydantic's ``PlainValidator`` also builds a schema of what the function returns, to write it by. Records are only
    read, and it was a fifth of the time in which the models are imported.
    """

    read: Callable[[Any], Any]

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:  # noqa: ANN401
        """Return the function as a schema that takes anything."""
        return core_schema.no_info_plain_validator_function(self.read)


def reading(parse: Callable[[str], T], kind: type[T]) -> Reading:
    """Return a validator that reads a text with ``parse`` and lets a value of ``kind`` pass."""

    def read(value: Any) -> T:  # noqa: ANN401
        if isinstance(value, str):
            try:
                return parse(value)
            except QuantityError as error:
                details = {"said": error.message, "hint": error.hint}
                raise PydanticCustomError("quantity", "{said} {hint}", details) from None
        if isinstance(value, kind):
            return value
        raise PydanticCustomError("string_type", "a text is expected")

    return Reading(read)


def _text(pattern: str, example: str) -> WithJsonSchema:
    return WithJsonSchema({"type": "string", "pattern": pattern, "examples": [example]})


class OneOrMany:
    """A list, or one value that stands for a list of one."""

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:  # noqa: ANN401
        """Return a schema that takes a single text, mapping or record as a list of one."""
        return core_schema.no_info_before_validator_function(self._listed, handler(source))

    def __get_pydantic_json_schema__(
        self, core: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        """Return the schema of the list, or of one item."""
        several = handler(core)
        return {"anyOf": [several["items"], several]}

    @staticmethod
    def _listed(value: Any) -> Any:  # noqa: ANN401
        return [value] if isinstance(value, str | dict) else value


def parse_id(text: str) -> str:
    """Read an id: small letters, digits and hyphens, beginning with a letter."""
    if re.fullmatch("[a-z][a-z0-9]*(-[a-z0-9]+)*", text) and len(text) <= 80:
        return str(text)
    plain = unicodedata.normalize("NFKD", text.casefold()).encode("ascii", "ignore").decode()
    near = re.sub("[^a-z0-9]+", "-", plain).strip("-")
    hint = f"Write {near!r}." if re.match("[a-z]", near) and len(near) <= 80 else ""
    raise QuantityError(
        f"The id {text!r} may hold only a-z, 0-9 and single hyphens, after a first letter.", hint
    )


def parse_currency(text: str) -> str:
    """Read a currency: three capitals (ISO 4217)."""
    if re.fullmatch("[A-Z]{3}", text):
        return str(text)
    raise QuantityError(f"{text!r} is not a currency.", "Write three capitals (ISO 4217): USD, EUR.")


def parse_language(text: str) -> str:
    """Read a language code: two or three small letters (ISO 639)."""
    if re.fullmatch("[a-z]{2,3}", text):
        return str(text)
    raise QuantityError(f"{text!r} is not a language.", "Write two small letters (ISO 639): en, fr.")


def parse_true(text: str) -> bool:
    """Read ``true`` or ``false``."""
    if text in ("true", "false"):
        return text == "true"
    raise QuantityError(f"{text!r} is neither true nor false.", "Write true or false.")


_NUM = r"(0|[1-9][0-9]*)(\.[0-9]+)?"
Words = Annotated[str, StringConstraints(min_length=1)]
Id = Annotated[str, reading(parse_id, str), _text("^[a-z][a-z0-9]*(-[a-z0-9]+)*$", "city-wide")]
DateText = Annotated[date, reading(parse_date, date), _text("^[0-9]{4}-[0-9]{2}-[0-9]{2}$", "2027-01-31")]
LimitText = Annotated[
    Limit,
    reading(parse_limit, Limit),
    _text(f"^(unlimited|0|the (greater|lesser) of .+|{_NUM} ?(%|visas?|per) ?.*)$", "5% of residents"),
]
ServesText = Annotated[
    Serves, reading(parse_serves, Serves), _text(f"^{_NUM} visas? per .+$", "40 visas per bed")
]
WithinText = Annotated[
    Within, reading(parse_within, Within), _text(f"^{_NUM} (m|km|ft|mi|minutes) of .+$", "5 km of clinics")
]
MoneyText = Annotated[
    Money,
    reading(parse_money, Money),
    _text(f"^{_NUM} ?([A-Z]{{3}}.*|% of .+)$", "250 USD per visa per year"),
]
MeasureText = Annotated[Measure, reading(parse_measure, Measure), _text(f"^{_NUM} .+$", "9 m2 per person")]
ReserveText = Annotated[
    Reserve,
    reading(parse_reserve, Reserve),
    _text(f"^{_NUM} ?% where .+$", "30% where sponsor_income < 40000"),
]
OrderText = Annotated[Order, reading(parse_order, Order), _text("^.+ (up|down)$", "sponsor_income up")]
EachText = Annotated[
    Each, reading(parse_each, Each), _text("^(area|jurisdiction( .+)?|district .+)$", "district ward")
]
AtMostText = Annotated[
    AtMost,
    reading(parse_at_most, AtMost),
    _text("^[0-9]+ (visas? )?per (sponsor|household)$", "1 per household"),
]
ShareText = Annotated[Term, reading(parse_share, Term), _text(f"^{_NUM} ?% of .+$", "40% of adults")]
UnitShare = Annotated[Fraction, reading(parse_unit_share, Fraction), _text(f"^{_NUM} ?%?$", "0.78")]
ConditionText = Annotated[Condition, reading(parse_choice, Condition), _text("^.+$", "poverty_rate >= 30%")]
ArithmeticText = Annotated[
    Arithmetic, reading(parse_arithmetic, Arithmetic), _text("^.+$", "households * owner_share")
]
CurrencyText = Annotated[str, reading(parse_currency, str), _text("^[A-Z]{3}$", "USD")]
LanguageText = Annotated[str, reading(parse_language, str), _text("^[a-z]{2,3}$", "en")]
TrueText = Annotated[
    bool, reading(parse_true, bool), WithJsonSchema({"enum": [True, False, "true", "false"]})
]
Party = Literal["sponsor", "migrant", "employer", "municipality", "program"]
