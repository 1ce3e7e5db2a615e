"""Messages: English texts in every way, that another voice can say whole, nested ones, numbers and days too."""

from datetime import date
from fractions import Fraction

import pytest

from localvip.message import (
    Message,
    digits,
    listing,
    reworded,
    sentences,
    strung,
    told,
    told_many,
    word,
    written,
)

TEXTS = {
    "{n} areas lie in {zone}": "{zone} : {n} secteurs",
    "zone '{id}'": "zone « {id} »",
    "{n} area": "{n} secteur",
    "{n} areas": "{n} secteurs",
    "{names} and {last}": "{names} et {last}",
    "vacant units": "logements vacants",
    "; ": " ; ",
}


class French:
    def text(self, english):
        return TEXTS.get(english, english)

    def form(self, one, many, number):
        return self.text(one if number in (0, 1) else many)

    def fill(self, template, values):
        return template.format(**values)

    def digits(self, english):
        return english.replace(",", " ").replace(".", ",")

    def day(self, day):
        return f"le {day.day}/{day.month}"


DAY = date(2027, 3, 1)


@pytest.mark.parametrize(
    ("message", "english", "french"),
    [
        (
            told("{n} areas lie in {zone}", n=1200, zone=told("zone '{id}'", id="north")),
            "1,200 areas lie in zone 'north'",
            "zone « north » : 1 200 secteurs",
        ),
        (told_many("{n} area", "{n} areas", 0), "0 areas", "0 secteur"),
        (word("vacant_units"), "vacant units", "logements vacants"),
        (word("unheard_of"), "unheard of", "unheard of"),
        (digits("0.125"), "0.125", "0,125"),
        (told("{x}", x=Fraction(481, 2)), "240.5", "240,5"),
        (told("{x}", x=Fraction(1, 3)), "0.33", "0,33"),
        (told("{day}", day=DAY), "1 March 2027", "le 1/3"),
        (written(DAY), "2027-03-01", "le 1/3"),
        (listing(["a", word("vacant_units"), "c"]), "a, vacant units and c", "a, logements vacants et c"),
        (strung(["a", "b"], "; "), "a; b", "a ; b"),
        (sentences([word("vacant_units"), "", "so be it!"]), "Vacant units. So be it!", None),
        (reworded("1 per 4 vacant units", word("vacant_units")), "1 per 4 vacant units", "logements vacants"),
    ],
)
def test_a_message_reads_as_english_and_is_said_in_another_voice(message, english, french):
    assert isinstance(message, str) and message == english and hash(message) == hash(english)
    assert french is None or message.said(French()) == french


def test_sentences_are_closed_in_the_voice_that_says_them():
    assert sentences([word("vacant_units"), "b"]).said(French()) == "Logements vacants. B."


def test_values_are_neither_templates_nor_translated():
    assert told("{a}", a="{b} vacant units") == "{b} vacant units"
    assert told("{a}", a="vacant units").said(French()) == "vacant units"


def test_one_name_is_no_list():
    assert listing(["a"]) == "a" and listing([]) == ""
    assert not isinstance(listing([]), Message)
