"""Reports in other languages: catalogues are whole, forms keep their values, numbers and days are the reader's."""

import re
import string
from datetime import date
from fractions import Fraction
from importlib.resources import files

import pytest

from localvip.message import told, word, written
from localvip.report.capacity_page import render_capacity
from localvip.report.numerals import count, decimal, signed, visas_text
from localvip.report.speech import (
    day_text,
    markup,
    read_catalogue,
    said,
    spaced,
    speaking,
    speech_of,
    spoken,
    tr,
)


def fields(text):
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_the_french_catalogue_has_every_message_with_its_values_and_tags(messages):
    french = speech_of("fr").texts
    assert set(messages) - set(french) == set(), "texts without a translation"
    assert set(french) - set(messages) - {"{n} visas"} == set(), "translations of nothing"
    for text, forms in french.items():
        assert len(forms) == (2 if messages.get(text) else 1), text
        wanted = fields(text) | fields(messages.get(text) or text)
        for form in forms:
            assert fields(form) == wanted, form
            assert sorted(re.findall("<[^>]+>", form)) == sorted(re.findall("<[^>]+>", text)), form


def test_a_catalogue_has_each_message_once():
    for path in (files("localvip.report") / "languages").iterdir():
        ids = re.findall('^msgid "(.+)"$', path.read_text(encoding="utf-8"), re.MULTILINE)
        assert sorted(set(ids)) == sorted(ids), path.name


def test_numbers_days_and_plurals_are_the_readers():
    with speaking("fr"):
        assert (count(1234567), decimal(Fraction("1234.56")), signed(-1200)) == (
            "1\u202f234\u202f567",
            "1\u202f234,6",
            "−1\u202f200",
        )
        assert [visas_text(n) for n in (0, 1, 2)] == ["0 visa", "1 visa", "2 visas"]
        assert day_text(date(2028, 1, 1)) == "1er janvier 2028"
        assert day_text(date(2028, 8, 2)) == "2 août 2028"
    assert (count(1234567), visas_text(0), day_text(date(2028, 1, 1))) == (
        "1,234,567",
        "0 visas",
        "1 January 2028",
    )


def test_square_metres_are_written_as_readers_write_them():
    size = told("{n} {things} of a room2, {land} of km2", n=9, things=word("m2"), land=word("ha"))
    assert said(size) == "9 m² of a room2, ha of km²"
    assert said("9 m2") == "9 m2", "a text that isn't ours stays as it is"


def test_messages_of_the_layers_below_are_said_whole():
    law = told("{percent} of {things}", percent=told("{n}%", n=5), things=word("vacant_units"))
    day = told("In force from {first}", first=written(date(2028, 1, 1)))
    assert said(law) == "5% of vacant units" and type(said(law)) is str
    with speaking("fr"):
        assert said(law) == "5\u202f% des logements vacants"
        assert (
            tr("{section} ({title})", section=day, title="x") == "En vigueur à partir du 1er janvier 2028 (x)"
        )
        assert said("In force from {first}") == "In force from {first}"


def test_french_spaces_do_not_break_and_de_is_elided():
    assert spaced("« a » : b ; c % ?") == "«\u00a0a\u00a0»\u00a0: b\u202f; c\u202f%\u202f?"
    with speaking("fr"):
        assert tr("Areas of {region}.", region="Étouvie") == "Secteurs d’Étouvie."
        assert tr("Areas of {region}.", region="Boves") == "Secteurs de Boves."
    assert tr("Areas of {region}.", region="Akron") == "Areas of Akron."


@pytest.mark.parametrize(("asked", "code"), [("fr", "fr"), ("fr-CA", "fr"), ("en-GB", "en"), ("de", "en")])
def test_a_report_speaks_the_nearest_language_it_has(asked, code):
    assert spoken(asked) == code


def test_values_in_a_text_are_neither_markup_nor_a_text_to_fill():
    assert markup("<em>{name}</em>", name="<b>{x}") == "<em>&lt;b&gt;{x}</em>"
    assert tr("{law} on {day}", law="{day}", day="1") == "{day} on 1"


def test_what_is_not_translated_is_left_out_of_a_catalogue():
    text = 'msgid "a"\nmsgstr ""\n\n# note\nmsgid ""\n"b"\n"c"\nmsgstr "d"\n"e"\n'
    assert dict(read_catalogue(text)) == {"bc": ("de",)}


def test_the_catalogue_is_shipped():
    assert (files("localvip.report") / "languages" / "fr.po").is_file()


def test_a_french_page_says_so_and_has_no_english_heading(county):
    from dataclasses import replace

    html = render_capacity(replace(county(12), language="fr"))
    assert '<html lang="fr">' in html and "Ce que dit le texte" in html
    heads = re.findall(r"<th scope=\"col\"[^>]*>([^<]+)<", html)
    assert not {"Place", "Residents", "Held back", "Jurisdiction"} & set(heads)
    assert '"language":"fr"' in html and '"unknown":"inconnu"' in html
