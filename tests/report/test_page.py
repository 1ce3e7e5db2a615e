import base64
import hashlib
import json
import re
import zlib
from dataclasses import replace
from html.parser import HTMLParser

import pytest

import localvip.report.page as page_module
from localvip.report.capacity_page import area_data, held_back_bars, reaches, render_capacity
from localvip.report.map import draw_map
from localvip.report.numerals import count, shown
from localvip.report.page import TEMPLATES


class Outline(HTMLParser):
    """Collects the tags, attributes and texts of a page."""

    def __init__(self):
        super().__init__()
        self.tags, self.ids, self.texts, self.attributes = [], [], [], []
        self.open = ""

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.open = tag
        self.attributes += [(tag, *pair) for pair in attrs]
        self.ids += [value for name, value in attrs if name == "id"]

    def handle_data(self, data):
        self.texts.append((self.open, data))


@pytest.fixture(scope="module")
def html(report):
    return render_capacity(report)


@pytest.fixture(scope="module")
def page(html):
    outline = Outline()
    outline.feed(html)
    return outline


def cells(data, key):
    """The areas' own numbers as the script reads them: of those that no other column gives."""
    column, rows = data["columns"][data["areas"]["keys"][key]], data["areas"]["rows"]
    return [column["all"]] * rows if "all" in column else column


def test_the_page_stands_alone(page):
    assert not {"link", "img", "iframe", "object"} & set(page.tags)
    assert not [
        found for found in page.attributes if found[1] in ("src", "style") or found[1].startswith("on")
    ]
    links = [value for _, name, value in page.attributes if name == "href"]
    assert links and all(link.startswith("#") and link[1:] in page.ids for link in links)


def test_script_and_style_match_the_policy(html):
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', html).group(1).replace("&#39;", "'")
    assert policy.startswith("default-src 'none';") and "unsafe" not in policy
    for tag, rule in (("script", "script-src"), ("style", "style-src")):
        text = re.search(rf"<{tag}(?: type=\"module\")?>(.*?)</{tag}>", html, re.S).group(1)
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert f"{rule} 'sha256-{digest}'" in policy


def test_style_and_script_stay_small():
    assert (TEMPLATES / "style.css").stat().st_size < 20 * 1024
    scripts = [
        (TEMPLATES / name).stat().st_size for name in ("script.js", "zoom.js", "painted.js", "capacity.js")
    ]
    assert sum(scripts) < 24 * 1024


def test_one_heading_one_main_and_ids_are_unique(page):
    assert page.tags.count("h1") == page.tags.count("main") == page.tags.count("nav") == 1
    assert len(page.ids) == len(set(page.ids))


def test_sections_come_in_the_agreed_order(page):
    wanted = ["answer", "where", "binds", "jurisdictions", "areas", "law", "unmodelled"]
    wanted += ["accounts", "method", "sources", "receipt", "why"]
    assert [name for name in page.ids if name in wanted] == wanted


def test_tables_have_captions_and_scopes(page):
    assert page.tags.count("caption") == page.tags.count("table") == 6
    scopes = [value for tag, name, value in page.attributes if tag == "th" and name == "scope"]
    assert len(scopes) == page.tags.count("th")


def test_hostile_names_stay_text(html, page, report):
    assert page.tags.count("script") == 2 and "img" not in page.tags
    assert ("button", report.areas[10].name) in page.texts
    assert "\u202e" not in html
    block = re.search(r'<script type="application/json" id="data">(.*?)</script>', html, re.S).group(1)
    assert cells(json.loads(block), "name")[10] == report.areas[10].name


def test_a_report_that_is_not_adopted_says_so(county):
    assert "Status: draft." in render_capacity(county(12))
    assert "Status:" not in render_capacity(county(12, status="adopted"))


def test_every_number_of_the_tables_is_on_the_page(html, report):
    for row in report.areas:
        ceiling, capacity = (count(n) if row.governed else "–" for n in (row.ceiling, row.capacity))
        assert f'<td class="n">{ceiling}</td><td class="n"><strong>{capacity}</strong></td>' in html
    for row in report.sources:
        assert row.sha256 in html


def test_unknown_is_a_word_and_never_zero(county):
    report = county(12)
    unknown = replace(report.areas[0], governed=True, ceiling=None, capacity=None, limits=())
    html = render_capacity(replace(report, areas=(unknown, *report.areas[1:])))
    assert '<td class="n">unknown</td><td class="n"><strong>unknown</strong></td>' in html
    assert cells(area_data(replace(report, areas=(unknown,)), draw_map(report)), "capacity") == [None]


def test_a_long_table_is_left_to_the_script_and_its_data_are_packed(county, monkeypatch):
    report = county(40)
    monkeypatch.setattr(page_module, "ROWS_WRITTEN", 30)
    monkeypatch.setattr(page_module, "PACKED_ABOVE", 1000)
    html = render_capacity(report)
    assert html.count('class="why"') == 25 and "25 of 40 areas are shown here." in html
    block = re.search(r'id="data" data-packed>([\w+/=]+)</script>', html).group(1)
    data = json.loads(zlib.decompress(base64.b64decode(block)))
    assert cells(data, "name") == [shown(row.name) for row in report.areas]


def test_bars_are_in_proportion_and_sorted(report):
    bars = held_back_bars(report.provisions)
    assert [bar.visas for bar in bars] == sorted((bar.visas for bar in bars), reverse=True)
    assert bars[0].length == 1000
    assert all(abs(bar.length - 1000 * bar.visas / bars[0].visas) <= 0.5 for bar in bars)


def test_the_same_report_gives_the_same_page_without_a_clock_or_a_path(report, html):
    assert render_capacity(report) == html
    assert str(TEMPLATES) not in html


def test_a_report_on_three_thousand_areas_is_under_a_megabyte(county):
    assert len(render_capacity(county(3025)).encode()) < 1_000_000


def test_a_rule_reaches_the_areas_that_it_leaves_no_visa(report):
    """An area under two limits of a rule counts once; one that is withheld has no limits that are told."""
    row = next(row for row in report.areas if any(use.binding for use in row.limits))
    use = next(use for use in row.limits if use.binding)
    twice, hidden = replace(row, limits=row.limits * 2), replace(row, limits=(), withheld=True)
    reach = reaches([twice, hidden, replace(row, residents=5)])[use.law, use.provision]
    assert (reach.areas, reach.residents) == (2, row.residents + 5)
