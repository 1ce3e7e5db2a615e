"""The page of an impact report: every part in its order, hostile names as text, ranges, French throughout."""

import json
import re
from html import unescape

import pytest

from localvip.report.impact.page import cells, columns, render_impact, topics, tornado

PARTS = (
    "answer", "checks", "where", "areas", "years", "gains", "fifths", "budget", "services", "access", "contact",
    "protection", "monitoring", "chapter", "tornado", "unmodelled", "method", "assumptions", "accounts", "sources",
    "receipt",
)  # fmt: skip


@pytest.fixture(scope="module")
def page(impact_report):
    return render_impact(impact_report())


def text_of(page):
    body = re.sub(r"<(script|style|svg)\b.*?</\1>", " ", page, flags=re.DOTALL)
    return re.sub(r"[ \n]+", " ", unescape(re.sub("<[^>]+>", " ", body)))


def test_the_parts_stand_in_the_order_of_the_question(page):
    assert tuple(re.findall(r'<section id="(\w+)"', page)) == PARTS
    assert re.findall(
        r'<a href="#(\w+)">', page[page.index('<nav class="contents"') : page.index("</nav>")]
    ) == list(PARTS[1:])


def test_hostile_names_are_text(page):
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "\\u003cscript>alert(1)" in page


def test_the_page_opens_offline_under_a_policy(page):
    assert "default-src &#39;none&#39;" in page
    assert not re.findall(r'(?:src|href)="(?!#|data:)', page)


def test_every_headline_and_line_is_there_with_its_range(page, impact_report):
    report, text = impact_report(), text_of(page)
    assert report.answer in text
    for item in (*report.headlines, *report.three_lines):
        assert item.value in text and item.note in text


def test_every_assumption_has_an_anchor_that_lines_point_to(page):
    anchors = set(re.findall(r'<tr id="([\w.]+)">', page))
    pointed = set(re.findall(r'href="#(\w+\.\w+)"', page))
    assert pointed and pointed <= anchors


def test_the_script_reads_numbers_or_nothing_and_the_texts_of_each_row(page, impact_report):
    data = json.loads(re.search(r'id="data">(.*?)</script>', page, re.DOTALL)[1])
    report = impact_report()
    visas = data["columns"][data["areas"]["keys"]["visas"]]
    assert visas == [float(f"{one.visas.median:.6g}") if one.visas.known else None for one in report.places]
    texts = [key for key in data["areas"]["keys"] if key.startswith("text")]
    assert len(texts) == len(columns(report)) - 3 == len(cells(report.places[0], service=True))


def test_a_place_without_an_ordinance_has_dashes_and_a_withheld_one_says_so(impact_report):
    by_id = {place.id: cells(place, service=True) for place in impact_report().places}
    assert by_id["far"] == ("–",) * 7
    assert by_id["b"] == ("withheld", *("–",) * 6)
    assert by_id["a"][0] == impact_report().places[0].visas.said and "–" not in by_id["a"][2:]


def test_a_french_page_has_no_english_sentence(impact_report):
    page = render_impact(impact_report("fr"))
    assert '<html lang="fr">' in page and "Qui gagne et qui paie" in page
    ours = re.sub(r'<(\w+)[^>]* lang="en"[^>]*>.*?</\1>', " ", page, flags=re.DOTALL)  # titles and citations
    lines = [text_of(part) for part in re.split("</(?:td|th|p|li|h2|h3|dd|dt|caption|a|label)>", ours)]
    english = {
        "the",
        "of",
        "and",
        "what",
        "who",
        "by",
        "each",
        "are",
        "is",
        "with",
        "not",
        "for",
        "to",
        "that",
        "law",
    }
    assert [line for line in lines if len(english & set(re.findall("[a-z]+", line.lower()))) > 1] == []


def test_outcomes_that_nothing_moves_come_last_and_columns_follow_the_service(impact_report):
    report = impact_report()
    assert [bool(chart.bars) for chart in tornado(report)] == sorted(
        (bool(row.swings) for row in report.outcomes), reverse=True
    )
    assert columns(report)[-1] == ("service", "Bedrooms", True)
    assert sum(len(rows) for _, rows in topics(report.assumptions)) == len(report.assumptions)
