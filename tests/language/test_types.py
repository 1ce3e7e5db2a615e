"""Field types take the text of a file, or the value itself for records made in code."""

from datetime import date

import pytest
from pydantic import TypeAdapter, ValidationError

from localvip.language.quantity import parse_limit
from localvip.language.types import CurrencyText, DateText, Id, LanguageText, LimitText, TrueText


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        (LimitText, "5 visas", parse_limit("5 visas")),
        (DateText, "2027-01-31", date(2027, 1, 31)),
        (TrueText, "true", True),
        (TrueText, "false", False),
        (Id, "a-1-b", "a-1-b"),
        (CurrencyText, "EUR", "EUR"),
        (LanguageText, "fr", "fr"),
    ],
)
def test_a_text_and_its_value_are_taken(kind, text, value):
    adapter = TypeAdapter(kind)
    assert adapter.validate_python(text) == adapter.validate_python(value) == value


def test_what_a_text_is_read_as_has_no_schema_of_its_own():
    schema = TypeAdapter(LimitText).core_schema
    assert schema["type"] == "function-plain" and "serialization" not in schema


@pytest.mark.parametrize("value", [5, 0.05, None, ["5 visas"], {}])
def test_no_other_value_is_taken_for_a_limit(value):
    with pytest.raises(ValidationError, match="a text is expected"):
        TypeAdapter(LimitText).validate_python(value)


@pytest.mark.parametrize(
    ("text", "near"),
    [("Ward Cap", "ward-cap"), ("École 2", "ecole-2"), ("a--b", "a-b"), ("a_b", "a-b"), ("-a", "a")],
)
def test_an_id_is_spelled_for_the_drafter(text, near):
    with pytest.raises(ValidationError, match=f"Write '{near}'"):
        TypeAdapter(Id).validate_python(text)


@pytest.mark.parametrize("text", ["1a", "", "é" * 3000, "a" * 81])
def test_an_id_that_cannot_be_mended_is_refused(text):
    with pytest.raises(ValidationError, match="may hold only a-z"):
        TypeAdapter(Id).validate_python(text)
